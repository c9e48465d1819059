"""Folding of character forms that keeps every offset: one character in, one character out. Nothing is added or removed."""

from __future__ import annotations

import re

_FULL = "０１２３４５６７８９％．＋＊＃／＝×✕＜＞ＸｘⅩ：；，！？（）【】［］｛｝｜＆＿＂＇"
_PLAIN = "0123456789%.+*#/=××<>XxX：；，！？（）【】［］｛｝｜&_\"'"
#: ASCII marks and dash variants become the forms the genre writes; a comma stays, it may group digits
_MARKS = {
    "(": "（", ")": "）", ";": "；", "!": "！", "?": "？", "﹪": "%", "‰": "‰", "－": "-", "‐": "-", "‑": "-", "‒": "-", "–": "—", "―": "—",
    "─": "—", "━": "—", "−": "-", "～": "~", "〜": "~", "∼": "~", "∶": "∶", "︰": "：", "﹣": "-", "﹢": "+", "﹡": "*", "＊": "*",
    "\u3000": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "，": "，",
    "“": "“", "”": "”", "「": "“", "」": "”", "㎡": "㎡", "○": "○", "〇": "〇", "Ｏ": "O", "．": ".",
}
_TABLE = {ord(a): b for a, b in (*zip(_FULL, _PLAIN, strict=True), *_MARKS.items()) if a != b}
_NEEDED = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "]")


def fold(text: str) -> str:
    """The text with full-width digits, signs and blanks as ASCII and brackets as full-width; `len` is unchanged.

    Dashes become — or -, wave dashes ~, tabs a blank. Commas keep their width (1,234 against A，B).
    """
    return text.translate(_TABLE) if _NEEDED.search(text) else text
