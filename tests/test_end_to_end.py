"""The main job on real input: the seeds, the real models, their questions."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant import Assistant
from assistant.evaluation import (
    Answered,
    ask_all,
    compare,
    corpus_of,
    load_baseline,
    load_questions,
    scored_all,
)
from assistant.evaluation.gate import kept
from assistant.quotes import proof
from tests.toys import ROOT, SEEDS


class Unranked:
    """A reranker that is switched off: all sentences are alike to it."""

    fingerprint = "off"
    highest = math.inf

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros(len(sentences), dtype=np.float32)


def test_the_gate_catches_a_reranker_that_is_off(seeds: Assistant) -> None:
    """The matcher and the judge make up for so much that one set is too small to see it."""
    names = ["seeds", "seeds_holdout"]
    questions = [q for name in names for q in load_questions(ROOT / "eval" / f"{name}.jsonl")]
    baseline = {i: row for name in names for i, row in load_baseline(ROOT / "eval" / f"baseline_{name}.json").items()}
    off = Assistant(seeds.index, Unranked)
    results = scored_all(questions, [Answered(q.id, a) for q, a in ask_all(off, questions)], corpus_of(seeds))
    failures = compare(results, baseline).failures
    fallen = {"correct", "hit@1", "hit@3", "char_f1@1"}
    assert {f"{name} fell significantly" for name in fallen} <= {f.split(",")[0] for f in failures}


def test_the_gate_catches_each_wrong_offset_and_each_swapped_speaker(seeds: Assistant, tmp_path: Path) -> None:
    questions, corpus = load_questions(ROOT / "eval" / "seeds.jsonl")[:14], corpus_of(seeds)
    answers = [Answered(q.id, a) for q, a in ask_all(seeds, questions)]
    earlier = tmp_path / "summary.json"
    earlier.write_text(json.dumps({"results": kept(scored_all(questions, answers, corpus))}), encoding="utf-8")
    baseline = load_baseline(earlier)
    planted = 0
    for at, given in enumerate(answers):
        for rank, citation in enumerate(given.answer.citations):
            faults = [replace(citation, start=citation.start + 1), replace(citation, end=citation.end - 1)]
            if citation.speaker:
                faults.append(replace(citation, speaker="Nikol Pashinyan"))
                faults.append(replace(citation, speaker="Nikol Pashinyan", speaker_evidence=None))
            for fault in faults:
                citations = (*given.answer.citations[:rank], fault, *given.answer.citations[rank + 1 :])
                wrong = [
                    *answers[:at],
                    replace(given, answer=replace(given.answer, citations=citations)),
                    *answers[at + 1 :],
                ]
                assert compare(scored_all(questions, wrong, corpus), baseline).failures != ()
                planted += 1
    assert planted > 40
    for _ in range(50):
        assert compare(scored_all(questions, answers, corpus), baseline).failures == ()


def test_the_readme_s_python_example_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = readme.split("```python\n")[1].split("```")[0]
    (tmp_path / "seeds").symlink_to(SEEDS)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})


def test_an_answer_outlives_a_new_process(seeds: Assistant) -> None:
    question = "Which road did the Azerbaijani side propose?"
    again = Assistant.open(seeds.index.folder).ask(question)
    first = seeds.ask(question)
    assert (again.citations, again.confidence, again.nearest) == (first.citations, first.confidence, first.nearest)


@pytest.mark.parametrize(
    ("question", "said_by"),
    [
        ("What did the Armenian spokesman say about the meeting?", None),
        ("What did Armenia's president say about the phone call?", "Ilham Aliyev"),
        ("What did Armenia say about the policy of emboldening the aggressor?", "Aykhan Hajizada"),
    ],
)
def test_nobody_s_words_are_put_into_the_mouth_of_another_country(
    question: str, said_by: str | None, seeds: Assistant
) -> None:
    answer = seeds.ask(question)
    assert answer.abstained
    assert said_by is None or said_by in (answer.reason or "")


def test_a_question_of_two_parties_is_answered_for_each(seeds: Assistant) -> None:
    question = "How did the Azerbaijani foreign ministry and President Aliyev each describe James O'Brien's remarks?"
    answer = seeds.ask(question)
    assert [c.document[:3] for c in answer.citations[:2]] == ["002", "004"]
    assert all("biased" in c.quote for c in answer.citations[:2])
    assert answer.question == question


def test_the_hearing_is_compared_as_a_reader_would(seeds: Assistant) -> None:
    found = seeds.compare("What is said about James O'Brien's testimony before the House Foreign Affairs Committee?")
    entries = [entry for group in found.groups for entry in group.entries]
    for entry in entries:
        assert proof(seeds.document(entry.document), entry) == ""
    said = {(g.speaker, g.side): {e.how for e in g.entries} for g in found.groups}
    assert said["Ilham Aliyev", "Azerbaijan"] == {"reported"}
    assert said["Azerbaijani foreign ministry", "Azerbaijan"] == {"direct"}
    assert "direct" in said["James O’Brien", None]  # no text says whose official he is in words that prove a side
    pairs = [{a.document[:3], b.document[:3]} for a, b in found.parallels]
    assert pairs == [{"002", "004"}]
    assert found.withheld == ()


def test_one_side_is_told_and_what_is_not_there_is_silence(seeds: Assistant) -> None:
    found = seeds.compare("Who accuses whom of ethnic cleansing?")
    assert [(g.speaker, g.side) for g in found.groups] == [("Aykhan Hajizada", "Ministry of Foreign Affairs")]
    assert found.notes == (
        "Only one side is in the documents on this: every passage found is words of Aykhan Hajizada.",
    )
    silent = seeds.compare("Who said what about the football world cup?")
    assert (silent.groups, silent.notes) == ((), ())
    assert silent.reason is not None
