"""How the page's parts and events are made, the same way on every tab."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from assistant.api.pool import Pool
from assistant.web import script
from assistant.web.steps import told

LONGEST_PASTE = 10_000  # characters a box for a question takes; the assistant refuses far fewer with a sentence
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def html(value: str, name: str, script: str | None = None) -> Any:
    """HTML of our own, without Gradio's looks; `script` runs once."""
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=script)


def button(label: str, name: str, variant: str = "primary", **more: Any) -> Any:
    """A button that does something with the tab."""
    return gr.Button(label, variant=variant, elem_id=name, min_width=96, **more)


def question_box(label: str, placeholder: str, name: str, **more: Any) -> Any:
    """A line to ask in, which grows with what is typed."""
    asked = {"lines": 1, "max_lines": 5, "max_length": LONGEST_PASTE}
    return gr.Textbox(label=label, placeholder=placeholder, elem_id=name, **{**asked, **more})


def folded(label: str, name: str, looks: str | None = None) -> Any:
    """A fold, closed until it is wanted; what is made in it is on the page from the start. Of a fold that is closed by
    `False` Gradio makes the parts when it is opened, and a frame later puts their first values over what was typed."""
    return gr.Accordion(label, open=0, elem_id=name, elem_classes=looks)


def at_once(event: Any, call: Any, inputs: Sequence[Any] | None, outputs: Sequence[Any] | None, **more: Any) -> Any:
    """Have `event` answered by `call` in one request. Whatever streams nothing is wired so: it needs no queue, and an event
    that goes through Gradio's can get lost (`script.KEEP_LISTENING`)."""
    return event(call, inputs, outputs, queue=False, **_QUIET, **more)


def in_steps(
    events: Sequence[Any], steps: Callable[..., Any], inputs: Sequence[Any], outputs: Sequence[Any], **more: Any
) -> Any:
    """Have `events` answered by the generator `steps`, through Gradio's queue. That bounds nothing: the engine's places do
    (`api.pool`), and who asks twice is heard once, unless `more` tells another `trigger_mode`."""
    how = {"concurrency_limit": None, "trigger_mode": "once", **_QUIET, **more}
    return gr.on(events, steps, inputs, outputs, **how)


@dataclass(frozen=True)
class OneCall:
    """A tab that does one thing: `call` makes HTML of what is given, in `pool`. `working` is shown meanwhile, and `failed`
    makes HTML of the sentence that tells why nothing came of it: `unexpected` where nobody expected it."""

    pool: Pool
    call: Callable[..., str]
    working: Callable[..., str]
    failed: Callable[[str], str]
    unexpected: str

    def wire(self, events: Sequence[Any], inputs: Sequence[Any], shown: Any, **more: Any) -> None:
        """Have `events` do it with the values of `inputs`, and show it in `shown`. What is sent meanwhile is done after it."""
        made = in_steps(events, self._steps, inputs, [shown], trigger_mode="always_last", **more)
        at_once(made.failure, lambda: self.failed(self.unexpected), None, [shown])

    async def _steps(self, *given: Any) -> AsyncIterator[str]:
        call = partial(self.call, *given)
        async with aclosing(told(self.pool, call, self.working(*given), self.failed, self.unexpected)) as steps:
            async for html in steps:
                yield html


def stop(
    event: Any, call: Any, inputs: Sequence[Any] | None, outputs: Sequence[Any], work: list[Any], **more: Any
) -> None:
    """Have `event` end the `work` of `in_steps`, and `call` show that. It is asked twice: what the work sent in the moment it
    was ended can arrive after the first answer, and would be shown over it."""
    at_once(at_once(event, call, inputs, outputs, cancels=work, **more).then, call, inputs, outputs)


def save(event: Any, made: Any, inputs: Sequence[Any], file: Any, *told: Any) -> None:
    """Have the browser save the file that `made` puts into `file`, a text that nobody sees; the rest goes to `told`."""
    at_once(event, made, inputs, [file, *told]).then(None, [file], js=script.SAVE_FILE)
