from django.urls import path

from .views import as_of, embed, history, pages

urlpatterns = [
    path("", pages.timeline, name="timeline"),
    path("table/", pages.table, name="table"),
    path("events/<slug:slug>/", pages.event, name="event"),
    path("events/<slug:slug>/history/", history.event_history, name="event_history"),
    path("search/", pages.search, name="search"),
    path("services/", pages.service_list, name="service_list"),
    path("services/<slug:slug>/", pages.service, name="service"),
    path("services/<slug:slug>/briefing/", as_of.briefing, name="briefing"),
    path("services/<slug:slug>/<slug:part>/", pages.service_part, name="service_part"),
    # One day of it
    path("as-of/", as_of.choose_day, name="choose_day"),
    path("as-of/<str:day>/", as_of.as_of, name="as_of"),
    path("as-of/<str:first>/<str:last>/", as_of.compare, name="compare"),
    path("as-of/<path:day>/", as_of.as_of),  # what is no day is told what to write
    # Across the record
    path("disagreements/", pages.disagreements, name="disagreements"),
    path("who-knew/", pages.who_knew, name="who_knew"),
    path("people/", pages.people, name="people"),
    # Documents
    path("sources/", pages.source_list, name="source_list"),
    path("sources/<slug:slug>/", pages.source, name="source"),
    path("not-seen/", pages.unseen_documents, name="unseen_documents"),
    # In another page
    path("embed/", embed.embed, name="embed"),
    path("oembed", embed.oembed, name="oembed"),
    # The site itself
    path("changes/", history.changes, name="changes"),
    path("changes/since/<str:name>/", history.since, name="changes_since"),
    path("story/", pages.story, name="story"),
    path("glossary/", pages.glossary, name="glossary"),
    path("about/", pages.about, name="about"),
]
