from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

TABLES = "powys_oversight.opendata.tables"


class OpenDataConfig(AppConfig):
    name = "powys_oversight.opendata"

    def ready(self) -> None:
        """Register the tables in the order of `/data/`, the workbook and the archive."""
        for module in ("timeline", "story", "sources", "citations", "disagreements", "people"):
            import_module(f"{TABLES}.{module}")
        autodiscover_modules("extensions.opendata")
        for module in ("particulars", "reference"):
            import_module(f"{TABLES}.{module}")
