from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PagesConfig(AppConfig):
    name = "powys_oversight.pages"

    def ready(self) -> None:
        from .asof import offices, states  # noqa: F401 - they register groups, and need the models
        from .display import counts, service_parts  # noqa: F401 - they register what stands on pages

        autodiscover_modules("extensions.panels", "extensions.asof", "extensions.search")
