"""The log of the desk: who signed in, who was refused, what was published.

One line an event, in UTC, never with a password. Names are written as Python literals, so that a line break
cannot forge a line.
"""

import logging
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver

from powys_oversight.timeline.models import Change

log = logging.getLogger("powys_oversight.desk")

LOGGED_ACTS = (Change.Act.PUBLISH, Change.Act.WITHDRAW, Change.Act.IMPORT, Change.Act.UNDO)


def quoted(text: object) -> str:
    return ascii(str(text)[:200])


def log_refusal(user: object, what: str) -> None:
    log.warning("refused user=%s what=%s", quoted(user), quoted(what))


@receiver(user_logged_in)
def _came_in(user: object, **kwargs: object) -> None:
    log.info("signed-in user=%s", quoted(user))


@receiver(user_logged_out)
def _left(user: object, **kwargs: object) -> None:
    log.info("signed-out user=%s", quoted(user))


@receiver(user_locked_out)
def _was_locked_out(username: object = "", **kwargs: object) -> None:
    log.warning("locked-out user=%s", quoted(username))


@receiver(user_login_failed)
def _was_refused(credentials: Any, **kwargs: Any) -> None:
    log.warning("sign-in-failed user=%s", quoted(credentials.get("username", "")))


@receiver(post_save, sender=Change)
def _was_done(instance: Change, created: bool, **kwargs: Any) -> None:
    if created and instance.act in LOGGED_ACTS:
        log.info("%s user=%s change=%d", instance.act, quoted(instance.made_by), instance.pk)
