from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.cli.main import main
from assistant.evaluation import corpus_of, drafts, load_questions, place
from assistant.evaluation.places import Corpus

TEXT = """Minister Anna Orlova said on 3 May 2021: "The old bridge over the river will stay closed until winter."
Minister Boris Petrov said that the repairs would take much longer than the city had planned.
The city has since built 14 shelters beside the closed road.
"""


@pytest.fixture
def written(tmp_path: Path, toy: Assistant) -> Assistant:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "t.txt").write_text(TEXT, encoding="utf-8")
    toy.add([tmp_path / "more"])
    return toy


def test_what_is_proposed(written: Assistant) -> None:
    found = {(row["kind"], row["question"]): row for row in drafts(written.documents(), 25)}
    asked = sorted(found)
    assert asked == [
        ("how_many", "How many shelters are meant in “The city has since built … shelters beside the closed road”?"),
        (
            "swapped_speaker",
            "When did Boris Petrov say “The old bridge over the river will stay closed until winter…”?",
        ),
        (
            "swapped_speaker",
            "When is Anna Orlova reported as saying “the repairs would take much longer than the city had planned…”?",
        ),
        ("when_said", "When did Anna Orlova say “The old bridge over the river will stay closed until winter…”?"),
        ("who_said", "Who is reported as saying “the repairs would take much longer than the city had planned…”?"),
        ("who_said", "Who said “The old bridge over the river will stay closed until winter…”?"),
    ]
    number, swapped, _, when, reported, direct = (found[key] for key in asked)
    assert (number["answers"], number["gold"][0]["quote"]) == (
        ["14"],
        "The city has since built 14 shelters beside the closed road.",
    )
    assert (swapped["answerable"], swapped["gold"], swapped["twin"]) == (False, [], direct["question"])
    assert (when["answers"], when["speaker"]) == (["3 May 2021"], "Anna Orlova")
    assert (reported["answers"], direct["speaker"]) == (["Boris Petrov"], "Anna Orlova")


def test_drafts_of_the_seeds_have_true_gold_and_are_the_same_every_time(seeds: Assistant) -> None:
    found = drafts(seeds.documents(), 20)
    assert found == drafts(seeds.documents(), 20)
    kinds = Counter(row["kind"] for row in found)
    assert (kinds["who_said"], kinds["swapped_speaker"]) == (20, 20)
    assert len({row["id"] for row in found}) == len(found)
    for row in found:
        for gold in row["gold"]:
            text = seeds.document(gold["document"]).text
            assert text[gold["start"] : gold["end"]] == gold["quote"]


def test_drafts_are_scored_only_after_review_and_no_review_is_lost(written: Assistant, tmp_path: Path) -> None:
    rows = drafts(written.documents(), 1)
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    questions, corpus = load_questions(tmp_path / "d.jsonl"), corpus_of(written)
    assert isinstance(corpus, Corpus)
    assert place(questions, corpus) == (
        [],
        dict.fromkeys((q.id for q in questions), "it is a draft that nobody has reviewed"),
    )
    reviewed = [replace(q, reviewed=True) for q in questions]
    assert place(reviewed, corpus) == (reviewed, {})
    assert main(["eval", "draft", "--index", str(tmp_path / "index"), "--output", str(tmp_path / "d.jsonl")]) == 2
    assert json.loads((tmp_path / "d.jsonl").read_text(encoding="utf-8").split("\n")[0]) == rows[0]
