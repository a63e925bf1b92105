"""Questions to begin with, made of proved labels and the documents' own words by fixed forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.escaping import hides
from assistant.evaluation import drafts
from assistant.types import Document
from assistant.web import words

READ = 12  # documents looked at
LONGEST = 110  # characters of a suggestion


def suggestions(assistant: Assistant) -> list[str]:
    """At most four: what each of the two most often quoted said, then who said, and how many."""
    documents = list(_first(assistant))
    said = Counter(s.speaker for d in documents for s in d.statements if s.speaker and s.how != "own")
    speakers = sorted(said, key=lambda name: (-said[name], name))
    made = [words.SUGGEST_SPEAKER.format(name) for name in speakers if _plain(name)][:2]
    drawn = drafts(documents, READ)
    for kind in ("who_said", "how_many"):
        made += [row["question"] for row in drawn if row["kind"] == kind and _plain(row["question"])][:1]
    return made


def _first(assistant: Assistant) -> Sequence[Document]:
    found = []
    for name in assistant.names()[:READ]:
        try:
            found.append(assistant.document(name))
        except AssistantError:  # damaged: `doctor` tells
            continue
    return found


def _plain(text: str) -> bool:
    return len(text) <= LONGEST and not any(hides(char) for char in text)
