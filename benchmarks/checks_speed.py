"""How fast the checks are: characters a second, one report, the whole process, growth with length; peers in the same run.

    python benchmarks/checks_speed.py [--texts DIR] [--peers DIR]

--texts: a folder of .txt reports (default: the founders' thirty official reports where they lie beside
the checkout, else the demo library).
--peers: a folder with node_modules that holds zhlint, autocorrect-node and textlint with textlint-rule-sentence-length
(`npm install zhlint autocorrect-node textlint textlint-rule-sentence-length` there); without it peers are left out.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

REPORT = 12_000
LENGTHS = (62_500, 125_000, 250_000, 500_000, 1_000_000)


def main() -> int:
    """Measure and print a Markdown table; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = ROOT.parent / "shared" / "corpus-real" / "gov"
    parser.add_argument("--texts", type=Path, default=shared if shared.is_dir() else ROOT / "corpus")
    parser.add_argument("--peers", type=Path)
    args = parser.parse_args()
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(args.texts.rglob("*.txt"))]
    report = _cut(max(texts, key=len), REPORT)
    # processes first: a child's peak memory counts what its parent held when it was made
    rows = [*process(report), *peers(args.peers, report), *rules(texts), *one_report(report), *growth(texts)]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")
    return 0


def rules(texts: list[str]) -> list[tuple[str, str]]:
    """All rules over all texts, reading left out and in."""
    from assistant.checks.context import CheckContext
    from assistant.checks.registry import selected
    from assistant.checks.runner import run_rules
    from assistant.cli.check import COLLECTED
    from assistant.ingest.reading import parse_document

    loaded = selected()
    run_rules(CheckContext(parse_document(texts[0], "a.txt")), loaded)
    characters = sum(map(len, texts))
    cpu = time.process_time()
    documents = [parse_document(text, "a.txt") for text in texts]
    read = time.process_time() - cpu
    begun, cpu = time.perf_counter(), time.process_time()
    for document in documents:
        run_rules(CheckContext(document), loaded)
    used, wall = time.process_time() - cpu, time.perf_counter() - begun
    usual = gc.get_threshold()
    gc.set_threshold(*COLLECTED)
    cpu = time.process_time()
    for document in documents:
        run_rules(CheckContext(document), loaded)
    rarely = time.process_time() - cpu
    gc.set_threshold(*usual)
    return [
        ("all rules, characters a second (CPU time)", f"{characters / used:,.0f}  ({characters:,} characters in {used:.2f} s)"),
        ("the same as biganzi check runs it", f"{characters / rarely:,.0f}  (garbage looked for less often; second pass)"),
        ("all rules, characters a second (wall time)", f"{characters / wall:,.0f}"),
        ("reading and outline, characters a second", f"{characters / read:,.0f}"),
    ]


def one_report(report: str) -> list[tuple[str, str]]:
    """One report once everything is loaded: the best of nine."""
    from assistant.checks.runner import check_document
    from assistant.ingest.reading import parse_document

    times = []
    for _ in range(9):
        start = time.process_time()
        check_document(parse_document(report, "a.txt"))
        times.append(time.process_time() - start)
    said = f"{min(times) * 1000:.0f} ms best, {sorted(times)[4] * 1000:.0f} ms median"
    return [(f"a report of {len(report):,} characters, read and checked", said)]


def process(report: str) -> list[tuple[str, str]]:
    """`biganzi check` as a process of its own: the best of five, and its peak memory."""
    command = [str(Path(sys.executable).parent / "biganzi"), "check", "report.txt", "--exit-zero"]
    return [(f"biganzi check, {len(report):,} characters", _process(command, report))]


def growth(texts: list[str]) -> list[tuple[str, str]]:
    """Time per character as the text grows."""
    from assistant.checks.runner import check_document
    from assistant.ingest.reading import parse_document

    whole = "\n\n".join(texts)
    while len(whole) < LENGTHS[-1]:
        whole += "\n\n" + whole
    rows = []
    for length in LENGTHS:
        document = parse_document(whole[:length], "a.txt")
        start = time.process_time()
        check_document(document)
        used = time.process_time() - start
        rows.append((f"one text of {length:,} characters", f"{used:.2f} s, {used * 1e6 / length:.2f} µs a character"))
    return rows


def peers(folder: Path | None, report: str) -> list[tuple[str, str]]:
    """Other checkers of Chinese text on the same report, each as a process of its own."""
    if folder is None or shutil.which("node") is None:
        return []
    script = (
        "import {readFileSync} from 'fs'; import {createRequire} from 'module';"
        f"const z = createRequire({json.dumps(str(folder) + '/')})('zhlint');"
        "const r = z.run(readFileSync('report.txt', 'utf8'), {rules: {preset: 'default'}}); console.log(r.validations.length)"
    )
    commands = {
        "zhlint": ["node", "--input-type=module", "-e", script],
        "autocorrect": [str(folder / "node_modules" / ".bin" / "autocorrect"), "--lint", "report.txt"],
        "textlint, sentence length": [
            str(folder / "node_modules" / ".bin" / "textlint"), "--rule", "sentence-length",
            "--rules-base-directory", str(folder / "node_modules"), "report.txt"],
    }
    return [(f"{name}, {len(report):,} characters", _process(command, report)) for name, command in commands.items()]


def _process(command: list[str], report: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "report.txt").write_text(report, encoding="utf-8")
        walls, cpus, peak = [], [], 0.0
        for _ in range(5):
            start = time.perf_counter()
            child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            walls.append(time.perf_counter() - start)
            cpus.append(usage.ru_utime + usage.ru_stime)
            peak = max(peak, usage.ru_maxrss / 1024)
            if child.returncode > 1:
                return f"did not run (exit {child.returncode})"
        return f"{min(walls):.2f} s wall, {min(cpus):.2f} s CPU, {peak:.0f} MB"


def _cut(text: str, length: int) -> str:
    end = text.find("\n", length)
    return text[: end if 0 <= end < length + 2000 else length]


if __name__ == "__main__":
    sys.exit(main())
