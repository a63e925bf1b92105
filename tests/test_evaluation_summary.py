from __future__ import annotations

import math
from dataclasses import replace

import pytest

from assistant.evaluation import Result, by_document, by_kind, by_speaker, intervals, summarise
from tests.test_evaluation_gate import LOST, RIGHT

SILENT = replace(
    RIGHT,
    kind="s",
    state="abstained",
    outcome="silent",
    right=0.0,
    confidence=0.2,
    seconds=0.3,
    checked=0,
    measures={"hit@1": 0.0},
)
RIGHTLY = replace(SILENT, answerable=False, outcome="correct", confidence=0.1, measures={}, documents=(), speakers=())
RESULTS: list[Result] = [replace(r, id=str(n)) for n, r in enumerate([RIGHT, LOST, SILENT, RIGHTLY])]


def test_figures_by_hand() -> None:
    summary = summarise(RESULTS)
    told = ("questions", "answerable", "correct", "wrong", "silent", "hit@1", "abstention_precision", "abstention_recall",
            "auroc_answerable", "verbatim", "seconds_p50")  # fmt: skip
    assert [summary[name] for name in told] == [
        4,
        3,
        0.5,
        0.25,
        0.25,
        pytest.approx(1 / 3),
        0.5,
        1,
        1,
        1,
        pytest.approx(0.2),
    ]
    assert summary["aurc"] == pytest.approx((0.5 + 0.5 + 2 / 3 + 3 / 4) / 4)
    assert summarise([replace(RIGHT, checked=4, faults=("x",))])["verbatim"] == 0.75


def test_what_the_set_cannot_tell_is_nan_and_has_no_interval() -> None:
    only = [replace(RIGHT, checked=0, seconds=math.nan)]
    summary, between = summarise(only), intervals(only)
    assert {name for name, value in summary.items() if math.isnan(value)} == {
        "abstention_precision", "abstention_recall", "abstention_f1", "auroc_answerable", "verbatim",
        "seconds_p50", "seconds_p90", "seconds_p95", "seconds_p99",
    }  # fmt: skip
    assert between["correct"] == (1.0, 1.0)
    assert "auroc_answerable" not in between


def test_intervals_are_the_same_every_time_and_hold_the_figure() -> None:
    rows = [replace(r, id=str(n)) for n, r in enumerate([RIGHT, LOST, SILENT, RIGHTLY] * 10)]
    first, summary = intervals(rows), summarise(rows)
    assert first == intervals(rows)
    for name, (low, high) in first.items():
        assert low <= summary[name] <= high
    assert first["correct"][0] < 0.5 < first["correct"][1]


def test_groups() -> None:
    kinds = by_kind(RESULTS)
    assert {name: row["questions"] for name, row in kinds.items()} == {"k": 2, "s": 2}
    assert (kinds["s"]["correct"], kinds["s"]["silent"], kinds["s"]["hit@1"]) == (0.5, 0.5, 0)
    assert {name: row["correct"] for name, row in by_document(RESULTS).items()} == {"a.txt": pytest.approx(1 / 3)}
    assert {name: row["questions"] for name, row in by_speaker(RESULTS).items()} == {"Ilham Aliyev": 3}
