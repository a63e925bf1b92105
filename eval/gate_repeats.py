"""Does the gate ever fail an unchanged tree? Fresh runs of it, each in new processes, against the first one's figures.

Usage: gate_repeats.py [--runs N] [--questions N] [--seconds N]

N questions of eval/seeds.jsonl are drawn with a fixed seed. Each run indexes the seeds anew and asks them of the bundled
models by the commands that people use (`assistant index`, `assistant eval run --baseline`). No run is begun once `--seconds`
have passed. Exits 1 where a run failed the gate or its figures are not the same bytes.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEED = 20261125


def sample(count: int, file: Path) -> None:
    """Write `count` of the seeds' questions to `file`."""
    lines = (ROOT / "eval" / "seeds.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    chosen = sorted(random.Random(SEED).sample(range(len(lines)), min(count, len(lines))))
    file.write_text("".join(lines[n] for n in chosen), encoding="utf-8")


def assistant(*arguments: str | Path) -> int:
    """The exit code of a command, run in a process of its own; what it tells goes to stderr."""
    command = [sys.executable, "-m", "assistant", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False).returncode


def gate(folder: Path, number: int) -> tuple[int, bytes]:
    """Run `number` of the gate: its exit code and figures. Run 0 makes the baseline."""
    index, report, baseline = folder / f"index-{number}", folder / f"report-{number}", folder / "baseline.json"
    made = ["--update-baseline"] if number == 0 else []
    if code := assistant("index", ROOT / "seeds", "--index", index):
        return code, b""
    asked = ("eval", "run", folder / "questions.jsonl", "--index", index, "--report", report, "--baseline", baseline)
    code = assistant(*asked, *made)
    return code, (report / "summary.json").read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50, help="after the one that makes the baseline (%(default)s)")
    parser.add_argument("--questions", type=int, default=20, help="asked in each run (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=600, help="no run begins after these (default: %(default)s)")
    args = parser.parse_args()
    began, runs, failed, other = time.monotonic(), 0, 0, 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sample(args.questions, folder / "questions.jsonl")
        code, first = gate(folder, 0)
        if code:
            sys.exit(f"The baseline could not be made (exit code {code}).")
        while runs < args.runs and time.monotonic() - began < args.seconds:
            runs += 1
            code, figures = gate(folder, runs)
            failed += code != 0
            other += figures != first
            print(f"run {runs}: exit code {code}, {'the same' if figures == first else 'other'} figures", flush=True)
    print(f"{runs} runs of {args.questions} questions: {failed} failed the gate, {other} with other figures.")
    sys.exit(bool(failed or other or not runs))


if __name__ == "__main__":
    main()
