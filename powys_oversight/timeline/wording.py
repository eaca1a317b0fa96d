"""Words that the record does not use of its own: judgements, and a second spelling of an office.

What stands in quotation marks is a source's wording, and is left alone.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

OUR_TEXT = (
    "title", "summary", "question", "reading", "answer", "about", "caveat", "note", "reported_by", "text",
    "label", "meaning",
)  # fmt: skip
"""Columns whose words are the record's own."""

JUDGEMENTS = (
    "alarming", "appalling", "blasted", "catastrophic", "damning", "devastating", "dire", "disastrous",
    "dismal", "dramatic", "dramatically", "far better", "far worse", "grave", "gravely", "impressive",
    "remarkable", "scathing", "shameful", "shocking", "slammed", "warned", "warns", "woeful",
)  # fmt: skip
"""Adjectives and verbs that say what we think of something: a source may, we do not."""

OFFICES = {
    r"\bminister\b": "Minister",
    r"\b(?:[Tt]he|council(?:’s)?) leader\b": "Leader",
    r"\bcabinet\b": "Cabinet",
    r"\bChief Executive\b": "chief executive",
    r"\bChief Inspector\b": "chief inspector",
    r"\bPortfolio [Hh]older\b": "portfolio holder",
    r"\bHead of Service\b": "head of service",
    r"\bDirector\b(?! of\b)": "director",
}
"""Spellings of an office that are refused, and the one that is used."""

_QUOTED = re.compile(r"“[^”]*”")
_JUDGEMENT = re.compile(rf"\b({'|'.join(JUDGEMENTS)})\b", re.IGNORECASE)


def wording_faults(text: str) -> Iterator[str]:
    """Return what is wrong with the record's own words in a text."""
    ours = _QUOTED.sub("“”", text)
    for word in _JUDGEMENT.findall(ours):
        yield _("It says “%(word)s” in words of ours.") % {"word": word}
    for refused, used in OFFICES.items():
        if re.search(refused, ours):
            yield _("Write “%(used)s”, as elsewhere in the record.") % {"used": used}
