"""What is browsed: one line an address."""

from django.urls import path

from .views import as_of as day_views
from .views import embed as embed_views
from .views import history as change_views
from .views import pages as views

urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("table/", views.table, name="table"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("events/<slug:slug>/history/", change_views.of_event, name="event_history"),
    path("services/<slug:slug>/", views.service, name="service"),
    path("services/<slug:slug>/briefing/", day_views.briefing, name="briefing"),
    # One day of it
    path("as-of/", day_views.choose_day, name="choose_day"),
    path("as-of/<str:day>/", day_views.as_of, name="as_of"),
    path("as-of/<str:first>/<str:last>/", day_views.compare, name="compare"),
    path("as-of/<path:day>/", day_views.as_of),  # what is no day is told what to write
    # Across the record
    path("disagreements/", views.disagreements, name="disagreements"),
    path("people/", views.people, name="people"),
    # Documents
    path("sources/", views.source_list, name="source_list"),
    path("sources/<slug:slug>/", views.source, name="source"),
    path("not-seen/", views.unseen_documents, name="unseen_documents"),
    # In another page
    path("embed/", embed_views.embed, name="embed"),
    path("oembed", embed_views.oembed, name="oembed"),
    # The site itself
    path("changes/", change_views.changes, name="changes"),
    path("changes/since/<str:name>/", change_views.since, name="changes_since"),
    path("about/", views.about, name="about"),
]
