"""Text and Markdown files. The extracted text is the file's own: byte order mark dropped, line ends as \\n, nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.ingest.decoding import NotText, decode, normalise_line_ends
from assistant.ingest.extract import Extract


def read_plain(path: str | Path, data: bytes) -> Extract:
    """A .txt or .md file. Raises UnreadableFile where the bytes are no text."""
    try:
        text = normalise_line_ends(decode(data))
    except NotText as error:
        raise UnreadableFile(path, str(error)) from None
    return Extract(text, markdown=os.fspath(path).lower().endswith((".md", ".markdown")))
