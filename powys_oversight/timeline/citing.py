"""How a page of this site is cited, in plain text. The date is that of the record, not of the visit."""

from django.utils import timezone
from django.utils.translation import gettext as _

from . import date_wording
from .models import Event


def cite_event(event: Event, address: str) -> str:
    return _("“%(title)s”, Powys oversight timeline, entry last changed %(changed)s, %(address)s") % {
        "title": event.title,
        "changed": date_wording.day_in_words(timezone.localdate(event.changed_at)),
        "address": address,
    }
