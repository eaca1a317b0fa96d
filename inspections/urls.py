from django.urls import path

from . import views

urlpatterns = [
    path("findings.csv", views.findings_csv, name="findings_csv"),
    path("findings/", views.findings, name="findings"),
    path("findings/<slug:slug>/", views.theme, name="theme"),
    path("measures.csv", views.measures_csv, name="measures_csv"),
    path("measures/", views.measures, name="measures"),
    path("measures/<slug:slug>/", views.measure, name="measure"),
]
