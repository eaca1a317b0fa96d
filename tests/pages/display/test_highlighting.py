import pytest
from hypothesis import given
from hypothesis import strategies as st

from powys_oversight.pages.display.highlighting import in_context, marked, pieces
from powys_oversight.timeline.db.text import fold, search_terms


def matched(text: str, *words: str) -> list[str]:
    return [piece.text for piece in pieces(text, search_terms(" ".join(words))) if piece.is_match]


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Safeguarding was slow", "safeguarding", ["Safeguard"]),
        ("Môn and mon", "mon", ["Môn", "mon"]),
        ("Straße", "strasse", ["Straße"]),
        ("ﬁndings", "find", ["ﬁnd"]),
        ("board-board", "board", ["board", "board"]),
        ("Ty\u0302 hir", "ty", ["Ty\u0302"]),
        ("nothing", "else", []),
        ("anything", "", []),
    ],
    ids=[
        "case",
        "accents",
        "one letter for two",
        "a ligature",
        "side by side",
        "an accent apart",
        "none",
        "no word",
    ],
)
def test_a_word_is_found_as_the_search_finds_it(text: str, word: str, found: list[str]) -> None:
    assert matched(text, word) == found


@given(st.text(max_size=80), st.text(max_size=12))
def test_nothing_of_a_text_is_lost(text: str, words: str) -> None:
    assert "".join(piece.text for piece in pieces(text, search_terms(words))) == text


@given(st.text(max_size=60), st.text(min_size=1, max_size=4))
def test_whatever_a_pattern_finds_is_marked(text: str, words: str) -> None:
    terms = search_terms(words)
    assert bool(matched(text, words)) == any(term.pattern.search(fold(text)) for term in terms)


def test_markup_in_a_text_stays_text() -> None:
    assert marked("<b>bold</b>", search_terms("bold")) == "&lt;b&gt;<mark>bold</mark>&lt;/b&gt;"


def test_a_long_text_is_cut_about_its_first_match_at_spaces() -> None:
    text = f"{'before ' * 30}needle {'after ' * 60}"
    shown = in_context(text, search_terms("needle"))
    assert shown.startswith("…before ")
    assert "<mark>needle</mark> after" in shown
    assert shown.endswith(" after…")
    assert len(shown) < 320


def test_a_short_text_is_shown_whole() -> None:
    assert in_context("A short needle.", search_terms("needle")) == "A short <mark>needle</mark>."


def test_a_word_without_an_end_does_not_fill_the_page() -> None:
    assert len(in_context("needle" + "x" * 5000, search_terms("needle"))) < 400
