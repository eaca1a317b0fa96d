from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

LEAST_GUESSES = 13  # the least strength, as a power of ten of guesses. Fifteen random letters have 15.
READ_AT_MOST = 72  # characters that are checked, as longer passwords take too long

OF_THIS_SITE = ["powys", "oversight", "timeline", "council", "county", "inspectorate", "wales", "cymru"]


class GuessableValidator:
    """Refuses passwords made of common ones, names, words, dates and rows of keys.

    Django's list has some fifty passwords of fifteen characters or more. This one splits a long password into
    known parts, so that "Password12345678!" is recognised.
    """

    def validate(self, password: str, user: object = None) -> None:
        known = [getattr(user, name, "") or "" for name in ("username", "first_name", "last_name", "email")]
        strength = zxcvbn(password[:READ_AT_MOST], user_inputs=[*OF_THIS_SITE, *filter(None, known)])
        if float(strength["guesses_log10"]) < LEAST_GUESSES:
            raise ValidationError(
                _("This password can be guessed. Four unrelated words cannot."), code="guessable"
            )

    def get_help_text(self) -> str:
        return _("Not one that can be guessed: no common password, name or date, however often repeated.")
