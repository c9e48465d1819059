"""The JSON in a model's answer: fences, thoughts and talk around it are passed over, what is malformed is told. No meaning here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from assistant.engines.answer_text import without_thoughts

_TRAILING = re.compile(r",\s*(?=[\]}])")


def objects_in(answer: str) -> list[dict[str, Any]] | None:
    """The objects of the first JSON array (or of all single objects) in an answer; None where there is no JSON at all."""
    text = without_thoughts(answer)
    array = next((value for value in _values(text, "[") if isinstance(value, list)), None)
    if array is not None:
        return [one for one in array if isinstance(one, dict)]
    found = [value for value in _values(text, "{") if isinstance(value, dict)]
    if found:
        # an array that broke off at the token limit: its whole objects count; {"remarks": […]} is an array by another name
        inner = [one for value in found for part in value.values() if isinstance(part, list) for one in part if isinstance(one, dict)]
        return inner or found
    return None


def text_of(value: Any) -> str:
    """A field as text; "" where it is none."""
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _values(text: str, opening: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    at = text.find(opening)
    while at >= 0:
        value, end = _decoded(decoder, text, at)
        if end:
            yield value
        at = text.find(opening, max(end, at + 1))


def _decoded(decoder: json.JSONDecoder, text: str, at: int) -> tuple[Any, int]:
    """The value at an offset and where it ends; end 0 where there is none."""
    try:
        return decoder.raw_decode(text, at)
    except ValueError:
        pass
    # commas before a closing bracket are the commonest slip of small models; the end then holds for the mended text only
    mended = _TRAILING.sub("", text[at:])
    try:
        value, _ = decoder.raw_decode(mended)
    except ValueError:
        return None, 0
    return value, len(text)
