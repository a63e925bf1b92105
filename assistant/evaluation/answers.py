"""Answers as lines of JSON, asked one by one so that a stopped run goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.evaluation.questions import Question, read_text
from assistant.metrics import DocumentSpan
from assistant.types import Answer, Citation, InForce

RETRIEVED = 10  # passages saved with each answer, to measure retrieval by

Counted = Callable[[int, int], None]


@dataclass(frozen=True)
class Answered:
    """A saved answer, its citations best first, with the passages retrieved for it, best first (none where not saved)."""

    id: str
    answer: Answer
    retrieved: tuple[DocumentSpan, ...] = ()


def ask_all(
    assistant: Assistant, questions: Sequence[Question], progress: Counted | None = None
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


def run(
    assistant: Assistant,
    questions: Sequence[Question],
    made_with: Mapping[str, Any],
    file: Path,
    progress: Counted | None = None,
) -> list[Answered]:
    """Ask all questions and write their answers to `file`, each as soon as it is there.

    Until all are there they lie in `file`.partial, whose first line says what they were `made_with` and by which code; a
    run that finds such a file of its own making goes on after it, and writes one of another making anew. Raises BadInput.
    """
    partial = file.with_name(file.name + ".partial")
    first = json.dumps({"made_with": made_with, "code": code_hash()}, ensure_ascii=False, sort_keys=True) + "\n"
    done = _finished(partial, first)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(partial, [first, *done.values()])
        with partial.open("a", encoding="utf-8") as out:
            for count, question in enumerate(questions, 1):
                if question.id not in done:
                    done[question.id] = answered_line(ask_one(assistant, question))
                    out.write(done[question.id])
                    out.flush()
                if progress:
                    progress(count, len(questions))
        _write(file, [done[q.id] for q in questions])
        partial.unlink()
    except OSError as error:
        raise BadInput(f"{file} cannot be written ({error.strerror}).") from error
    return read_answers(file)


def code_hash() -> str:
    """The SHA-256 of the package's own modules: answers of other code must not be mixed with those of this."""
    package = Path(__file__).parent.parent
    files = sorted(package.rglob("*.py"), key=lambda p: p.relative_to(package).as_posix())
    return hashlib.sha256(b"\0".join(p.read_bytes() for p in files)).hexdigest()


def _write(file: Path, lines: Sequence[str]) -> None:
    """All of it or nothing: whoever is killed in between leaves the file as it was."""
    new = file.with_name(file.name + ".new")
    new.write_text("".join(lines), encoding="utf-8")
    new.replace(file)


def ask_one(assistant: Assistant, question: Question) -> Answered:
    """The answer to one question, with what was retrieved for it."""
    ((_, answer),) = ask_all(assistant, [question])
    try:
        hits = assistant.search(answer.standalone_question, RETRIEVED, question.filters)
    except BadInput:
        hits = []
    return Answered(question.id, answer, tuple((p.document, p.start, p.end) for p in (h.passage for h in hits)))


def answered_line(answered: Answered) -> str:
    """The line of JSON that `read_answers` reads."""
    passages = [{"document": name, "start": start, "end": end} for name, start, end in answered.retrieved]
    form = answer_json(answered.answer, answered.id) | {"retrieved": passages}
    return json.dumps(form, ensure_ascii=False) + "\n"


def _finished(partial: Path, first: str) -> dict[str, str]:
    """The whole lines of an interrupted run of the same making, by question; the last may have been cut short."""
    if not partial.is_file():
        return {}
    lines = read_text(partial).split("\n")[:-1]
    if not lines or lines[0] + "\n" != first:
        return {}
    return {str(json.loads(line)["id"]): line + "\n" for line in lines[1:] if line}


def read_answers(path: Path) -> list[Answered]:
    """Answers saved by `assistant batch`, `assistant eval` or another program in this form. Raises BadInput."""
    found: dict[str, Answered] = {}
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            try:
                answered = _answered(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise BadInput(f"{path}, line {number}: not an answer in the form of docs/design.md.") from error
            found.setdefault(answered.id, answered)  # a second answer to a question is ignored
    return list(found.values())


def _answered(row: Mapping[str, Any]) -> Answered:
    ranked = sorted(
        enumerate(row.get("citations") or ()), key=lambda placed: (placed[1].get("rank", placed[0]), placed[0])
    )
    answer = Answer(
        question=str(row.get("question", "")),
        standalone_question=str(row.get("standalone_question") or row.get("question", "")),
        abstained=bool(row.get("abstained")),
        reason=row.get("reason"),
        confidence=float(row.get("confidence") or 0.0),
        citations=tuple(_citation(c) for _, c in ranked),
        nearest=tuple(_citation(c) for c in row.get("nearest") or ()),
        withheld=tuple(row.get("withheld") or ()),
        seconds=float(row.get("seconds") or 0.0),
        filters=tuple(InForce(**f) for f in row.get("filters") or ()),
        outside=bool(row.get("outside")),
        notes=tuple(row.get("notes") or ()),
    )
    retrieved = tuple((str(p["document"]), int(p["start"]), int(p["end"])) for p in row.get("retrieved") or ())
    return Answered(str(row["id"]), answer, retrieved)


def _citation(row: Mapping[str, Any]) -> Citation:
    known = {f.name for f in fields(Citation)}
    given: dict[str, Any] = {name: value for name, value in row.items() if name in known}
    quote = {
        "sentence_start": row["start"],
        "sentence_end": row["end"],
        "sentence": row["quote"],
        "rank": 1,
        "score": 0.0,
    }
    given = quote | given
    return Citation(**given | {name: tuple(given.get(name) or ()) for name in ("reported_by", "also_in")})
