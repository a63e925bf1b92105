"""History → standalone question, by plain rules. The result is shown to the user, who can put it differently.

A question leans on the one before it if it opens with a connective ("And when?"), points back with a pronoun that
nothing in it explains ("Did he accept that?"), or is too short to have a subject of its own ("Why?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.capitals import with_countries
from assistant.text import content_stems
from assistant.types import Turn

Reading = tuple[str, ...]
"""One way to understand a question: wordings whose scores are averaged."""

_OPENING = re.compile(r"(and|but|so|also|then|or)\b[\s,]*|(what|how) about\b", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"(?:and\s+)?(?:what|how) about (?P<subject>[^,?]+?)\s*\??$", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(he|she|it|they|him|his|hers|her|its|them|their|theirs|that|this|those|these|there|then|same|one|latter|former)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?:[A-Z][\w’'.-]*\s+)*[A-Z][\w’'.-]*")
FEW = 2  # content words


def standalone(question: str, history: Sequence[Turn]) -> str:
    """`question` as it reads without `history`; unchanged where it leans on nothing."""
    asked: list[str] = []
    for turn in history:
        if turn.role == "user":
            asked.append(standalone(turn.content, [Turn("user", a) for a in asked[-1:]]))
    if not asked or not leans(question):
        return question
    before = asked[-1]
    about = _WHAT_ABOUT.fullmatch(question.strip())
    if about and (name := _first_name(before)) and _NAME.fullmatch(about["subject"].removeprefix("the ")):
        return before.replace(name, about["subject"], 1)
    return f"{question} ({before})"


def readings(question: str, history: Sequence[Turn]) -> list[Reading]:
    """The ways to understand `question`; the first wording of the first is its standalone form.

    A follow-up is read with the question before it and alone: together they score better than either (the question
    before would else draw its own answer again). A capital that may stand for its country makes a second reading.
    """
    whole = standalone(question, history)
    wordings = (whole, question) if question in whole and question != whole else (whole,)
    countries = tuple(with_countries(w) for w in wordings)
    return [wordings] if countries == wordings else [wordings, countries]


def leans(question: str) -> bool:
    """True if the question cannot be understood alone."""
    text = question.strip()
    if _OPENING.match(text) or (len(content_stems(text)) <= FEW and not _first_name(text)):
        return True
    pointer = _POINTING.search(text)
    return pointer is not None and not _first_name(text[: pointer.start()])


def _first_name(text: str) -> str | None:
    """The first run of capitalised words that does not merely open the sentence."""
    for match in _NAME.finditer(text):
        name = match.group()
        if match.start() == 0:
            name = " ".join(name.split()[1:])
        if name and content_stems(name):
            return name
    return None
