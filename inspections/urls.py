from django.urls import path

from . import views

urlpatterns = [
    path("findings/", views.findings, name="findings"),
    path("findings/<slug:slug>/", views.theme, name="theme"),
    path("measures/", views.measures, name="measures"),
    path("measures/<slug:slug>/", views.measure, name="measure"),
]
