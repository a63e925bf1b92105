from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.evaluate import ask_all, load_questions, save_report, score
from assistant.metrics import auroc, character_measures, detection, hit_measures, is_hit, means, union
from tests.conftest import ROOT

GOLD = [("d", 10, 20)]


@pytest.mark.parametrize(
    ("cited", "hit"),
    [
        (("d", 10, 20), True),
        (("d", 15, 25), True),
        (("d", 16, 26), False),
        (("d", 0, 100), True),
        (("e", 10, 20), False),
        (("d", 12, 14), True),
        (("d", 20, 22), False),
    ],
)
def test_a_hit_shares_half_of_the_shorter(cited: tuple[str, int, int], hit: bool) -> None:
    assert is_hit(cited, GOLD) is hit


def test_ranked_measures_by_hand() -> None:
    cited = [("d", 90, 99), ("d", 30, 40), ("d", 12, 18)]
    assert hit_measures(cited, GOLD) == {"hit@1": 0.0, "hit@3": 1.0, "hit@5": 1.0, "mrr@10": 1 / 3}
    assert hit_measures([], GOLD) == {"hit@1": 0.0, "hit@3": 0.0, "hit@5": 0.0, "mrr@10": 0.0}


def test_character_measures_by_hand() -> None:
    assert union([("d", 5, 9), ("d", 1, 5), ("c", 0, 2), ("d", 7, 8)]) == [("c", 0, 2), ("d", 1, 9)]
    assert character_measures([("d", 15, 25)], GOLD) == {
        "char_recall": 0.5,
        "char_precision": 0.5,
        "char_f1": 0.5,
        "char_iou": 5 / 15,
    }
    assert character_measures([], GOLD) == {"char_recall": 0.0, "char_precision": 0.0, "char_f1": 0.0, "char_iou": 0.0}


def test_statistics_by_hand() -> None:
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False])) == (2 + 1.5) / 4
    assert math.isnan(auroc(np.array([1.0]), np.array([True])))
    assert detection(np.array([True, True, False]), np.array([True, False, False])) == {
        "precision": 0.5,
        "recall": 1.0,
        "f1": 2 / 3,
    }
    assert means([{"a": 1.0}, {"a": 0.0, "b": 3.0}]) == {"a": 0.5, "b": 3.0}


def test_our_figures_are_those_of_the_outside_scorer(toy: Assistant, corpus: Path, tmp_path: Path) -> None:
    scorer = ROOT.parent / "shared" / "bench" / "score.py"
    if not scorer.exists():
        pytest.skip("the outside scorer is not beside the project")
    rows = [
        {
            "id": "1",
            "kind": "k",
            "question": "How long is the river Kura?",
            "answerable": True,
            "gold": [{"document": "a.txt", "start": 27, "end": 46}],
        },
        {
            "id": "2",
            "kind": "k",
            "question": "What did the mayor say of the bridge?",
            "answerable": True,
            "gold": [{"document": "b.txt", "start": 0, "end": 9}],
        },
        {"id": "3", "kind": "u", "question": "Who painted zebras?", "answerable": False, "gold": []},
        {"id": "4", "kind": "u", "question": "Is the mountain high?", "answerable": False, "gold": []},
    ]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    pairs = list(ask_all(toy, load_questions(tmp_path / "q.jsonl")))
    summary = save_report(tmp_path / "report", pairs, [score(q, a, toy) for q, a in pairs], {})
    arguments = [
        tmp_path / "q.jsonl",
        tmp_path / "report" / "answers.jsonl",
        "--corpus",
        corpus,
        "--json",
        tmp_path / "out.json",
    ]
    subprocess.run([sys.executable, scorer, *map(str, arguments)], check=True, capture_output=True)
    outside = json.loads((tmp_path / "out.json").read_text())["metrics"]
    shared = sorted(set(summary) & set(outside) - {"seconds_p50", "seconds_p95"})
    assert len(shared) >= 18
    assert {k: summary[k] for k in shared} == pytest.approx({k: outside[k] for k in shared}, abs=1e-6)
