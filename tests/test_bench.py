"""The benchmark runner and the ablations on a set of two documents, with the bundled models."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eval.bench import MARK, put, sets_of
from tests.toys import ROOT

ROWS = [
    {"id": "1", "question": "Where does the river Kura flow?", "answerable": True,
     "gold": [{"document": "a.txt", "quote": "The river Kura flows east.", "start": 0, "end": 26}]},
    {"id": "2", "question": "Who won the football world cup in 2018?", "answerable": False, "gold": []},
]  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path, corpus: Path) -> Path:
    (tmp_path / "bench" / "small").mkdir(parents=True)
    corpus.rename(tmp_path / "bench" / "small" / "corpus")
    (tmp_path / "bench" / "notes").mkdir()
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    (tmp_path / "bench" / "small" / "questions.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path / "bench"


def script(name: str, *arguments: str | Path) -> list[str]:
    command = [sys.executable, str(ROOT / "eval" / name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    return done.stdout.splitlines()


def test_all_sets_of_a_folder_are_measured_and_the_table_is_written(bench: Path, tmp_path: Path) -> None:
    assert sets_of(bench) == ["small"]
    (tmp_path / "t.md").write_text(f"# Benchmarks\n\n{MARK}\nold\n{MARK}\n\nWords of people.\n", encoding="utf-8")
    lines = script("bench.py", bench, "--results", tmp_path / "results", "--table", tmp_path / "t.md")
    assert "| measure | small (2) | floor |" in lines
    assert "| `hit@1` | 1.000 [1.000, 1.000] | – |" in lines
    assert "| `abstention_f1` | 1.000 [1.000, 1.000] | – |" in lines
    told = (tmp_path / "t.md").read_text(encoding="utf-8")
    assert (told.count(MARK), "old" in told, told.endswith("Words of people.\n"), "at commit " in told) == (
        2,
        False,
        True,
        True,
    )
    assert (tmp_path / "results" / "small" / "report.html").is_file()


def test_the_parts_and_settings_are_measured_one_by_one(bench: Path, tmp_path: Path) -> None:
    options = ["--results", tmp_path, "--passage-tokens", "50", "--top-k", "3"]
    header = next(line for line in script("ablations.py", bench / "small", *options) if line.startswith("| measure"))
    assert header == (
        "| measure | dense alone | lexical alone | fused | fused + reranker | fused + reranker + premise check | "
        "passages of 50 tokens | 3 passages retrieved |"
    )


def test_where_there_are_no_sets_it_says_so_and_ends_well(tmp_path: Path) -> None:
    assert script("bench.py", tmp_path / "nothing")[0].startswith("Skipped: there are no question sets in ")
    assert script("ablations.py", tmp_path / "nothing")[0].startswith("Skipped: there is no question set in ")


def test_a_table_is_put_behind_a_file_without_marks(tmp_path: Path) -> None:
    (tmp_path / "t.md").write_text("Words.\n", encoding="utf-8")
    put(tmp_path / "t.md", "new")
    put(tmp_path / "t.md", "newer")
    assert (tmp_path / "t.md").read_text(encoding="utf-8") == f"Words.\n\n{MARK}\n\nnewer\n\n{MARK}\n"
