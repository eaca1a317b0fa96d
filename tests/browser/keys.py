"""Somebody at a keyboard, without a mouse."""

from typing import Any

import pytest

from tests.factories import PASSWORD, make_user


class Keys:
    def __init__(self, page: Any) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def to(self, selector: str, most: int = 150) -> None:
        """Tab on until the box is reached, as somebody who cannot point must."""
        for _ in range(most):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        pytest.fail(f"no number of tabs leads to {selector}")

    def fill(self, selector: str, text: str) -> None:
        self.to(selector)
        self.press("Control+a")
        if len(text) < 40:
            self.type(text)
        else:  # key by key it takes long, and gives the same
            self.page.keyboard.insert_text(text)
            self.pressed += len(text)

    def choose(self, selector: str, label: str) -> None:
        """Type the beginning of an option, as a closed list is chosen from."""
        self.to(selector)
        self.type(label)
        chosen = self.page.evaluate("s => document.querySelector(s).selectedOptions[0].label", selector)
        assert chosen.startswith(label), (selector, chosen)

    def go(self, selector: str) -> None:
        self.to(selector)
        with self.page.expect_navigation():
            self.press("Enter")


def sign_in(browser: Any, site: str, role: str, **options: Any) -> Keys:
    user = make_user(role)
    page = browser.new_context(**options).new_page()
    page.goto(f"{site}/admin/")
    keys = Keys(page)
    keys.fill("#id_username", user.username)
    keys.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    return keys
