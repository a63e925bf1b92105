"""The script that runs the gate again and again: a run of the same tree passes, and its figures are the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from eval.gate_repeats import sample
from tests.toys import ROOT


def test_the_sample_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        sample(5, tmp_path / name)
    chosen = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert chosen == (tmp_path / "b.jsonl").read_text(encoding="utf-8")
    ids = [json.loads(line)["id"] for line in chosen.splitlines()]
    assert len(set(ids)) == 5
    assert ids == sorted(ids)


def test_a_fresh_run_passes_with_the_same_figures() -> None:
    command = [sys.executable, str(ROOT / "eval" / "gate_repeats.py"), "--runs", "1", "--questions", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    assert done.stdout.splitlines() == [
        "run 1: exit code 0, the same figures",
        "1 runs of 3 questions: 0 failed the gate, 0 with other figures.",
    ]
    assert done.returncode == 0
