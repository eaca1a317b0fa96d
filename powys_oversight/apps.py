from django.apps import AppConfig


class PowysOversightConfig(AppConfig):
    """The composition root. An app only so that its commands are found."""

    name = "powys_oversight"
