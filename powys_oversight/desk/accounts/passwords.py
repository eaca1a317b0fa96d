"""Which passwords are refused: those that can be guessed, however long they are."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

LEAST_GUESSES = 13
"""Powers of ten a guesser must go through. Fifteen letters drawn at random take fifteen."""

READ_AT_MOST = 72
"""Characters that are looked at: more take long, and no password of so many is guessed by its end."""

OF_THIS_SITE = ["powys", "oversight", "timeline", "council", "county", "inspectorate", "wales", "cymru"]


class GuessableValidator:
    """Refuses passwords made of common ones, names, words, dates and rows of keys.

    Django's own list has some fifty of fifteen characters or more; this takes a long password apart
    and looks its pieces up, so that "Password12345678!" is known for what it is.
    """

    def validate(self, password: str, user: Any = None) -> None:
        known = [getattr(user, name, "") or "" for name in ("username", "first_name", "last_name", "email")]
        found = zxcvbn(password[:READ_AT_MOST], user_inputs=[*OF_THIS_SITE, *filter(None, known)])
        if float(found["guesses_log10"]) < LEAST_GUESSES:
            raise ValidationError(
                _("This password can be guessed. Four unrelated words cannot."), code="guessable"
            )

    def get_help_text(self) -> str:
        return _("Not one that can be guessed: no common password, name or date, however often repeated.")
