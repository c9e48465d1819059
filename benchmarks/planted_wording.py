"""Own planted errors of structure and style: hand-written reports with places marked {{right|wrong|kind}}.

    python benchmarks/planted_wording.py build     write eval/checks/wording-N/{clean.txt,bad.txt,truth.json} from benchmarks/wording/N.txt

A place without a kind is a distractor: it stands in both versions as it is in the clean one.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES, CASES = ROOT / "benchmarks" / "wording", ROOT / "eval" / "checks"
_PLACE = re.compile(r"\{\{(?P<right>[^{}|]*)\|(?P<wrong>[^{}|]*)\|(?P<kind>[a-z-]*)\}\}")
_STRUCTURE = frozenset({"numbering", "level", "count", "sequence", "missing-part", "empty-section", "heading-punctuation"})


def unfold(marked: str) -> tuple[str, str, list[dict[str, object]]]:
    """Clean text, bad text, and the errors with their places in the bad text."""
    clean, bad, errors, at = "", "", [], 0
    for match in _PLACE.finditer(marked):
        right, wrong, kind = match["right"], match["wrong"], match["kind"]
        clean += marked[at : match.start()] + right
        bad += marked[at : match.start()]
        at = match.end()
        if not kind:
            bad += right
            continue
        start, end = len(bad), len(bad) + len(wrong)
        bad += wrong
        left, tail = _differing(right, wrong)
        if kind not in ("empty-section", "duplicate", "long-sentence", "residue") and wrong:
            start, end = start + left, max(start + left + 1, end - tail)
        category = "structure" if kind in _STRUCTURE else "style"
        errors.append({"kind": kind, "category": category, "start": start, "end": end, "quote": bad[start:end], "why": f"应为“{right}”"})
    clean, bad = clean + marked[at:], bad + marked[at:]
    for error in errors:
        # a change at the edge of what is given reaches into the text behind it
        error["quote"] = bad[int(str(error["start"])) : int(str(error["end"]))]
    return clean, bad, errors


def _differing(right: str, wrong: str) -> tuple[int, int]:
    """How many characters the two have in common at the start and at the end of the wrong one."""
    left = 0
    while left < min(len(right), len(wrong)) and right[left] == wrong[left]:
        left += 1
    tail = 0
    while tail < min(len(right), len(wrong)) - left and right[-1 - tail] == wrong[-1 - tail]:
        tail += 1
    return min(left, max(len(wrong) - 1, 0)), tail


def main() -> int:
    """Write all cases."""
    total = 0
    for source in sorted(SOURCES.glob("*.txt")):
        clean, bad, errors = unfold(source.read_text(encoding="utf-8"))
        folder = CASES / f"wording-{source.stem}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "clean.txt").write_text(clean, encoding="utf-8")
        (folder / "bad.txt").write_text(bad, encoding="utf-8")
        (folder / "truth.json").write_text(json.dumps({"errors": errors}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        total += len(errors)
    print(f"{total} planted errors of structure and style in {CASES}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
