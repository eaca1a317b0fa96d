from django.urls import path

from . import views

urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("timeline.csv", views.timeline_csv, name="timeline_csv"),
    path("table/", views.table, name="table"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("services/<slug:slug>/", views.service, name="service"),
    # Documents
    path("sources/", views.source_list, name="source_list"),
    path("sources/<slug:slug>/", views.source, name="source"),
    # The site itself
    path("about/", views.about, name="about"),
]
