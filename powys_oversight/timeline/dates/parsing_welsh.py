"""Puts a date written in Welsh into the words that `parsing` reads: "17 Hydref 2017".

Months are known in every form that Welsh gives them after a preposition ("i Fai", "o Orffennaf").
"Hydref" is October and autumn both, so by itself, with a year, it is refused.
"""

import re

from django.utils.translation import gettext as _

from .edtf import DateRefusedError

MONTHS = {
    "january": "ionawr ion",
    "february": "chwefror chwef chwe",
    "march": "mawrth fawrth mhawrth maw",
    "april": "ebrill ebr",
    "may": "mai fai",
    "june": "mehefin fehefin meh",
    "july": "gorffennaf orffennaf ngorffennaf gorff",
    "august": "awst",
    "september": "medi fedi med",
    "october": "hydref",
    "november": "tachwedd dachwedd nhachwedd tach",
    "december": "rhagfyr ragfyr rhag",
}
SEASONS = {"spring": "gwanwyn wanwyn", "summer": "haf", "winter": "gaeaf aeaf"}
_ENGLISH = {welsh: english for english, forms in (MONTHS | SEASONS).items() for welsh in forms.split()}
_WORD = re.compile(r"\b(" + "|".join(sorted(_ENGLISH, key=len, reverse=True)) + r")\b")
_PHRASES = [
    (r"\byr hydref\b", "autumn"),
    (r"^(?:y |yr )(?=\w+ \d{4}$)", ""),
    (r"^wythnos (?:yn (?:dechrau|cychwyn)|o) ", "week beginning "),
    (r"^erbyn ", "by "),
    (r"^(?:ers|o) (?!.* (?:i|hyd|tan) )", "since "),
    (r"^o ", "from "),
    (r"^(?:tua|oddeutu) ", "about "),
    (r"^rhwng ", "between "),
    (r" (?:i|hyd|tan) ", " to "),
    (r" (?:a|ac) ", " and "),
    (r"\b[mf]is ", ""),
]
_OCTOBER_OR_AUTUMN = re.compile(r"(?<!\d )(?<!\byr )(?<!\b[mf]is )\bhydref (\d{4})")


def in_english(lowered: str) -> str:
    """Return a Welsh date in English, other text unchanged. Raises DateRefusedError for a bare "Hydref"."""
    either = _OCTOBER_OR_AUTUMN.search(lowered)
    if either:
        raise DateRefusedError(
            _(
                "“Hydref %(year)s” could be October %(year)s or autumn %(year)s. "
                "Write “mis Hydref %(year)s” for the month, or “yr hydref %(year)s” for the season."
            )
            % {"year": either[1]}
        )
    if not _WORD.search(lowered):
        return lowered
    for welsh, english in _PHRASES:
        lowered = re.sub(welsh, english, lowered)
    return _WORD.sub(lambda match: _ENGLISH[match[1]], lowered)
