from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

REGISTERING = ("powys_oversight.pages.asof.states", "powys_oversight.pages.asof.offices")
"""Modules that register groups of the as-of page when imported."""


class PagesConfig(AppConfig):
    name = "powys_oversight.pages"

    def ready(self) -> None:
        for module in REGISTERING:
            import_module(module)
        autodiscover_modules("extensions.panels", "extensions.asof")
