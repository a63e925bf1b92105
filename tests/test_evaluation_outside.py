"""Our figures are those of the outside scorer, to 1e-9, on answers of every sort to five public sets."""

from __future__ import annotations

import hashlib
import importlib
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assistant.errors import BadInput
from assistant.evaluation import Corpus, intervals, load_questions, place, read_answers, scored_all, summarise
from assistant.types import Document
from tests.toys import ROOT

BENCH = ROOT.parent / "shared" / "bench"
ASKED = 60  # questions of each set
SEED = 7


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The scorer beside the question sets, told not to round."""
    if not (BENCH / "score.py").is_file():
        pytest.skip("the question sets are not beside the project")
    monkeypatch.syspath_prepend(str(BENCH))
    for name in ("score", "score_stats"):
        monkeypatch.setattr(importlib.import_module(name), "round", lambda value, digits: value, raising=False)
    return importlib.import_module("score")


def reader(folder: Path) -> Callable[[str], Document]:
    def load(name: str) -> Document:
        if not (folder / name).is_file():
            raise BadInput(f"There is no {name}.")
        data = (folder / name).read_bytes()
        return Document(name, hashlib.sha256(data).hexdigest(), data.decode("utf-8").removeprefix("\ufeff"))

    return load


def made_up(rows: list[dict[str, Any]], corpus: Corpus) -> list[dict[str, Any]]:
    """Answers right, beside it, faulty, silent and missing, with confidences that are often equal."""
    chance = random.Random(SEED)
    answers = []
    for row in rows:
        citations: list[dict[str, Any]] = []
        for rank in range(1, chance.randint(1, 6)):
            name = chance.choice([g["document"] for g in row["gold"]] or corpus.names)
            document = corpus.document(name)
            assert document is not None
            gold = chance.choice(row["gold"] or [{"start": 0, "end": 80}])
            start = max(0, gold["start"] + chance.choice([-40, 0, 0, 30, 500]))
            end = min(len(document.text), max(start + 1, gold["end"] + chance.choice([-30, 0, 60])))
            citation = {"document": name, "sha256": document.sha256, "start": start, "end": end, "rank": rank}
            citations.append(citation | {"quote": document.text[start:end] + chance.choice(["", "", "", "!"])})
        if chance.random() < 0.95:
            chance.shuffle(citations)
            silent = chance.random() < 0.2
            sure = round(chance.random(), 1)
            seconds = chance.random()
            answers.append(
                {"id": row["id"], "abstained": silent, "confidence": sure, "seconds": seconds, "citations": citations}
            )
    return answers


@pytest.mark.parametrize("name", ["clapnq", "chroma", "mtrag", "news_2023q3", "xquad_en"])
def test_our_figures_are_those_of_the_outside_scorer(name: str, judge: ModuleType, tmp_path: Path) -> None:
    lines = (BENCH / name / "questions.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in random.Random(SEED).sample([x for x in lines if x], ASKED)]
    folder = BENCH / name / "corpus"
    corpus = Corpus(reader(folder), sorted(p.name for p in folder.glob("*.txt")))
    for file, content in (("q.jsonl", rows), ("a.jsonl", made_up(rows, corpus))):
        (tmp_path / file).write_text("".join(json.dumps(row) + "\n" for row in content), encoding="utf-8")
    outside = judge.run(tmp_path / "q.jsonl", tmp_path / "a.jsonl", folder)
    placed, unscored = place(load_questions(tmp_path / "q.jsonl"), corpus)
    results = scored_all(placed, read_answers(tmp_path / "a.jsonl"), corpus)
    summary, between = summarise(results), intervals(results)
    assert unscored == {}
    told = {name: value for name, value in outside["metrics"].items() if value is not None}
    assert len(told) >= 14
    assert {name: summary[name] for name in told} == pytest.approx(told, abs=1e-9)
    for measure, bounds in outside["ci95"].items():
        assert between[measure] == pytest.approx(bounds, abs=1e-9)
