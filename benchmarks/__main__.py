"""`make bench`: every measurement that needs no other machine, one after the other; one that fails is named and the rest go on.

Each script's own docstring says what it measures and beside which peer; their tables are copied into docs/benchmarks.md by hand.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPTS = ("checks_speed.py", "retrieval_quality.py", "retrieval_speed.py", "model_overhead.py", "eval_speed.py", "kill_ingest.py")


def main() -> int:
    """Run all; 1 when one of them failed."""
    failed = []
    for name in SCRIPTS:
        print(f"\n=== {name}", flush=True)
        if subprocess.run([sys.executable, str(Path(__file__).with_name(name))], check=False).returncode:
            failed.append(name)
    print("\nfailed: " + "、".join(failed) if failed else "\nall ran")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
