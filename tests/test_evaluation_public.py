"""Public sets in their own forms, with texts made for these tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, Settings
from assistant.errors import BadInput
from assistant.evaluation import convert, corpus_of, evaluated, load_questions, place, run
from assistant.evaluation.public import file_name
from assistant.index import LocalIndex
from tests.toys import ToyEncoder, ToyReranker

KURA = "\ufeffThe river Kura flows east. It is 1,515 km long."
SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Rivers/of_../Georgia",
            "paragraphs": [
                {
                    "context": KURA,
                    "qas": [
                        {"id": "a", "question": " How long is the Kura? ", "is_impossible": False,
                         "answers": [{"text": "1,515 km", "answer_start": 34}, {"text": "1,515 km", "answer_start": 34}]},
                        {"id": "b", "question": "Who dammed it?", "is_impossible": True, "answers": [],
                         "plausible_answers": [{"text": "Kura", "answer_start": 10}]},
                    ],
                },
                {"context": "The mountain is high.",
                 "qas": [{"id": "c", "question": "What is high?", "answers": [{"text": "valley", "answer_start": 4}]}]},
            ],
        }
    ],
}  # fmt: skip
CORPUS = {
    "d1": ("", "The river Kura flows east."),
    "d/2": ("A mountain", "The mountain is high. Nobody lives there."),
    "D1": ("City", "The city lies by the river. The mayor said the bridge was closed."),
    "d4": ("Another river", "The river Rioni flows west."),
}
QUERIES = {
    "q1": "Where does the river Kura flow?",
    "q2": "Is the mountain high?",
    "q3": "Who?",
    "q4": "Which river flows?",
}
QRELS = {"q1": {"d1": 2, "D1": 1}, "q2": {"d/2": 1}, "q3": {"d1": 0}, "q4": {"d1": 1, "d4": 2, "gone": 1}}
ARTICLES = [
    {"title": "Kura", "author": "A", "source": "Daily", "published_at": "2023-11-02T10:00:00+00:00", "category": "x",
     "url": "http://example.invalid/1", "body": "The river Kura\nflows east. More."},
    {"title": "Rioni", "author": None, "source": "Weekly", "published_at": "2023-11-03", "url": "http://example.invalid/2",
     "body": "The river Rioni flows west."},
]  # fmt: skip
HOPS = [
    {"query": "Which rivers flow?", "answer": "Kura", "question_type": "inference_query", "evidence_list": [
        {"title": "Kura", "url": "http://example.invalid/1", "fact": "The river Kura flows east."},
        {"title": "Rioni", "url": "http://example.invalid/2", "fact": "The river Rioni flows west."}]},
    {"query": "Who painted zebras?", "answer": "Insufficient information.", "question_type": "null_query", "evidence_list": []},
    {"query": "What is lost?", "answer": "Yes", "question_type": "comparison_query", "evidence_list": [
        {"title": "Kura", "url": "http://example.invalid/1", "fact": "The fact that is not there."}]},
]  # fmt: skip


def built(folder: Path) -> Assistant:
    index = LocalIndex.create(folder / "index", ToyEncoder(), "toy", Settings(20))
    assistant = Assistant(index, ToyReranker, ToyReranker)
    assistant.add([folder / "corpus"])
    return assistant


def beir_folder(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": key, "title": title, "text": text} for key, (title, text) in CORPUS.items()]
    queries: list[dict[str, Any]] = [{"_id": key, "text": text} for key, text in QUERIES.items()]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    lines = [f"{q}\t{d}\t{grade}\n" for q, grades in QRELS.items() for d, grade in grades.items()]
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(lines), encoding="utf-8")
    return folder


def test_squad(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(json.dumps(SQUAD), encoding="utf-8")
    made = convert("squad", tmp_path / "s.json", tmp_path)
    kura, mountain = made.texts
    assert (tmp_path / "corpus" / kura).read_text(encoding="utf-8") == KURA.removeprefix("\ufeff")
    assert made.metadata == [{"file_name": name, "title": "Rivers/of ../Georgia"} for name in (kura, mountain)]
    first, impossible, lost = load_questions(tmp_path / "questions.jsonl")
    assert (first.question, first.gold, first.answers) == ("How long is the Kura?", ((kura, 33, 41),), ("1,515 km",))
    assert (impossible.answerable, impossible.gold, impossible.answers) == (False, (), ())
    placed, unscored = place([first, impossible, lost], corpus_of(built(tmp_path)))
    assert ([q.id for q in placed], unscored) == (["a", "b"], {"c": f"its gold text is not in {mountain!r}"})


def test_beir_s_figures_are_those_of_ir_measures(tmp_path: Path) -> None:
    made = convert("beir", beir_folder(tmp_path / "beir"), tmp_path)
    keys = dict(zip(made.texts, CORPUS, strict=True))
    assert made.skipped == 1
    assistant = built(tmp_path)
    questions = load_questions(tmp_path / "questions.jsonl")
    answers = run(assistant, questions, {}, tmp_path / "a.jsonl")
    found = evaluated("beir", questions, answers, corpus_of(assistant), {})
    assert list(found.unscored) == ["q4"]
    rankings = {a.id: list(dict.fromkeys(keys[name] for name, _, _ in a.retrieved)) for a in answers if a.id != "q4"}
    lines = [ir_measures.ScoredDoc(q, d, -float(n)) for q, names in rankings.items() for n, d in enumerate(names)]
    qrels = [ir_measures.Qrel(q, d, grade) for q in rankings for d, grade in QRELS[q].items()]
    names = {
        "ndcg@10": "nDCG@10",
        "map@10": "AP@10",
        "mrr@10": "RR@10",
        "recall@1": "R@1",
        "recall@5": "R@5",
        "hit@1": "Success@1",
    }
    measures = {ours: ir_measures.parse_measure(theirs) for ours, theirs in names.items()}
    outside = ir_measures.calc_aggregate(measures.values(), qrels, lines)
    told = {ours: found.summary[f"retrieved_{ours}"] for ours in names}
    assert told == pytest.approx({ours: outside[m] for ours, m in measures.items()}, abs=1e-9)
    assert 0 < told["recall@1"] < 1


def test_multihop_rag(tmp_path: Path) -> None:
    for name, rows in (("corpus", ARTICLES), ("MultiHopRAG", HOPS)):
        (tmp_path / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    made = convert("multihop", tmp_path, tmp_path)
    kura, rioni = made.texts
    assert made.metadata[0] == {
        "file_name": kura, "title": "Kura", "publisher": "Daily", "author": "A", "url": "http://example.invalid/1",
        "published": "2023-11-02",
    }  # fmt: skip
    assistant, questions = built(tmp_path), load_questions(tmp_path / "questions.jsonl")
    assert questions[0].gold == ((kura, 0, 26), (rioni, 0, 27))
    found = evaluated("multihop", questions, run(assistant, questions, {}, tmp_path / "a"), corpus_of(assistant), {})
    assert found.unscored == {"multihop-3": f"its gold text is not in {kura!r}"}
    first, absent = found.results
    assert {k: v for k, v in first.measures.items() if k.startswith("multihop")} == {
        "multihop_hits@4": 1.0, "multihop_hits@10": 1.0, "multihop_map@10": 0.75, "multihop_mrr@10": 1.0,
    }  # fmt: skip
    assert (absent.answerable, absent.kind) == (False, "null_query")


@given(st.text(), st.text())
def test_names_are_safe_and_their_own(key: str, title: str) -> None:
    name = file_name(key, title)
    assert len(name.encode("utf-8")) < 255
    assert Path(name).name == name
    assert not set(name) & set('/\\:*?"<>|\0\n.') - {"."}
    assert name[0] not in ".-"
    assert name.count(".") == 1
    assert name != file_name(key + "x", title)


@pytest.mark.parametrize(("form", "content"), [("squad", "[]"), ("squad", '{"data": [{}]}'), ("squad", "nonsense")])
def test_another_form_is_refused_in_one_sentence(form: str, content: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match="is not in the form of squad"):
        convert(form, tmp_path / "x", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(json.dumps(SQUAD), encoding="utf-8")
    convert("squad", tmp_path / "s.json", tmp_path)
    with pytest.raises(BadInput, match="is not empty; name a new folder"):
        convert("squad", tmp_path / "s.json", tmp_path)
