"""Cases of two dimensions, of which only the edges can find a fault of their own."""

from collections.abc import Sequence
from typing import Any

import pytest

FIRST = 3


def crossed(places: Sequence[Any], inputs: Sequence[Any]) -> list[Any]:
    """Each input at the first place and the first few at the others; every other pair marked `full`.

    For places that hand their input to one function, which the first place tests whole.
    """
    return [
        pytest.param(
            place,
            value,
            id=f"{place} {str(value)[:30]}",
            marks=[pytest.mark.full] if at and n >= FIRST else [],
        )
        for at, place in enumerate(places)
        for n, value in enumerate(inputs)
    ]
