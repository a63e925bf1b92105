"""An Evaluation: questions, answers, results and figures of one run, and its files."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.evaluation.answers import RETRIEVED, Answered
from assistant.evaluation.gate import kept
from assistant.evaluation.places import Corpus, place
from assistant.evaluation.questions import Question
from assistant.evaluation.scoring import SILENT, WRONG, Result, scored_all
from assistant.evaluation.summary import TIMES, Interval, by_document, by_kind, by_speaker, intervals, summarise

DIGITS = 6  # of a figure in a file


@dataclass(frozen=True)
class Evaluation:
    """One run. `questions` are those that could be scored, in the order of `results`; `unscored` says of the others why not.

    `made_with` is what the figures depend on: the index' fingerprint, settings and the questions' hash.
    """

    name: str
    made_with: Mapping[str, Any]
    questions: tuple[Question, ...]
    answers: Mapping[str, Answered]
    results: tuple[Result, ...]
    unscored: Mapping[str, str]
    summary: Mapping[str, float]
    intervals: Mapping[str, Interval]

    @property
    def missed(self) -> list[tuple[Question, Result]]:
        """What was wrong or wrongly silent, with its question."""
        pairs = zip(self.questions, self.results, strict=True)
        return [(q, r) for q, r in pairs if r.outcome in (WRONG, SILENT)]


def corpus_of(assistant: Assistant) -> Corpus:
    """The documents of an index, to score against."""
    return Corpus(assistant.document, [d.name for d in assistant.documents()])


def made_with(assistant: Assistant, questions: Sequence[Question]) -> dict[str, Any]:
    """What the figures of a run depend on besides the code; the index' generation is none of it, as answers are not."""
    lines = [f"{d.name}\t{d.sha256}\t{d.reader}\n" for d in assistant.documents()]
    return {
        "index": {name: value for name, value in assistant.fingerprint().items() if name != "generation"},
        "documents": hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest(),
        "questions": hashlib.sha256("".join(map(repr, questions)).encode("utf-8", "surrogatepass")).hexdigest(),
        "settings": {"retrieved": RETRIEVED},
    }


def evaluated(
    name: str,
    questions: Sequence[Question],
    answers: Sequence[Answered],
    corpus: Corpus,
    made_with: Mapping[str, Any],
) -> Evaluation:
    """Score `answers` to `questions`. Raises BadInput where no question can be scored."""
    if len({q.id for q in questions}) < len(questions):
        raise BadInput("Two questions have the same id; give each its own.")
    placed, unscored = place(questions, corpus)
    if not placed:
        reasons = dict.fromkeys(unscored.values())
        raise BadInput(f"No question can be scored: {'; '.join(list(reasons)[:3])}.")
    results = tuple(scored_all(placed, answers, corpus))
    given = {a.id: a for a in answers}
    return Evaluation(name, made_with, tuple(placed), given, results, unscored, summarise(results), intervals(results))


def summary_text(evaluation: Evaluation) -> str:
    """summary.json: the figures of a run without its times, and what a later run needs to be held against it, a question a line."""
    figures = {
        "name": evaluation.name,
        "made_with": evaluation.made_with,
        "summary": {name: value for name, value in evaluation.summary.items() if name not in TIMES},
        "ci95": evaluation.intervals,
        "kinds": by_kind(evaluation.results),
        "documents": by_document(evaluation.results),
        "speakers": by_speaker(evaluation.results),
        "unscored": evaluation.unscored,
        "faults": [fault for r in evaluation.results for fault in r.faults],
    }
    rows = [f"  {as_line(name)}: {as_line(row)}" for name, row in kept(evaluation.results).items()]
    return as_text(figures)[:-3] + ',\n "results": {\n' + ",\n".join(rows) + "\n }\n}\n"


def as_line(value: Any) -> str:
    """`value` as JSON on one line."""
    return json.dumps(plain(value), ensure_ascii=False)


def as_text(value: Any) -> str:
    """JSON for a file: NaN as null, figures rounded, the same bytes for the same value."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:
    """NaN as null, which JSON lacks, and figures rounded."""
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, DIGITS)
    return value
