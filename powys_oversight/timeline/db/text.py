"""Text as it is searched: folded, and matched by whole words and numbers."""

import re
import unicodedata
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q


def fold(text: str) -> str:
    """Remove case and accents by Unicode's rules, as neither database does both."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither HTML nor XML can hold."""

SHORT = 3  # letters of a word that is matched whole; a longer one also matches the beginning of a word
LONG = 6  # letters of a word that is matched without its "ing"
_QUOTED = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"\d+(?:[.,]\d+)*(?![^\W_])|[^\W_]+(?:'[^\W_]+)*")
_NOT_IN_A_WORD = "[^a-z0-9]"
_BEFORE_A_NUMBER, _AFTER_A_NUMBER = "(^|[^a-z0-9.,]|[^0-9][.,])", "($|[^a-z0-9.,]|[.,]($|[^0-9]))"


@dataclass(frozen=True)
class SearchTerm:
    """A word, a number or a quoted phrase: `sure` is in every text it matches, `body` its pattern."""

    sure: str
    body: str
    is_whole: bool

    @property
    def regex(self) -> str:
        """The pattern for a database: neither SQLite nor PostgreSQL has all of the other's."""
        if self.sure[:1].isdigit():
            return f"{_BEFORE_A_NUMBER}{self.body}{_AFTER_A_NUMBER}"
        end = f"({_NOT_IN_A_WORD}|$)" if self.is_whole else ""
        return f"(^|{_NOT_IN_A_WORD}){self.body}{end}"

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern for a folded text in Python. It takes no more than the words themselves."""
        number = ("(?<![0-9][.,])", "(?![.,][0-9])") if self.sure[:1].isdigit() else ("", "")
        end = "(?![a-z0-9])" if self.is_whole else ""
        return re.compile(f"(?<![a-z0-9]){number[0]}{self.body}{end}{number[1]}")

    def anywhere_in(self, *columns: str) -> Q:
        """Return the rows that have it in one of the columns. One that is not folded has no accents."""
        return reduce(or_, (self._in(column) for column in columns))

    def _in(self, column: str) -> Q:
        i = "" if column.endswith("folded") else "i"
        return Q(**{f"{column}__{i}contains": self.sure}) & Q(**{f"{column}__{i}regex": self.regex})


def search_terms(text: str) -> list[SearchTerm]:
    """Return what a text asks for: each phrase in quotes, and each other word.

    Case, accents, dashes, full stops and apostrophes make no difference, nor does a plural; a number is
    matched whole.
    """
    plain = fold(text).translate(_PLAIN_QUOTES)
    phrases = [_phrase(_WORD.findall(quoted)) for quoted in _QUOTED.findall(plain)]
    words = [_word(word) for word in _WORD.findall(_QUOTED.sub(" ", plain))]
    return list(dict.fromkeys(term for term in (*phrases, *words) if term.sure))


_PLAIN_QUOTES = {ord(mark): '"' for mark in "“”„«»"} | {ord(mark): "'" for mark in "‘’ʼ`"}


def _word(word: str) -> SearchTerm:
    if word[0].isdigit():
        return SearchTerm(word, re.escape(word), is_whole=True)
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > SHORT + 1 and (ending := re.search("(?<![aeiou])(y|ies)$", word)):
        stem = word[: ending.start()]
        return SearchTerm(stem, f"{re.escape(stem)}(y|ies)", is_whole=True)
    if len(word) > LONG and word.endswith("ing"):
        word = word[:-3]
    if len(word) > SHORT and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) <= SHORT:
        return SearchTerm(word.partition("'")[0], f"{_spelt(word)}s?", is_whole=True)
    return SearchTerm(word.partition("'")[0], _spelt(word), is_whole=False)


def _phrase(words: list[str]) -> SearchTerm:
    body = f"{_NOT_IN_A_WORD}+".join(_spelt(word) for word in words)
    return SearchTerm(words[0].partition("'")[0] if words else "", body, is_whole=True)


def _spelt(word: str) -> str:
    return re.escape(word).replace("'", "['’]")
