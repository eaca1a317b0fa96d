from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    name = "powys_oversight.timeline"
    label = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        from . import data_tables, publishing, recording, revision, states  # each registers itself  # noqa: F401

        autodiscover_modules("data_tables", "panels", "publishing", "record_rules", "standing")
