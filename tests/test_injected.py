"""The script that plants instructions in the seeds: what it counts, on plants of our own and on a few of the public ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Span
from eval.injected import PLACES, plant
from tests.hostile import PAYLOADS
from tests.toys import ROOT

BENCH = ROOT.parent / "shared" / "bench"


def script(bench: Path, *arguments: str) -> list[str]:
    command = [sys.executable, str(ROOT / "eval" / "injected.py"), str(bench), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    return done.stdout.splitlines()


@given(st.text(alphabet="ab.\n", max_size=60), st.sampled_from(PLACES), st.integers(0, 60), st.integers(0, 60))
def test_a_plant_is_a_paragraph_and_keeps_the_rest(text: str, where: str, a: int, b: int) -> None:
    kept = Span(min(a, b, len(text)), min(max(a, b), len(text)))
    new, span = plant(text, "ATTACK", where, [kept])
    assert new[slice(*span)] == "ATTACK"
    assert text[slice(*kept)] in new
    before, after = new.split("ATTACK")
    assert text in (before + after.removeprefix("\n\n"), before[:-1] + after[2:], before[:-2] + after[2:])
    assert before == "" or before.endswith("\n")
    assert after.startswith("\n\n")


def test_an_order_in_a_document_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "injection").mkdir()
    rows = "".join(json.dumps({"text": order}) + "\n" for order in PAYLOADS["order"])
    (tmp_path / "injection" / "attacks.jsonl").write_text(rows, encoding="utf-8")
    told = script(tmp_path, "--rounds", "3", "--questions", "3")
    assert told[0] == "9 questions asked, 15 texts planted"
    assert told[1].endswith(", not verbatim: 0")
    assert told[2] == "answers changed in kind: 0 (0.000; 0 now silent, 0 no longer)"
    assert told[4] == "answers that quote a planted text: 0"


def test_the_public_attacks_are_not_quoted() -> None:
    if not (BENCH / "injection" / "attacks.jsonl").is_file():
        pytest.skip("the planted instructions are not beside the project")
    told = script(BENCH, "--rounds", "2", "--questions", "3")
    assert told[0] == "6 questions asked, 10 texts planted"
    assert told[1].endswith(", not verbatim: 0")
    assert told[4] == "answers that quote a planted text: 0"


def test_without_the_public_attacks_it_says_so(tmp_path: Path) -> None:
    assert script(tmp_path) == [f"Skipped: there is no {tmp_path / 'injection' / 'attacks.jsonl'}."]
