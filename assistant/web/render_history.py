"""Earlier conversations → HTML: each opened by its name, renamed or deleted beside it. Pure; see `render` for escaping."""

from __future__ import annotations

import html

from assistant.escaping import shown, visible
from assistant.web import words
from assistant.web.history import Conversation, Kept, found


def conversations(kept: Kept, wanted: str) -> str:
    """Those that have all the words of `wanted`, the newest first."""
    rows = "".join(_row(c) for c in found(kept, wanted))
    none = words.HISTORY_NOT_FOUND if kept else words.HISTORY_NONE
    return f'<ul class="conversations">{rows}</ul>' if rows else f'<p class="hint">{none}</p>'


def _row(conversation: Conversation) -> str:
    name = html.escape(visible(conversation.name))
    return (
        f'<li data-id="{html.escape(conversation.id)}"><button type="button" data-act="open"><bdi>{shown(conversation.name)}</bdi></button> '
        f'<span class="day">{shown(conversation.day)}</span>'
        f'<details><summary aria-label="{words.RENAME}: {name}">{words.RENAME}</summary>'
        f'<textarea rows="1" dir="auto" aria-label="{words.HISTORY_NAME}">{name}</textarea>'
        f'<button type="button" data-act="rename">{words.KEEP_NAME}</button></details>'
        f'<button type="button" data-act="delete" aria-label="{words.DELETE}: {name}">{words.DELETE}</button></li>'
    )
