"""Text can be read in both themes: contrast of every text colour on the surfaces it stands on, worked out from the tokens as WCAG 2.2 does.

Tokens only: what a picture looks like is judged by eye, and which class carries which colour is not followed here.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_SHEET = Path(__file__).resolve().parents[1] / "assistant" / "ui" / "assets" / "style.css"
_BLOCKS = {"light": r":root, \.light \{(.*?)\n\}", "dark": r"\.dark \{(.*?)\n\}"}
_SURFACES = ("desk", "panel", "raised", "paper", "wash")
_MEANINGS = ("cinnabar", "ochre", "azurite", "malachite")
#: what is text, and on what it stands
_TEXT = [
    *((ink, surface) for ink in ("ink", "ink-2", "ink-3") for surface in _SURFACES),
    *((colour, surface) for colour in _MEANINGS for surface in ("panel", "raised", "paper", "wash", f"{colour}-bg")),
    # an open citation, a primary button, a sentence marked for a second look, an accepted change beside its quotation
    ("paper", "azurite"),
    ("on-ink", "ink"),
    ("ink", "ochre-bg"),
    ("ink", "malachite-bg"),
    ("ink", "azurite-bg"),
    # a past figure in its grey box
    ("ink-2", "line"),
]
#: glyphs and lines that carry a meaning need less
_MARKS = [(colour, "desk") for colour in _MEANINGS]


def _tokens(theme: str) -> dict[str, str]:
    block = re.search(_BLOCKS[theme], _SHEET.read_text(encoding="utf-8"), re.S)
    assert block, theme
    return dict(re.findall(r"--bz-([a-z0-9-]+):(#[0-9A-Fa-f]{6})", block[1]))


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    bright, dim = sorted((_light(one), _light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable(theme: str) -> None:
    tokens = _tokens(theme)
    poor = {f"{text} on {ground}": round(contrast(tokens[text], tokens[ground]), 2) for text, ground in _TEXT}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < 4.5}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_are_seen(theme: str) -> None:
    tokens = _tokens(theme)
    assert all(contrast(tokens[mark], tokens[ground]) >= 3 for mark, ground in _MARKS)
