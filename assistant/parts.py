"""A question of several parts → the questions it is made of, and their answers put together.

"Which visits did A cancel and which did B cancel?" and "How did A and B each describe the plan?" have no sentence that answers
all of it. Each part is asked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise, zip_longest

from assistant.choice import MOST
from assistant.followups_forms import ACTORS, elliptic
from assistant.followups_names import AUXILIARY, names, with_article
from assistant.text import content_stems
from assistant.types import Answer, Citation, Turn

Part = tuple[str, tuple[Turn, ...]]
"""A question and the turns that it leans on."""

OWN = 1  # content words of a second question
WHOLE = 3  # and of a first one without an auxiliary verb: "Who pays the rent of the villa?"
UNANSWERED = "The documents do not say: “{}”"

_WH = "how|what|when|where|who|whom|whose|which|why"
_SECOND = re.compile(rf"\s*,?\s+and\s+(?=(?:(?:to|by|with|from|for|on|in|at|of)\s+)?(?:{_WH})\b)", re.IGNORECASE)
_VERB = re.compile(rf"\b(?:{AUXILIARY})\b", re.IGNORECASE)
_WH_PART = re.compile(rf"(?:\w+\s+){{0,3}}(?:{_WH})\b", re.IGNORECASE)
# a verb set off from its subject by a comma is that of the first half, too
_SHARED_VERB = re.compile(
    rf"(?:{_WH})\s+(?:{AUXILIARY})\b[^,]*,\s*(?!(?:in|as|according|by|on|for|with|at|if|when|while|after|before)\b)",
    re.IGNORECASE,
)
_TITLE = r"(?:the\s+)?(?P<title>(?:[A-Z][\w.]*\s+){0,3})"  # "President" of "President Lee"
_BEFORE_SUBJECT = re.compile(rf"(?P<head>.*\b(?i:{AUXILIARY}))\s+{_TITLE}$")
_AND = re.compile(rf"\s+and\s+{_TITLE}")
_EACH = re.compile(r"\s+(?:each|both|respectively)\b")
# verbs whose joint subject surely does it one by one, unlike "meet" or "agree"
_ONE_BY_ONE = re.compile(
    r"\s+(?:(?:each|both|respectively)\b|(?:say|describe|call|claim|state|think|view|see|speak|react|respond|write|put|report|explain)\b)"
)
_SINGULAR = {"do": "does", "have": "has", "are": "is", "were": "was"}


def parts(question: str) -> list[Part]:
    """The questions that `question` is made of, in its order; itself alone where it asks one thing of one party."""
    return _two_questions(question) or _of_two_parties(question) or [(question, ())]


def _two_questions(question: str) -> list[Part]:
    halves = _SECOND.split(question, maxsplit=1)
    if len(halves) < 2 or not _WH_PART.match(halves[0]) or "(" in question:
        return []
    first, second = f"{halves[0].rstrip(' ,?')}?", f"{halves[1][0].upper()}{halves[1][1:].rstrip(' ?')}?"
    is_whole = _VERB.search(first) or len(content_stems(first)) >= WHOLE
    if not is_whole or len(content_stems(second)) < OWN or elliptic(second, first):
        return []  # "At what time and on which day …?", "…, and when?": one sentence may well tell both
    if _SHARED_VERB.match(second):
        return []  # "How did A, and how did B, describe it?"
    return [(first, ()), (second, (Turn("user", first),))]


def _of_two_parties(question: str) -> list[Part]:
    for one, other in pairwise(n for n in names(question) if n.kind in ACTORS):
        before = _BEFORE_SUBJECT.match(question[: one.start])
        between = _AND.fullmatch(question, one.end, other.start)
        tail = question[other.end :]
        if before and between and _ONE_BY_ONE.match(tail):
            *words, auxiliary = before["head"].split()
            head = " ".join([*words, _SINGULAR.get(auxiliary, auxiliary)])
            parties = (f"{at['title']}{name.text}" for at, name in ((before, one), (between, other)))
            return [(f"{head} {with_article(party)}{_EACH.sub('', tail, count=1)}", ()) for party in parties]
    return []


def together(whole: Answer, answers: Sequence[Answer]) -> Answer:
    """`whole`, the answer to a question as one, with those to its parts: their quotes in turn, and a note of each part that the
    documents are silent on. Silence stays where every part is silent; what was withheld of any is told."""
    withheld = tuple(dict.fromkeys(chain(whole.withheld, *(a.withheld for a in answers))))
    told = [a for a in answers if not a.abstained]
    if not told:
        return replace(whole, withheld=withheld)
    citations = tuple(_numbered(chain.from_iterable(zip_longest(*(a.citations for a in told)))))
    silent = [UNANSWERED.format(a.question) for a in answers if a.abstained]
    return replace(
        whole,
        abstained=False,
        reason=None,
        confidence=min(a.confidence for a in told),
        citations=citations,
        nearest=(),
        withheld=withheld,
        notes=tuple(dict.fromkeys([*silent, *chain.from_iterable(a.notes for a in told)])),
    )


def _numbered(quotes: Iterator[Citation | None]) -> Iterator[Citation]:
    shown: list[Citation] = []
    for quote in quotes:
        if quote is None or len(shown) == MOST:
            continue
        if not any(q.document == quote.document and q.start < quote.end and quote.start < q.end for q in shown):
            shown.append(replace(quote, rank=len(shown) + 1))
            yield shown[-1]
