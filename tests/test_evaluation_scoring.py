from __future__ import annotations

import hashlib
import math
from dataclasses import replace

import pytest

from assistant import Assistant
from assistant.evaluation import Answered, Question, corpus_of, score
from assistant.evaluation.scoring import fault_of, multihop_measures
from assistant.types import Answer, Citation

KURA = Question(
    "1", "Where does the Kura flow?", kind="plain", answerable=True, gold=(("a.txt", 0, 26),), answers=("east",)
)


def quote(toy: Assistant, name: str, start: int, end: int, **labels: str) -> Citation:
    document = toy.document(name)
    words = document.text[start:end]
    return Citation(name, document.sha256, start, end, words, start, end, words, 1, 0.0, **labels)  # type: ignore[arg-type]


def answered(
    *citations: Citation, abstained: bool = False, retrieved: tuple[tuple[str, int, int], ...] = ()
) -> Answered:
    return Answered("1", Answer("?", "?", abstained, None, 0.8, citations, (), (), 0.25), retrieved)


def test_a_right_answer(toy: Assistant) -> None:
    given = answered(
        quote(toy, "a.txt", 0, 26), quote(toy, "b.txt", 0, 21), retrieved=(("b.txt", 0, 21), ("a.txt", 0, 47))
    )
    result = score(KURA, given, corpus_of(toy))
    assert (result.state, result.outcome, result.right, result.checked, result.faults) == (
        "answered",
        "correct",
        1.0,
        2,
        (),
    )
    assert (result.documents, result.speakers, result.seconds) == (("a.txt",), ("unknown",), 0.25)
    assert result.quotes == (("a.txt", 0, 26, None), ("b.txt", 0, 21, None))
    names = ("hit@1", "recall@5", "map@10", "answer_in_quote@1", "char_precision", "char_f1@1", "sentence_f1",
             "citation_precision", "citation_recall", "retrieved_hit@1", "retrieved_mrr@10")  # fmt: skip
    assert [result.measures[n] for n in names] == [1, 1, 1, 1, 26 / 47, 1, pytest.approx(2 / 3), 0.5, 1, 0, 0.5]


def test_one_long_passage_finds_several_gold_spans(toy: Assistant) -> None:
    question = replace(KURA, gold=(("a.txt", 0, 26), ("a.txt", 27, 47), ("c.txt", 0, 27)))
    given = answered(quote(toy, "a.txt", 0, 26), retrieved=(("b.txt", 0, 41), ("a.txt", 0, 47)))
    measures = score(question, given, corpus_of(toy)).measures
    names = ("recall@1", "retrieved_recall@1", "retrieved_recall@5", "retrieved_mrr@10", "retrieved_map@10")
    assert [measures[n] for n in names] == [pytest.approx(1 / 3), 0, pytest.approx(2 / 3), 0.5, 0.25]


def test_silence_scores_nothing_and_is_told_from_error(toy: Assistant) -> None:
    corpus = corpus_of(toy)
    silent = score(KURA, answered(abstained=True), corpus)
    assert (silent.outcome, silent.right, silent.measures["hit@5"], silent.measures["sentence_f1"]) == (
        "silent",
        0,
        0,
        0,
    )
    assert "citation_precision" not in silent.measures
    missing = score(KURA, None, corpus)
    assert (missing.state, missing.outcome, missing.measures["abstention_accuracy"]) == ("missing", "silent", 0)
    assert math.isnan(missing.seconds)
    wrong = score(KURA, answered(quote(toy, "b.txt", 0, 21)), corpus)
    assert (wrong.outcome, wrong.measures["hit@1"], wrong.measures["answer_in_quote@1"]) == ("wrong", 0, 0)


def test_where_there_is_no_answer_silence_is_right(toy: Assistant) -> None:
    corpus, absent = corpus_of(toy), Question("1", "Who painted zebras?", answerable=False)
    assert score(absent, answered(abstained=True), corpus).outcome == "correct"
    assert score(absent, answered(quote(toy, "b.txt", 0, 21)), corpus).outcome == "wrong"


def test_without_gold_the_answer_s_words_decide_and_without_both_nothing(toy: Assistant) -> None:
    corpus, given = corpus_of(toy), answered(quote(toy, "a.txt", 0, 26))
    assert score(replace(KURA, gold=()), given, corpus).outcome == "correct"
    assert score(replace(KURA, gold=(), answers=("west",)), given, corpus).outcome == "wrong"
    assert score(replace(KURA, gold=(), answers=()), given, corpus).outcome == "unjudged"


def test_whole_documents_are_ranked_by_their_first_quote(toy: Assistant) -> None:
    question = Question("1", "?", answerable=True, relevant={"a.txt": 2, "c.txt": 1})
    given = answered(quote(toy, "b.txt", 0, 21), quote(toy, "c.txt", 0, 27), quote(toy, "c.txt", 28, 40))
    measures = score(question, given, corpus_of(toy)).measures
    assert [measures[n] for n in ("hit@1", "hit@3", "recall@3", "mrr@10", "map@10")] == [0, 1, 0.5, 0.5, 0.25]


def test_whose_words_they_are(toy: Assistant) -> None:
    question, corpus = replace(KURA, speaker="Aliyev"), corpus_of(toy)
    aside = quote(toy, "b.txt", 0, 21, speaker="Ilham Aliyev")
    for speaker, measured in (("Ilham Aliyev", 1.0), ("Nikol Pashinyan", 0.0)):
        found = score(question, answered(aside, quote(toy, "a.txt", 0, 26, speaker=speaker)), corpus)
        assert (found.measures["speaker_accuracy"], found.speakers) == (measured, ("Aliyev",))
    assert "speaker_accuracy" not in score(question, answered(aside), corpus).measures


def test_every_false_citation_is_named(toy: Assistant) -> None:
    corpus, good = corpus_of(toy), quote(toy, "c.txt", 28, 55)
    assert fault_of(good, corpus) == ""
    assert fault_of(replace(good, speaker="The mayor", speaker_evidence="28:37"), corpus) == ""
    other = hashlib.sha256(b"").hexdigest()
    for broken, fault in (
        (replace(good, document="z.txt"), "z.txt [28:55]: the document is not in the corpus"),
        (replace(good, sha256=other), "c.txt [28:55]: the hash is not that of the document"),
        (replace(good, start=29), "c.txt [29:55]: the quote differs from the document"),
        (replace(good, end=9999), "c.txt [28:9999]: the offsets are empty or outside the document"),
        (replace(good, speaker="Ilham Aliyev", speaker_evidence="28:37"),
         "c.txt [28:55]: the words that prove the speaker do not name 'Ilham Aliyev'"),
        (replace(good, speaker="The mayor", speaker_evidence="?"),
         "c.txt [28:55]: the words that prove the speaker do not name 'The mayor'"),
    ):  # fmt: skip
        assert fault_of(broken, corpus) == fault


def test_multihop_rag_s_own_rules() -> None:
    texts = ["nothing", "The first\nfact and the second fact.", "the first fact", *["x"] * 7, "third"]
    assert multihop_measures(texts, ["The first fact", "second fact", "third"]) == {
        "multihop_hits@4": 1.0,
        "multihop_hits@10": 1.0,
        "multihop_map@10": (2 / 2) / 3,
        "multihop_mrr@10": 0.5,
    }
