from django.urls import include, path

from . import views
from .api import views as api_views
from .formats.atom_changes import ChangesFeed

urlpatterns = [
    path("data/", views.about, name="data"),
    path("<slug:table>.csv", views.as_csv, name="csv"),
    path("<slug:table>.csv-metadata.json", views.csv_metadata, name="csv_metadata"),
    path("record.xlsx", views.as_workbook, name="workbook"),
    path("record.zip", views.as_archive, name="archive"),
    path("timeline.json", views.as_json, name="json"),
    path("timeline.atom", views.as_atom, name="atom"),
    path("timeline.ics", views.as_calendar, name="calendar"),
    path("changes.atom", ChangesFeed(), name="changes_atom"),
    path("api/", include(api_views.urlpatterns)),
]
