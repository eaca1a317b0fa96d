"""The colours of the site: each pair of text and ground has the contrast that WCAG 2.2 asks for."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "static/css/tokens.css"
TEXT = ["ink", "quiet", "link", "link-hover", "inspectorate", "ministers", "council", "other"]
PAIRS = [
    *product(TEXT, ["paper", "panel"]),
    ("problem", "problem-ground"),
    ("problem", "paper"),
    ("focus", "focus-ground"),
]
SCHEMES = ["light", "dark"]


def colours(scheme: str) -> dict[str, str]:
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", CSS.read_text())
    return {name: (light, dark)[SCHEMES.index(scheme)] for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance, by WCAG's own formula."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_told_from_its_ground(text: str, ground: str, scheme: str) -> None:
    named = colours(scheme)
    assert contrast(named[text], named[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_lines_that_mean_something_can_be_told_from_their_ground(ground: str, scheme: str) -> None:
    named = colours(scheme)
    assert contrast(named["strong-line"], named[ground]) >= 3
