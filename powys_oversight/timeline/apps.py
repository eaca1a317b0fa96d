from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    name = "powys_oversight.timeline"
    label = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        # They connect signals, or register checks and rules, and need the models.
        from . import record_rules  # noqa: F401
        from .history import recorder, revision_signals  # noqa: F401
        from .publishing import checks  # noqa: F401

        autodiscover_modules("extensions.publishing", "extensions.record_rules")
