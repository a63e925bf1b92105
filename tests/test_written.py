"""What was written for training has the form its scripts read, and every place it names is a sentence."""

from __future__ import annotations

import importlib
import json
from collections import Counter
from typing import Any

import pytest

from assistant.evaluation import load_questions
from tests.toys import ROOT

KINDS = {"slot", "role", "opposite", "detail", "beyond", "name", "speaker", "subject"}


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(ROOT / "eval")
    return importlib.import_module("written")


@pytest.mark.parametrize("name", ["near_misses", "dossiers", "dossiers_fit"])
def test_what_was_made_up_is_laid_out_as_a_set(script: Any, name: str, tmp_path: Any) -> None:
    lines = (ROOT / "eval" / f"{name}.jsonl").read_text(encoding="utf-8").strip().split("\n")
    rows = [row for row in map(json.loads, lines) if "squad" not in row]
    made = [script._dossier(row, []) for row in rows]
    asked = [(one, q) for one in made for q in script.asked(one)]
    texts = {f"{one.id}-{n}.txt": text.text for one in made for n, text in enumerate(one.texts)}
    for one, q in asked:
        for place in [*q["gold"], *([q["near"]] if "near" in q else [])]:
            assert texts[place["document"]][place["start"] : place["end"]] == place["quote"]
        assert q["filters"]["documents"] == [f"{one.id}-{n}.txt" for n in range(len(one.texts))]
        assert bool(q["gold"]) == q["answerable"] != q["kind"].startswith("near: ")
    kinds = Counter(q["kind"].removeprefix("near: ") for _, q in asked if not q["answerable"])
    assert set(kinds) <= KINDS
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(q) + "\n" for _, q in asked), encoding="utf-8")
    assert len(load_questions(path)) == len(asked)


def test_a_follow_up_brings_its_history_and_stands_alone(script: Any) -> None:
    row = {
        "documents": [
            {"title": "A", "publisher": "P", "published": "2031-01-01", "sentences": ["It rained.", "Then it froze."]}
        ],
        "answerable": [
            {"q": "What was the weather?", "gold": [[0, 0]], "style": "plain"},
            {"q": "And then?", "after": "What was the weather?", "alone": "What came after the rain?", "gold": [[0, 1]],
             "style": "follow_up"},
        ],
        "near": [{"q": "When did it rain?", "near": [0, 0], "kind": "slot"}],
    }  # fmt: skip
    found = {q["id"].partition("#")[2]: q for q in script.asked(script._dossier(row, []))}
    assert list(found) == ["a0", "a1", "s1", "n0"]
    assert found["a1"]["history"] == [
        {"role": "user", "content": "What was the weather?"},
        {"role": "assistant", "content": "It rained."},
    ]
    assert (found["s1"]["question"], found["s1"]["history"]) == ("What came after the rain?", [])
    assert found["n0"]["near"] == {
        "document": found["n0"]["filters"]["documents"][0],
        "quote": "It rained.",
        "start": 3,
        "end": 13,
    }
