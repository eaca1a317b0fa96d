from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

REGISTERING = (
    "powys_oversight.opendata.tables.timeline",
    "powys_oversight.opendata.tables.sources",
    "powys_oversight.opendata.tables.citations",
    "powys_oversight.opendata.tables.disagreements",
    "powys_oversight.opendata.tables.people",
    "powys_oversight.timeline.publishing.workflow",
    "powys_oversight.timeline.history.recorder",
    "powys_oversight.timeline.history.revision_signals",
    "powys_oversight.pages.asof.states",
    "powys_oversight.pages.asof.offices",
)
"""Modules that connect signals, or register what they hold, when they are imported."""

EXTENSIONS = ("opendata", "panels", "publishing", "record_rules", "asof")
"""Modules in which an app tells the floors below what it knows."""

LISTED_LAST = ("powys_oversight.opendata.tables.particulars", "powys_oversight.opendata.tables.reference")


class TimelineConfig(AppConfig):
    name = "powys_oversight.timeline"
    label = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        for module in REGISTERING:
            import_module(module)
        autodiscover_modules("record_rules", *(f"extensions.{name}" for name in EXTENSIONS))
        for module in LISTED_LAST:
            import_module(module)
