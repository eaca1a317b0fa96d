from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "powys_oversight.desk"
    label = "desk"
    default = True
    verbose_name = _("The editors’ desk")

    def ready(self) -> None:
        from . import audit_log  # noqa: F401 - it connects its own signals
        from .accounts import roles

        post_migrate.connect(roles.give_permissions, sender=self)


class DeskAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "powys_oversight.desk.site.DeskSite"
