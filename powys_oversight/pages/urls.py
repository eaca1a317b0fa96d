from django.urls import include, path

from powys_oversight.opendata import views as data_views
from powys_oversight.opendata.api import views as api_views
from powys_oversight.pages.views import as_of as day_views
from powys_oversight.pages.views import embed as embed_views
from powys_oversight.pages.views import history as change_views
from powys_oversight.pages.views import pages as views

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
    # To take away
    path("data/", data_views.about, name="data"),
    path("<slug:table>.csv", data_views.as_csv, name="csv"),
    path("<slug:table>.csv-metadata.json", data_views.csv_metadata, name="csv_metadata"),
    path("record.xlsx", data_views.as_workbook, name="workbook"),
    path("record.zip", data_views.as_archive, name="archive"),
    path("timeline.atom", data_views.as_atom, name="atom"),
    path("timeline.ics", data_views.as_calendar, name="calendar"),
    path("embed/", embed_views.embed, name="embed"),
    path("oembed", embed_views.oembed, name="oembed"),
    path("timeline.json", data_views.as_json, name="json"),
    path("api/", include(api_views.urlpatterns)),
    # The site itself
    path("changes/", change_views.changes, name="changes"),
    path("changes/since/<str:name>/", change_views.since, name="changes_since"),
    path("changes.atom", change_views.ChangesFeed(), name="changes_atom"),
    path("about/", views.about, name="about"),
]
