from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from assistant import Assistant, Turn
from assistant.errors import BadInput
from assistant.evaluate import (
    Question,
    answer_json,
    ask_all,
    by_kind,
    falls,
    load_baseline,
    load_questions,
    save_report,
    score,
    summarise,
)
from tests.conftest import ROOT


def test_questions_in_three_forms(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(
        '\ufeff{"id": "a", "kind": "k", "question": "Who?", "history": ["When?", {"role": "assistant", "content": "Then."}], '
        '"answerable": true, "gold": [{"document": "d", "quote": "x", "start": 1, "end": 2}]}\n\n{"question": "What?"}\n',
        encoding="utf-8",
    )
    (tmp_path / "q.csv").write_text('id,question\na,"Who, then?"\n,What?\n', encoding="utf-8")
    (tmp_path / "q.txt").write_text("Who?\n\n What? \n", encoding="utf-8")
    assert load_questions(tmp_path / "q.jsonl") == [
        Question("a", "Who?", (Turn("user", "When?"), Turn("assistant", "Then.")), "k", True, (("d", 1, 2),)),
        Question("3", "What?"),
    ]
    assert load_questions(tmp_path / "q.csv") == [Question("a", "Who, then?"), Question("2", "What?")]
    assert load_questions(tmp_path / "q.txt") == [Question("1", "Who?"), Question("3", "What?")]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("q.jsonl", b"", "There is no question in "),
        ("q.jsonl", b'{"question": "a"}\nnonsense', ', line 2: not a JSON object with a "question"'),
        ("q.jsonl", b'["a"]', ', line 1: not a JSON object with a "question"'),
        ("q.csv", b"id,text\n1,a\n", 'has no column called "question".'),
        ("q.txt", b"\xff\xfe\x00", "cannot be read as UTF-8 text."),
    ],
)
def test_a_bad_question_file_is_one_sentence(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput) as caught:
        load_questions(tmp_path / name)
    assert sentence in str(caught.value)


def test_results_are_saved_per_question_and_aggregates_derive_from_them(toy: Assistant, tmp_path: Path) -> None:
    questions = [
        Question("1", "Where does the river Kura flow?", (), "plain", True, (("a.txt", 0, 26),)),
        Question("2", "Who painted zebras?", (), "absent", False),
        Question("3", "?!", (), "plain", True, (("a.txt", 0, 26),)),
    ]
    pairs = list(ask_all(toy, questions))
    results = [score(q, a, toy) for q, a in pairs]
    summary = save_report(tmp_path / "report", pairs, results, {"encoder": "toy 1"})
    assert [(r.id, r.abstained, r.measures.get("hit@1")) for r in results] == [
        ("1", False, 1.0),
        ("2", True, None),
        ("3", True, 0.0),
    ]
    assert {k: summary[k] for k in ("questions", "answerable", "hit@1", "abstention_precision", "abstention_recall", "verbatim")} == {
        "questions": 3, "answerable": 2, "hit@1": 0.5, "abstention_precision": 0.5, "abstention_recall": 1.0, "verbatim": 1.0,
    }  # fmt: skip
    saved = json.loads((tmp_path / "report" / "summary.json").read_text(encoding="utf-8"))
    assert saved == {"fingerprint": {"encoder": "toy 1"}, "summary": summary, "kinds": by_kind(results)}
    lines = (tmp_path / "report" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(json.dumps(answer_json(a, q.id))) for q, a in pairs]
    assert load_baseline(tmp_path / "report" / "summary.json") == summary == summarise(results)


def test_a_fall_is_named_and_nothing_else() -> None:
    before = {"hit@1": 0.8, "mrr@10": 0.9, "verbatim": 1.0, "seconds_p50": 0.1, "auroc_answerable": math.nan}
    assert falls(before, before) == []
    assert falls(before | {"seconds_p50": 9.0, "hit@1": 0.9}, before) == []
    assert falls(before | {"hit@1": 0.79}, before) == ["hit@1 fell from 0.8000 to 0.7900"]
    assert falls(before | {"hit@1": 0.79}, before, tolerance=0.02) == []
    assert falls({"hit@1": 0.8, "mrr@10": math.nan}, before) == [
        "mrr@10 fell from 0.9000 to nan",
        "verbatim fell from 1.0000 to nan",
    ]


def test_a_baseline_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(BadInput, match="is no report"):
        load_baseline(tmp_path / "x.json")


@pytest.mark.parametrize("name", ["seeds.jsonl", "seeds_holdout.jsonl"])
def test_every_gold_span_of_our_sets_stands_in_the_seeds_outside_furniture(name: str, seeds: Assistant) -> None:
    rows = [json.loads(line) for line in (ROOT / "eval" / name).read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 120
    assert len({r["id"] for r in rows}) == len(rows)
    for row in rows:
        assert bool(row["gold"]) == row["answerable"]
        for gold in row["gold"]:
            document = seeds.document(gold["document"])
            assert document.text[gold["start"] : gold["end"]] == gold["quote"]
            assert not any(z.start < gold["end"] and gold["start"] < z.end for z in document.zones)
