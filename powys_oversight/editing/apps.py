from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "powys_oversight.editing"
