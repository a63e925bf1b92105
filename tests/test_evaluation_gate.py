from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.evaluation import Result, compare, load_baseline
from assistant.evaluation.gate import fall, kept

RIGHT = Result(
    "", "k", True, "answered", "correct", 0.9, 1.0, {"hit@1": 1.0, "hit@3": 1.0, "char_f1@1": 0.8, "abstention_accuracy": 1.0},
    1, (), (("a.txt", 0, 26, "Ilham Aliyev"),), ("a.txt",), ("Ilham Aliyev",), 0.1,
)  # fmt: skip
LOST = replace(
    RIGHT, outcome="wrong", right=0.0, measures={"hit@1": 0.0, "hit@3": 0.0, "char_f1@1": 0.0, "abstention_accuracy": 1.0},
    quotes=(("b.txt", 0, 9, None),),
)  # fmt: skip


def run_of(*rows: Result) -> list[Result]:
    return [replace(row, id=str(n)) for n, row in enumerate(rows)]


def baseline_of(results: list[Result], folder: Path) -> dict[str, dict[str, object]]:
    (folder / "baseline.json").write_text(json.dumps({"results": kept(results)}), encoding="utf-8")
    return load_baseline(folder / "baseline.json")


def test_an_unchanged_run_passes(tmp_path: Path) -> None:
    results = run_of(*[RIGHT] * 9, LOST)
    found = compare(results, baseline_of(results, tmp_path))
    assert (found.won, found.lost, found.relabelled, found.notes, found.failures) == ((), (), (), (), ())
    assert found.changes == {
        "correct": (0.9, 0.9, 1.0), "hit@1": (0.9, 0.9, 1.0), "hit@3": (0.9, 0.9, 1.0), "char_f1@1": (0.72, 0.72, 1.0),
        "abstention_accuracy": (1.0, 1.0, 1.0),
    }  # fmt: skip


def test_what_was_won_and_lost_is_told_and_chance_passes(tmp_path: Path) -> None:
    baseline = baseline_of(run_of(RIGHT, RIGHT, LOST, RIGHT), tmp_path)
    found = compare(run_of(LOST, RIGHT, RIGHT, LOST), baseline)
    assert (found.won, found.lost, found.failures) == (("2",), ("0", "3"), ())


def test_a_significant_fall_fails(tmp_path: Path) -> None:
    baseline = baseline_of(run_of(*[RIGHT] * 20), tmp_path)
    found = compare(run_of(*[RIGHT] * 12, *[LOST] * 8), baseline)
    assert found.lost == tuple(map(str, range(12, 20)))
    # 8 of 8 changes are losses: 1 in 256, times the measures that are still to be tested
    assert found.changes["hit@1"] == (1.0, 0.6, pytest.approx(5 / 256))
    assert [f.split(",")[0] for f in found.failures] == [
        f"{name} fell significantly" for name in ("correct", "hit@1", "hit@3", "char_f1@1")
    ]


def test_one_wrong_offset_fails(tmp_path: Path) -> None:
    baseline = baseline_of(run_of(*[RIGHT] * 100), tmp_path)
    wrong = replace(RIGHT, faults=("a.txt [1:27]: the quote differs from the document",))
    assert compare(run_of(*[RIGHT] * 99, wrong), baseline).failures == (
        "not proved: a.txt [1:27]: the quote differs from the document",
    )


def test_one_swapped_speaker_fails_and_one_found_or_lost_does_not(tmp_path: Path) -> None:
    baseline = baseline_of(run_of(*[RIGHT] * 100), tmp_path)

    def with_speaker(name: str | None) -> list[Result]:
        return run_of(*[RIGHT] * 99, replace(RIGHT, quotes=(("a.txt", 0, 26, name),)))

    assert compare(with_speaker("Nikol Pashinyan"), baseline).failures == (
        "another speaker: 99: a.txt [0:26] was Ilham Aliyev's and is Nikol Pashinyan's now",
    )
    assert compare(with_speaker(None), baseline).failures == ()


def test_other_questions_are_noted_and_none_in_common_fails(tmp_path: Path) -> None:
    baseline = baseline_of(run_of(RIGHT, RIGHT, RIGHT), tmp_path)
    found = compare([*run_of(RIGHT), replace(RIGHT, id="new")], baseline)
    assert found.notes == (
        "1 questions are not in the baseline and were not compared",
        "2 questions of the baseline were not asked or could not be scored",
    )
    assert compare([replace(RIGHT, id="new")], baseline).failures == ("none of the questions is in the baseline",)


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.25, 1.0]), max_size=9))
def test_few_changes_are_tested_exactly(differences: list[float]) -> None:
    moved = [abs(d) for d in differences if d]
    signs = [[-1 if n >> i & 1 else 1 for i in range(len(moved))] for n in range(2 ** len(moved))]
    least = [sum(s * m for s, m in zip(row, moved, strict=True)) <= sum(differences) + 1e-9 for row in signs]
    assert fall(np.array(differences)) == pytest.approx(sum(least) / len(least) if moved else 1.0)


def test_many_changes_are_tested_by_draws_of_a_fixed_seed() -> None:
    assert fall(np.array([-1.0] * 30)) == pytest.approx(1 / 10_001)
    assert fall(np.array([-1.0] * 15 + [1.0] * 15)) == fall(np.array([1.0] * 15 + [-1.0] * 15)) > 0.5


@pytest.mark.parametrize(
    "content", ["[]", "nonsense", '{"summary": {"hit@1": 1}}', '{"results": {"1": {"measures": 3, "quotes": []}}}']
)
def test_a_baseline_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(BadInput, match="is no summary.json of a run"):
        load_baseline(tmp_path / "x.json")
