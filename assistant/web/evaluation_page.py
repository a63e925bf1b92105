"""The tab that measures: a file of questions with known answers, the run, the report, and its files to keep."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import gradio as gr

from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.web import render, wiring, words
from assistant.web.chosen_file import decoded, read_files
from assistant.web.measuring import Report, measured
from assistant.web.sentences import sentence
from assistant.web.wiring import button, html, in_steps, save

LARGEST_FILE = 2**20  # bytes
_FORMS = {"html": words.REPORT_HTML, "json": words.REPORT_JSON, "answers": words.REPORT_ANSWERS}


def evaluation_tab(assistant: Assistant, places: Places) -> None:
    """The tab's contents; questions are asked in `places`."""
    with gr.Row(elem_id="evaluation-row"):
        html(_chooser(words.QUESTIONS_FILE, ".jsonl,.csv,.xlsx"), "questions-file")
        html(_chooser(words.BASELINE_FILE, ".json"), "baseline-file")
        go = button(words.RUN, "run-evaluation")
        stop = button(words.STOP_RUN, "stop-evaluation", "secondary", visible=False)
    sent = [gr.Textbox(visible=False) for _ in range(4)]  # filled by the browser
    # shown beside a report by its looks (`style_views`): Gradio can lose what is made visible late
    with gr.Row(elem_id="evaluation-keep"):
        html(f"<p>{words.KEEP}</p>", "evaluation-keep-label")
        buttons = {form: gr.Button(label, size="sm", min_width=96) for form, label in _FORMS.items()}
    shown = html(render.welcome(words.EVALUATION_WELCOME, words.EVALUATION_TEXT), "evaluation")
    files, file = gr.State({}), gr.Textbox(visible=False)

    async def run(*given: str | None) -> AsyncIterator[tuple[Any, ...]]:
        yield render.working(words.PREPARING), {}, gr.Button(visible=True)
        async for found in _steps(assistant, places, *(text or "" for text in given)):
            if isinstance(found, Report):
                done = f'<div class="evaluation-report">{found.shown}</div>'
                yield done, found.files, gr.Button(visible=False)
            else:
                yield found, gr.skip(), gr.skip()
        yield gr.skip(), gr.skip(), gr.Button(visible=False)

    outputs = [shown, files, stop]
    script_of = read_files(0, LARGEST_FILE, "questions-file", "baseline-file")
    running = in_steps([go.click], run, sent, outputs, js=script_of)
    wiring.stop(stop.click, _stopped, None, outputs, [running])
    for form, pressed in buttons.items():
        save(pressed.click, lambda kept, form=form: kept.get(form, ""), [files], file)


async def _steps(
    assistant: Assistant, places: Places, name: str, data: str, earlier: str, earlier_data: str
) -> AsyncIterator[str | Report]:
    """What is shown while it runs, and the report, or one sentence on why there is none."""
    try:
        if not name:
            raise BadInput(words.NO_QUESTIONS)
        questions = decoded(name, data, LARGEST_FILE, words.EVALUATE_ELSEWHERE)
        baseline = decoded(earlier, earlier_data, LARGEST_FILE, words.EVALUATE_ELSEWHERE) if earlier else None
        async with aclosing(measured(assistant, places, questions, baseline)) as steps:
            async for step in steps:
                yield step if isinstance(step, Report) else _progress(*step)
    except Exception as error:  # noqa: BLE001  # told in one sentence; a stop is none, and passes
        yield render.not_done(words.NOT_MEASURED, sentence(error, words.EVALUATION_FAILED))


def _progress(done: int, total: int) -> str:
    told = words.ANSWERED.format(f"{done:,}", f"{total:,}")
    return f'<p class="working"><progress max="{total}" value="{done}" aria-label="{words.RUN_PROGRESS}"></progress> {told}</p>'


def _stopped() -> tuple[Any, ...]:
    return render.not_done(words.NOT_MEASURED, words.STOPPED_RUN), {}, gr.Button(visible=False)


def _chooser(label: str, kinds: str) -> str:
    return f'<label>{label} <input type="file" accept="{kinds}"></label>'
