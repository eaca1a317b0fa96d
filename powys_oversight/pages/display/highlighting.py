"""Highlights searched words in a text, with the folding of the search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from powys_oversight.timeline.db.text import SearchTerm, fold

AROUND = 60  # characters kept before the first match; twice as many are kept from its start

ELLIPSIS = "…"


@dataclass(frozen=True)
class Piece:
    text: str
    is_match: bool


def pieces(text: str, words: Iterable[SearchTerm]) -> list[Piece]:
    """Split the text at each match."""
    letters = zip(text, _marked_letters(text, words), strict=True)
    runs = groupby(letters, key=lambda letter: letter[1])
    return [Piece("".join(letter for letter, _marked in run), is_match) for is_match, run in runs]


def _marked_letters(text: str, words: Iterable[SearchTerm]) -> list[bool]:
    folded, origins = [], []
    for place, letter in enumerate(text):
        as_searched = fold(letter)
        folded.append(as_searched)
        origins += [place] * len(as_searched)
    whole = "".join(folded)
    marked = [False] * len(text)
    for word in words:
        for match in word.pattern.finditer(whole):
            for place in origins[match.start() : match.end()]:
                marked[place] = True
    for place in range(1, len(text)):
        if not fold(text[place]):  # an accent written apart goes with its letter
            marked[place] = marked[place - 1]
    return marked


def marked(text: str, words: Sequence[SearchTerm]) -> SafeString:
    return _as_html(pieces(text, words)) if words else conditional_escape(text)


def in_context(text: str, words: Iterable[SearchTerm]) -> SafeString:
    letters = _marked_letters(text, words)
    first = letters.index(True) if True in letters else 0
    start, end = _at_spaces(text, first - AROUND, first + 2 * AROUND)
    cut = [Piece(ELLIPSIS, False)] if start else []
    cut += pieces(text[start:end], words)
    return _as_html([*cut, Piece(ELLIPSIS, False)] if end < len(text) else cut)


def _at_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    start = 0 if start <= 0 else text.rfind(" ", max(start - AROUND, 0), start) + 1 or start
    end = len(text) if end >= len(text) else text.find(" ", end, end + AROUND)
    return start, end if end >= 0 else start + 3 * AROUND


def _as_html(shown: list[Piece]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece.text) if piece.is_match else piece.text,) for piece in shown),
    )
