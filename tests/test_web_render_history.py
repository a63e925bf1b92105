"""The list of earlier conversations: names are data, and what is not wanted is left out."""

from __future__ import annotations

from assistant.web import words
from assistant.web.exchanges import Asked
from assistant.web.history import Conversation
from assistant.web.render_history import conversations

KEPT = (
    Conversation('"1"', "<b>x</b>\u202e", "<i>", (Asked("When?"),)),
    Conversation("2", "Bridge", "2026-01-02", (Asked("Who?"),)),
)


def test_names_are_shown_and_never_read_as_html() -> None:
    fragment = conversations(KEPT, "")
    assert "<b>" not in fragment
    assert "<i>" not in fragment
    assert '<li data-id="&quot;1&quot;">' in fragment
    assert 'aria-label="Delete: &lt;b&gt;x&lt;/b&gt;⟨U+202E⟩"' in fragment
    assert fragment.count("<li") == 2


def test_what_is_not_wanted_is_left_out() -> None:
    assert "Bridge" in conversations(KEPT, "who bridge")
    assert conversations(KEPT, "who bridge").count("<li") == 1
    assert conversations(KEPT, "harbour") == f'<p class="hint">{words.HISTORY_NOT_FOUND}</p>'


def test_that_none_is_kept_is_said_only_where_it_is_so() -> None:
    for wanted in ("", "harbour"):
        assert conversations((), wanted) == f'<p class="hint">{words.HISTORY_NONE}</p>'
