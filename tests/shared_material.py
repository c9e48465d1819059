"""Where the founders' shared material is, and the mark for tests that need it. It is not on a user's machine."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the founders' shared material is not beside this checkout"),
]
