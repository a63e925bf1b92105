from __future__ import annotations

import math

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.metrics import (
    auroc,
    calibration_error,
    character_measures,
    detection,
    has_answer,
    is_hit,
    means,
    ranked_items,
    ranked_measures,
    reliability,
    risk_coverage,
    union,
)

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


def test_an_answer_stands_in_a_quote_as_whole_words() -> None:
    assert has_answer("It was, he said, “the  CAFÉ” of 1998.", ["a café of 1998"])
    assert not has_answer("It cost 1308 euros.", ["308"])
    assert not has_answer("Anything.", ["the", ""])


def test_a_ranking_names_each_gold_span_once() -> None:
    gold = [("d", 10, 20), ("d", 30, 40)]
    cited = [("d", 0, 5), ("d", 12, 18), ("d", 10, 20), ("d", 5, 45), ("e", 10, 20)]
    assert ranked_items(cited, gold) == [-1, 0, -3, 1, -5]


def test_ranked_measures_by_hand() -> None:
    assert ranked_measures(["x", "a", "y", "b"], {"a": 1, "b": 2, "c": 1, "x": 0}, (1, 3, 4)) == {
        "hit@1": 0.0, "hit@3": 1.0, "hit@4": 1.0, "recall@1": 0.0, "recall@3": 1 / 3, "recall@4": 2 / 3,
        "map@4": (1 / 2 + 2 / 4) / 3, "mrr@4": 0.5,
        "ndcg@4": (1 / math.log2(3) + 2 / math.log2(5)) / (2 + 1 / math.log2(3) + 1 / math.log2(4)),
    }  # fmt: skip
    assert set(ranked_measures([], {"a": 1}).values()) == {0.0}


@given(
    st.dictionaries(st.integers(0, 30), st.integers(0, 3), min_size=1).filter(lambda g: any(g.values())),
    st.lists(st.integers(0, 30), unique=True, max_size=25),
)
def test_ranked_measures_are_those_of_ir_measures(grades: dict[int, int], ranking: list[int]) -> None:
    names = {"hit@{k}": "Success@{k}", "recall@{k}": "R@{k}"}
    wanted = {ours.format(k=k): theirs.format(k=k) for ours, theirs in names.items() for k in (1, 5, 10)}
    wanted |= {"map@10": "AP@10", "mrr@10": "RR@10", "ndcg@10": "nDCG@10"}
    qrels = [ir_measures.Qrel("q", str(item), grade) for item, grade in grades.items()]
    run = [ir_measures.ScoredDoc("q", str(item), -float(place)) for place, item in enumerate(ranking)]
    measures = {theirs: ir_measures.parse_measure(theirs) for theirs in wanted.values()}
    outside = ir_measures.calc_aggregate(measures.values(), qrels, run)
    ours = ranked_measures(ranking, grades, (1, 5, 10))
    assert ours == pytest.approx({name: outside[measures[theirs]] for name, theirs in wanted.items()}, abs=1e-9)


def test_risk_and_coverage_by_hand() -> None:
    curve = risk_coverage(np.array([0.9, 0.5, 0.5, 0.1]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert curve.coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert curve.risk.tolist() == pytest.approx([0, 0.5 / 2, 1 / 3, 2 / 4])
    assert curve.area == pytest.approx((0 + 1 / 4 + 1 / 3 + 1 / 2) / 4)
    assert [curve.coverage_at(p) for p in (1.0, 0.66, 0.5)] == [0.25, 0.75, 1.0]
    assert risk_coverage(np.array([0.5]), np.array([0.0])).coverage_at(0.9) == 0
    assert math.isnan(risk_coverage(np.array([]), np.array([])).area)


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.booleans()), min_size=1, max_size=12))
def test_the_area_is_the_mean_over_all_orders_of_equals(rows: list[tuple[float, bool]]) -> None:
    confidence, right = np.array([c for c, _ in rows]), np.array([float(r) for _, r in rows])
    risks, done, wrong = [], 0, 0.0
    for level in sorted(set(confidence), reverse=True):
        block = 1 - right[confidence == level]
        risks += [(wrong + block.mean() * j) / (done + j) for j in range(1, len(block) + 1)]
        done, wrong = done + len(block), wrong + block.sum()
    assert risk_coverage(confidence, right).area == pytest.approx(np.mean(risks))


def test_calibration_by_hand() -> None:
    confidence, right = np.array([0.05, 0.95, 0.93, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
    bins = reliability(confidence, right)
    assert bins[0] == (1, 0.05, 0.0)
    assert bins[9] == pytest.approx((3, 2.88 / 3, 2 / 3))
    assert [b[0] for b in bins[1:9]] == [0] * 8
    assert calibration_error(confidence, right) == pytest.approx((0.05 + 3 * (2.88 / 3 - 2 / 3)) / 4)
    assert math.isnan(calibration_error(np.array([]), np.array([])))
