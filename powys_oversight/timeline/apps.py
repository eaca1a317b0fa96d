from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    name = "powys_oversight.timeline"
    label = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        from . import (  # each registers itself  # noqa: F401
            data_tables,
            publishing,
            recording,
            revision,
            states,
        )

        autodiscover_modules("data_tables", "panels", "publishing", "record_rules", "standing")
        from . import particulars, reference_tables  # listed after the others  # noqa: F401
