"""Known questions → answers → per-question results → a summary that can be compared with an earlier one."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.filters import EVERYTHING, read_filters
from assistant.metrics import DocumentSpan, auroc, character_measures, detection, hit_measures, means
from assistant.types import Answer, Filters, Turn

HIGHER_IS_BETTER = (
    "hit@1",
    "hit@3",
    "hit@5",
    "mrr@10",
    "char_f1@1",
    "abstention_precision",
    "abstention_recall",
    "abstention_f1",
    "auroc_answerable",
    "verbatim",
)


@dataclass(frozen=True)
class Question:
    """One line of a question file. `answerable` is None where the file does not say (then it is asked, not scored)."""

    id: str
    question: str
    history: tuple[Turn, ...] = ()
    kind: str = ""
    answerable: bool | None = None
    gold: tuple[DocumentSpan, ...] = ()
    filters: Filters = EVERYTHING


@dataclass(frozen=True)
class Result:
    """What one question contributes; every aggregate derives from these."""

    id: str
    kind: str
    answerable: bool
    abstained: bool
    confidence: float
    seconds: float
    verbatim: float
    measures: Mapping[str, float]


def load_questions(path: Path) -> list[Question]:
    """Questions of a JSONL file, a CSV file with a `question` column, or a text file with one a line. Raises BadInput."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8 text.") from error
    if path.suffix.lower() == ".jsonl":
        found = [_from_json(line, f"{path}, line {n}", n) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    elif path.suffix.lower() == ".csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        if rows and "question" not in rows[0]:
            raise BadInput(f'{path} has no column called "question".')
        found = [Question(row.get("id") or str(n), row["question"]) for n, row in enumerate(rows, 1)]
    else:
        found = [Question(str(n), line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not found:
        raise BadInput(f"There is no question in {path}.")
    return found


def _from_json(line: str, where: str, number: int) -> Question:
    try:
        row = json.loads(line)
        gold = tuple((g["document"], int(g["start"]), int(g["end"])) for g in row.get("gold") or ())
        answerable = row.get("answerable")
        return Question(
            str(row.get("id", number)),
            row["question"],
            turns(row.get("history") or ()),
            str(row.get("kind", "")),
            None if answerable is None else bool(answerable),
            gold,
            read_filters(row.get("filters") or {}),
        )
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(f'{where}: not a JSON object with a "question" (see docs/design.md for the form).') from error


def turns(history: Sequence[str | Mapping[str, str]]) -> tuple[Turn, ...]:
    """History in either JSON form as Turns; a plain string is the user's."""
    return tuple(Turn("user", h) if isinstance(h, str) else Turn(h["role"], h["content"]) for h in history)


def ask_all(
    assistant: Assistant, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> Iterator[tuple[Question, Answer]]:
    """Each question with its answer, in order; a question that cannot be asked becomes an abstention with its reason."""
    for done, question in enumerate(questions, 1):
        try:
            answer = assistant.ask(question.question, question.history, question.filters)
        except BadInput as error:
            answer = Answer(question.question, question.question, True, str(error), 0.0, (), (), (), 0.0)
        yield question, answer
        if progress:
            progress(done, len(questions))


def answer_json(answer: Answer, question_id: str | None = None) -> dict[str, Any]:
    """The JSON form of an answer (docs/design.md), with the question's id where it has one."""
    form = asdict(answer)
    return form if question_id is None else {"id": question_id, **form}


def score(question: Question, answer: Answer, assistant: Assistant) -> Result:
    """The measures of one answer to a question whose `answerable` is known."""
    cited: list[DocumentSpan] = [(c.document, c.start, c.end) for c in answer.citations]
    proved = [assistant.document(c.document).text[c.start : c.end] == c.quote for c in answer.citations]
    measures = {"abstention_accuracy": float(answer.abstained != question.answerable)}
    if answer.citations:
        measures |= {
            "citations_per_answer": float(len(cited)),
            "chars_per_citation": float(np.mean([e - s for _, s, e in cited])),
        }
    if question.answerable and question.gold:
        measures |= hit_measures(cited, question.gold) | character_measures(cited, question.gold)
        measures |= {f"{name}@1": value for name, value in character_measures(cited[:1], question.gold).items()}
    verbatim = sum(proved) / len(proved) if proved else math.nan
    return Result(
        question.id,
        question.kind,
        bool(question.answerable),
        answer.abstained,
        answer.confidence,
        answer.seconds,
        verbatim,
        measures,
    )


def summarise(results: Sequence[Result]) -> dict[str, float]:
    """Aggregates over all results; NaN for what the set cannot tell."""
    answerable = np.array([r.answerable for r in results])
    abstained = np.array([r.abstained for r in results])
    summary = {"questions": float(len(results)), "answerable": float(answerable.sum())} | means(
        [r.measures for r in results]
    )
    summary |= {f"abstention_{name}": value for name, value in detection(abstained, ~answerable).items()}
    summary["auroc_answerable"] = auroc(np.array([r.confidence for r in results]), answerable)
    proved = [r.verbatim for r in results if not math.isnan(r.verbatim)]
    summary["verbatim"] = float(np.mean(proved)) if proved else math.nan
    return summary | {f"seconds_p{p}": float(np.percentile([r.seconds for r in results], p)) for p in (50, 95)}


def by_kind(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """Per kind of question: how many, hit@1, hit@3 and the share abstained from."""
    table: dict[str, dict[str, float]] = {}
    for kind in sorted({r.kind for r in results}):
        rows = [r for r in results if r.kind == kind]
        measured = means([r.measures for r in rows])
        picked: dict[str, float] = {
            name: measured[name] for name in ("hit@1", "hit@3", "char_f1@1") if name in measured
        }
        table[kind] = {
            "questions": float(len(rows)),
            **picked,
            "abstained": float(np.mean([r.abstained for r in rows])),
        }
    return table


def falls(summary: Mapping[str, float], baseline: Mapping[str, float], tolerance: float = 0.0) -> list[str]:
    """A sentence for each measure that is below the baseline by more than `tolerance`."""
    return [
        f"{name} fell from {baseline[name]:.4f} to {summary.get(name, math.nan):.4f}"
        for name in HIGHER_IS_BETTER
        if name in baseline
        and not math.isnan(baseline[name])
        and not summary.get(name, math.nan) >= baseline[name] - tolerance - 1e-12
    ]


def load_baseline(path: Path) -> dict[str, float]:
    """The `summary` of an earlier report. Raises BadInput."""
    try:
        return {
            k: math.nan if v is None else float(v)
            for k, v in json.loads(path.read_text(encoding="utf-8"))["summary"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path} is no report of `assistant eval` with a summary in it.") from error


def save_report(
    folder: Path, pairs: Sequence[tuple[Question, Answer]], results: Sequence[Result], fingerprint: Mapping[str, str]
) -> dict[str, float]:
    """Write answers.jsonl, results.jsonl and summary.json below `folder`; the summary."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_lines(folder / "answers.jsonl", [answer_json(a, q.id) for q, a in pairs])
    _write_lines(folder / "results.jsonl", [asdict(r) for r in results])
    summary = summarise(results)
    report = {"fingerprint": dict(fingerprint), "summary": summary, "kinds": by_kind(results)}
    (folder / "summary.json").write_text(
        json.dumps(_plain(report), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return summary


def _write_lines(path: Path, rows: Sequence[Any]) -> None:
    path.write_text("".join(json.dumps(_plain(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _plain(value: Any) -> Any:
    """NaN as null: it is not JSON."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return None if isinstance(value, float) and math.isnan(value) else value
