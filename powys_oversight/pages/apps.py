from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "powys_oversight.pages"
