"""Scanned pages: pictures become lines of text by the optional rapidocr, whose models come with the package. Nothing is downloaded."""

from __future__ import annotations

import importlib
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.ingest.extract import Extract

#: pixels of a picture above which it is no scanned page
_MOST_PIXELS = 120_000_000
#: lines whose certainty is below this are dirt on the glass
_CERTAIN = 0.5


def read_picture(path: str | Path, data: bytes) -> Extract:
    """The text of one picture. Raises UnreadableFile, also where the optional package is missing."""
    recogniser(path)
    return read_pictures(path, [data])


def recogniser(path: str | Path) -> Any:
    """The engine. Raises UnreadableFile saying what to install."""
    try:
        return _engine()
    except ImportError:
        raise UnreadableFile(path, "是扫描件，没有文字层，识别需要 rapidocr：pip install 'biganzi[ocr]'") from None


@cache
def _engine() -> Any:
    # not in the test environment, so its types are nobody's business
    RapidOCR = importlib.import_module("rapidocr").RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def read_pictures(path: str | Path, pictures: Sequence[bytes]) -> Extract:
    """The text of pages, line by line from the top. Raises UnreadableFile where a picture is broken or nothing is on any."""
    import numpy
    from PIL import Image, UnidentifiedImageError

    engine = recogniser(path)
    lines: list[str] = []
    for data in pictures:
        try:
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise UnreadableFile(path, f"图片太大（{picture.width}×{picture.height}）")
                pixels = numpy.asarray(picture.convert("RGB"))[:, :, ::-1]
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError, ValueError, SyntaxError):
            raise UnreadableFile(path, "图片已损坏，打不开") from None
        result = engine(pixels)
        lines += rows(result.boxes, result.txts, result.scores)
    if not lines:
        raise UnreadableFile(path, "图片上没有认出文字")
    return Extract("\n".join(lines) + "\n")


def rows(boxes: Any, texts: Sequence[str] | None, scores: Sequence[float] | None) -> list[str]:
    """Pieces that stand at one height as one line, from left to right. boxes: four corners (x, y) a piece."""
    if boxes is None or texts is None or scores is None:
        return []
    pieces = []
    for box, text, score in zip(boxes, texts, scores, strict=True):
        if score < _CERTAIN or not text.strip():
            continue
        heights = [float(corner[1]) for corner in box]
        pieces.append((sum(heights) / 4, max(heights) - min(heights), min(float(corner[0]) for corner in box), text.strip()))
    pieces.sort()
    found: list[list[tuple[float, float, float, str]]] = []
    for piece in pieces:
        if found and piece[0] - found[-1][0][0] < 0.5 * found[-1][0][1]:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [" ".join(text for _, _, _, text in sorted(row, key=lambda piece: piece[2])) for row in found]
