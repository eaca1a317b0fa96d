from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

REGISTERING = (
    "powys_oversight.timeline.history.recorder",
    "powys_oversight.timeline.history.revision_signals",
    "powys_oversight.timeline.publishing.checks",
    "powys_oversight.timeline.record_rules",
)
"""Modules that connect signals, or register checks and rules, when imported."""


class TimelineConfig(AppConfig):
    name = "powys_oversight.timeline"
    label = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        for module in REGISTERING:
            import_module(module)
        autodiscover_modules("extensions.publishing", "extensions.record_rules")
