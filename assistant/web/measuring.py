"""An evaluation on the page: questions of a file, asked one by one in the engine's places, then the report. Knows no web
framework."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.evaluation import (
    Answered,
    Question,
    answered_line,
    ask_one,
    compare,
    corpus_of,
    evaluated,
    fragment,
    load_baseline,
    load_questions,
    made_with,
    page,
    place,
    summary_text,
)
from assistant.library import safe_name
from assistant.web.files import to_save

MOST_QUESTIONS = 1_000
T = TypeVar("T")
Sent = tuple[str, bytes]  # a file's name and bytes


@dataclass(frozen=True)
class Report:
    """What came of a run: the report as HTML for the page, and its files by form, as the browser saves them."""

    shown: str
    files: dict[str, str]


@dataclass(frozen=True)
class Run:
    """What is to be measured: `asked` are the questions that can be scored, `earlier` the baseline's results or None."""

    name: str
    questions: Sequence[Question]
    asked: Sequence[Question]
    earlier: dict[str, dict[str, Any]] | None


async def measured(
    assistant: Assistant, places: Places, questions: Sent, baseline: Sent | None
) -> AsyncGenerator[tuple[int, int] | Report, None]:
    """How many questions of how many are answered, again and again, then the report.

    It takes one of the places for long runs until it ends or is closed. Raises BadInput, Busy.
    """
    run = await places.looks.run(prepared, assistant, questions, baseline)
    answers: list[Answered] = []
    with places.asks.long_run() as held:
        for question in run.asked:
            yield len(answers), len(run.asked)
            answers.append(await held.run(ask_one, assistant, question))
        yield len(answers), len(run.asked)
        found = await held.run(reported, assistant, run, answers)
    yield found


def prepared(assistant: Assistant, questions: Sent, baseline: Sent | None) -> Run:
    """The files read, and the questions placed in the documents. Raises BadInput, before anything is asked."""
    name = safe_name(questions[0])
    loaded = _loaded(load_questions, questions)
    if len(loaded) > MOST_QUESTIONS:
        raise BadInput(
            f"{name} has {len(loaded):,} questions; {MOST_QUESTIONS:,} are the most here. `assistant eval` takes more."
        )
    if all(question.answerable is None for question in loaded):
        raise BadInput(f'No question in {name} says whether it is "answerable", so nothing can be measured.')
    corpus = corpus_of(assistant)
    asked, _ = place(loaded, corpus)
    if not asked:
        evaluated(name, loaded, [], corpus, {})  # raises with the reasons
    return Run(name, loaded, asked, _loaded(load_baseline, baseline) if baseline else None)


def reported(assistant: Assistant, run: Run, answers: Sequence[Answered]) -> Report:
    """The report on the answers to a run."""
    corpus = corpus_of(assistant)
    found = evaluated(run.name, run.questions, answers, corpus, made_with(assistant, run.questions))
    against = compare(found.results, run.earlier) if run.earlier is not None else None
    files = {
        "html": ("report.html", "text/html", page(found, corpus, against)),
        "json": ("summary.json", "application/json", summary_text(found)),
        "answers": ("answers.jsonl", "application/jsonl", "".join(map(answered_line, answers))),
    }
    saved = {form: to_save(name, kind, text.encode("utf-8", "replace")) for form, (name, kind, text) in files.items()}
    return Report(fragment(found, corpus, against), saved)


def _loaded(load: Callable[[Path], T], sent: Sent) -> T:
    """What `load` makes of the file; its place on this machine is told to nobody."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / safe_name(sent[0])
        path.write_bytes(sent[1])
        try:
            return load(path)
        except BadInput as error:
            raise BadInput(str(error).replace(f"{folder}/", "")) from error
