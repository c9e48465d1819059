"""Bytes become text: UTF-8, UTF-16, GB18030 and their marks. Says plainly when the bytes are no text at all."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "是压缩包或 Word、Excel 文件"),
    (b"%PDF", "是 PDF 文件"),
    (b"\xd0\xcf\x11\xe0", "是旧版 Office 文件"),
    (b"\x89PNG", "是图片"),
    (b"\xff\xd8\xff", "是图片"),
    (b"GIF8", "是图片"),
    (b"\x7fELF", "是程序"),
    (b"MZ\x90", "是程序"),
    (b"\x1f\x8b", "是压缩文件"),
    (b"7z\xbc\xaf", "是压缩文件"),
    (b"Rar!", "是压缩文件"),
    (b"SQLite format", "是数据库文件"),
    (b"{\\rtf", "是 RTF 文件"),
)
_USUAL = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
#: share of control characters above which bytes are no text
_NOISE = 0.01


class NotText(ValueError):
    """The bytes are no text; the message says what they look like, in Chinese."""


def decode(data: bytes) -> str:
    """The text of a file, without its byte order mark, line ends as they are. Raises NotText."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"内容不是文本（{what}，扩展名不符）")
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(name)
            except UnicodeDecodeError:
                raise NotText("编码损坏：文件头说明是 Unicode，内容却解不开") from None
    guessed = _utf16_without_mark(data)
    if guessed is not None:
        return guessed
    if data.count(0):
        raise NotText("内容不是文本（含有空字节，像是二进制文件）")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _national(data, error)
    _refuse_noise(text)
    return text


def normalise_line_ends(text: str) -> str:
    """CRLF and CR as LF; nothing else is changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _national(data: bytes, error: UnicodeDecodeError) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        # a UTF-8 file cut off in its last character is still that text
        if error.start >= len(data) - 3 and len(data) > 3:
            return data[: error.start].decode("utf-8")
        raise NotText("编码无法识别（不是 UTF-8、GB18030 或 UTF-16）") from None
    sample = text[:20000]
    odd = sum(
        1 for character in sample
        if "\ue000" <= character <= "\uf8ff" or (not character.isprintable() and character not in "\n\r\t\f\u3000"))
    if odd > max(3, len(sample) * 0.02):
        raise NotText("编码无法识别（不是 UTF-8、GB18030 或 UTF-16）")
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 that lost its mark shows in the zero bytes of its ASCII characters, all at odd or all at even places."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 1 or min(even, odd):
        return None
    try:
        text = data.decode("utf-16-le" if odd else "utf-16-be")
    except UnicodeDecodeError:
        return None
    usual = sum(1 for character in text[:2000] if character.isascii() or _USUAL.match(character))
    return text if usual >= 0.9 * len(text[:2000]) else None


def _refuse_noise(text: str) -> None:
    sample = text[:20000]
    noise = sum(1 for character in sample if character < " " and character not in "\n\r\t\f\x0b\x1a")
    if noise > _NOISE * len(sample):
        raise NotText("内容不是文本（控制字符过多，像是二进制文件）")
