"""A pretended model for trying the evaluation without one: `python -m tests.demo_model` serves it until Ctrl-C.

It writes notes out as they are.

Its habits: it drops a note now and then and rounds a figure now and then, seldom where the prompt says 一条也不能少 and 不许凑整.
The habit shows by the case and the seed, so that a run can be repeated.
"""

from __future__ import annotations

import hashlib
import re
import time
from typing import Any

from tests.scripted_endpoint import ScriptedEndpoint

_NOTES = re.compile(r"<素材>\n(.*?)\n</素材>", re.DOTALL)
_DECIMAL = re.compile(r"(\d+)\.\d+(?=亿)")


def write(request: dict[str, Any]) -> str:
    """The notes as sentences, with this model's habits."""
    system, user = (str(message["content"]) for message in request["messages"])
    found = _NOTES.search(user)
    lines = [line.strip().lstrip("- ").rstrip("。；") for line in (found[1] if found else user).splitlines() if line.strip()]
    kept = []
    for number, line in enumerate(lines):
        if _chance(user, number, request.get("seed"), "drop") < (0.04 if "一条也不能少" in system else 0.2):
            continue
        if _chance(user, number, request.get("seed"), "round") < (0.03 if "不许凑整" in system else 0.12):
            line = _DECIMAL.sub(r"近\1", line)
        kept.append(line)
    return "。".join(kept or lines[:1]) + "。"


def _chance(*parts: object) -> float:
    return int(hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:8], 16) / 16**8


if __name__ == "__main__":
    with ScriptedEndpoint(write, delay=0.2) as server:
        print(f"OPENAI_BASE_URL={server.base_url}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass
