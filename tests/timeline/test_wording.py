import pytest

from powys_oversight.timeline.wording import wording_faults


@pytest.mark.parametrize("text", ["A grave report.", "Far better than before.", "CIW warned that it was so."])
def test_a_judgement_in_words_of_ours_is_found(text: str) -> None:
    assert len(list(wording_faults(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The Leader called the report “damning”.",
        "A Warning Notice was given.",
        "Engraved on the wall.",
        "Serious concerns remained.",
    ],
)
def test_a_quoted_word_a_term_and_a_part_of_a_word_are_left(text: str) -> None:
    assert list(wording_faults(text)) == []


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("The minister said so.", "Minister"),
        ("The council’s leader said so.", "Leader"),
        ("The Chief Executive left.", "chief executive"),
        ("A permanent Director came.", "director"),
    ],
)
def test_another_spelling_of_an_office_is_found(text: str, used: str) -> None:
    assert list(wording_faults(text)) == [f"Write “{used}”, as elsewhere in the record."]


@pytest.mark.parametrize(
    "text",
    [
        "Welsh Ministers said so.",
        "Ministers and ministers.",
        "The Director of Social Services.",
        "Leaders met.",
    ],
)
def test_other_uses_of_the_word_are_left(text: str) -> None:
    assert list(wording_faults(text)) == []
