"""A question of several parts → the questions it is made of, and their answers put together.

"Which visits did A cancel and which did B cancel?" and "How did A and B each describe the plan?" have no sentence that answers
all of it. Each part is asked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from assistant.choice import MOST
from assistant.constraints.dates import SAY
from assistant.followups.forms import about, elliptic
from assistant.names import AUXILIARY, is_common, names, with_article
from assistant.text import content_stems
from assistant.types import Answer, Citation, Turn

Part = tuple[str, tuple[Turn, ...]]
"""A question and the turns that it leans on."""

OWN = 1  # content words of a second question
WHOLE = 3  # and of a first one without an auxiliary verb: "Who pays the rent of the villa?"
SURE = 0.9  # confidence from which a second question is answered though it points at the answer to the first, on which the documents are silent
UNANSWERED = "The documents do not say: “{}”"

_WH = "how|what|when|where|who|whom|whose|which|why"
_YES_OR_NO = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would)\s+(?:(?:the|an?|any|some|all|both|its|his|her|their|any(?:one|body))\b|(?-i:[A-Z]))"
_SECOND = re.compile(
    rf"\s*,?\s+and\s+(?=(?:(?:to|by|with|from|for|on|in|at|of)\s+)?(?:{_WH})\b)|,\s+and\s+(?={_YES_OR_NO})",
    re.IGNORECASE,
)
_SAME_AGAIN = re.compile(r",?\s+and\s+(?=about\s)|,?\s+and\s+what\s+(?=(?:on|in)\s)", re.IGNORECASE)
_VERB = re.compile(rf"\b(?:{AUXILIARY})\b", re.IGNORECASE)
_WH_PART = re.compile(rf"(?:\w+\s+){{0,3}}(?:{_WH})\b", re.IGNORECASE)
# a verb set off from its subject by a comma is that of the first half, too
_SHARED_VERB = re.compile(
    rf"(?:{_WH})\s+(?:{AUXILIARY})\b[^,]*,\s*(?!(?:in|as|according|by|on|for|with|at|if|when|while|after|before)\b)",
    re.IGNORECASE,
)
_SUBJECT_ASKED = re.compile(r"(?:who|which|what|whose|how (?:many|much))\b", re.IGNORECASE)
_WH_WORD = re.compile(rf"\b(?:{_WH})\b", re.IGNORECASE)
_SUBJECT_ALONE = re.compile(
    rf"(?:\w+\s+){{0,2}}(?i:{_WH})\b(?:\s+[a-z]\w*)?\s+(?:{AUXILIARY})\s+(?:(?:the|an?)\s+)?(?:[A-Z][\w.’'-]*\s*)+(?:{SAY})?\s*\?"
)
# verbs whose joint subject surely does it one by one, unlike "meet" or "agree"
_ONE_BY_ONE = f"{SAY}|call|think|view|see|speak (?:of|about)|react|respond|write|put|report|explain|refer|blame|treat|present|justify|make of|want|ask"
_HEAD = re.compile(rf"(?:\w+\s+){{0,3}}?(?:{_WH})\b[^,;:?]*?\b(?P<auxiliary>do|did|have)\s+", re.IGNORECASE)
_VERB_OF_TWO = re.compile(
    rf",?(?:\s+(?P<each>each|both|respectively)\b)?\s+(?P<verb>(?P<known>{_ONE_BY_ONE})\b|\w+)(?!(?<=call)\s+of\b)(?!\s+(?:{_ONE_BY_ONE})\b)",
    re.IGNORECASE,
)
_AND = re.compile(r",?\s+and\s+", re.IGNORECASE)
_CAPITAL = r"(?:[A-Z]|(?![A-Z])[\w.]+-[A-Z])[\w.’'-]*"  # "al-Sisi", too
_PARTY = re.compile(
    rf"the\s+\S[^,;:?]*\w|{_CAPITAL}(?:\s+(?:of|the|for|in|on|{_CAPITAL}))*(?<=[’']s)\s[^,;:?]*\w|{_CAPITAL}(?:\s+(?:(?:of|for|in|on)\s+(?:the\s+)?)?{_CAPITAL})*"
)
_NO_PARTY = re.compile(
    rf"\b(?:{_WH}|{AUXILIARY}|and|their|its|his|her)\b|[’']s?$|\d$|\b(?:the|an?|of|in|on|by|from|for|to|at|with|first|second|third|former|latter|one)$",
)
_ONE_STATE = re.compile(
    r"\b(?:Bosnia and Herzegovina|Trinidad and Tobago|Antigua and Barbuda|Saint Kitts and Nevis|Sao Tome and Principe)\b"
)
_TOGETHER = re.compile(r"\b(?:each other|one another|together|jointly|joint|their)\b|\bthe other\b", re.IGNORECASE)
_HANDS = re.compile(r",?\s+on the (?:one hand|other(?: hand)?)\b,?")
_SINGULAR = {"do": "does", "have": "has", "are": "is", "were": "was"}


def parts(question: str) -> list[Part]:
    """The questions that `question` is made of, in its order; itself alone where it asks one thing of one party."""
    return _two_subjects(question) or _two_questions(question) or _of_two_parties(question) or [(question, ())]


def _two_questions(question: str) -> list[Part]:
    halves = _SECOND.split(question, maxsplit=1)
    if len(halves) < 2 or not _WH_PART.match(halves[0]) or "(" in question:
        return []
    first, second = f"{halves[0].rstrip(' ,?')}?", f"{halves[1][0].upper()}{halves[1][1:].rstrip(' ?')}?"
    counts_both = first[:3].casefold() == second[:3].casefold() == "how"  # "How many A and how many B died?"
    says_enough = (_SUBJECT_ASKED.match(first) and not counts_both) or re.match(_YES_OR_NO, second, re.IGNORECASE)
    is_whole = _VERB.search(first) or (says_enough and len(content_stems(first)) >= WHOLE)
    if not is_whole or len(content_stems(second)) < OWN or elliptic(second, first):
        return []  # "At what time and on which day …?", "…, and when?": one sentence may well tell both
    if _SHARED_VERB.match(second) or _SUBJECT_ALONE.fullmatch(first):
        return []  # "How did A, and how did B, describe it?", "How did A and how did B describe it?"
    if len(_WH_WORD.findall(first)) > 1:
        return []  # "the difference between what A said and what B said"
    return [(first, ()), (second, (Turn("user", first),))]


def _two_subjects(question: str) -> list[Part]:
    """ "What did A say about X, and about Y?", "What did A say on 1 May 2020, and what on 2 June?" """
    halves = _SAME_AGAIN.split(question, maxsplit=1)
    if len(halves) < 2 or "(" in question:
        return []
    first = f"{halves[0].rstrip(' ,?')}?"
    second = about(f"And {halves[1].rstrip(' ?')}?", first)
    return [(first, ()), (second, ())] if second else []


def _of_two_parties(question: str) -> list[Part]:
    question = _HANDS.sub("", question)
    head = _HEAD.match(question)
    if head is None or _TOGETHER.search(question):
        return []
    for verb in _VERB_OF_TWO.finditer(question, head.end()):
        parties = _AND.split(question[head.end() : verb.start()])
        if not (verb["each"] or verb["known"]) or len(parties) != 2 or not all(map(_is_party, parties)):
            continue
        if _is_one_name(question[: verb.start()], *parties):
            return []
        *before, auxiliary = question[: head.end()].split()
        asks = " ".join([*before, _SINGULAR.get(auxiliary, auxiliary)])
        return [(f"{asks} {_with_article(party)} {question[verb.start('verb') :]}", ()) for party in parties]
    return []


def _is_one_name(question: str, one: str, other: str) -> bool:
    """True of "the Ministry of Labour and Social Affairs", "the Food and Drug Administration", "the leaders of A and the B"."""
    own = other.startswith("the ") or "'s " in other or "’s " in other
    part = re.search(r"\s(?:of|for)\s", one) or is_common(other.split()[-1]) or is_common(one)
    several = re.match(r"the\s+\w+s\s+of\s", one)
    return bool((part and not own) or several or _ONE_STATE.search(question)) or any(
        _AND.search(n.text) for n in names(question)
    )


def _is_party(text: str) -> bool:
    return _PARTY.fullmatch(text) is not None and _NO_PARTY.search(text) is None


def _with_article(party: str) -> str:
    return party if party.startswith("the ") or "’s " in party or "'s " in party else with_article(party)


def together(whole: Answer, answers: Sequence[Answer]) -> Answer:
    """`whole`, the answer to a question as one, with those to its parts: their quotes in turn, and a note of each part that the
    documents are silent on. Where one is, what answers the whole comes first: it may tell both. Where they are silent on every part,
    they are on the whole; what was withheld of any is told."""
    withheld = tuple(dict.fromkeys(chain(whole.withheld, *(a.withheld for a in answers))))
    answers = [_unfounded(a, answers[0]) for a in answers]
    told = [a for a in answers if not a.abstained]
    if told and len(told) < len(answers) and not whole.abstained:
        told = [whole, *told]
    if not told:
        return replace(whole if whole.abstained else _silent(whole, answers), withheld=withheld)
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


def _unfounded(answer: Answer, first: Answer) -> Answer:
    """`answer`, but silent where its question points at what the `first` part asks for, of which nothing is told, and it is not sure."""
    leans = answer.standalone_question != answer.question
    return _silent(answer, [first]) if leans and first.abstained and answer.confidence < SURE else answer


def _silent(whole: Answer, answers: Sequence[Answer]) -> Answer:
    """`whole` as silent as the surest of its parts' `answers`."""
    surest = max(answers, key=lambda a: a.confidence)
    return replace(
        whole,
        abstained=True,
        reason=surest.reason,
        confidence=surest.confidence,
        citations=(),
        nearest=whole.citations,
        notes=(),
    )


def _numbered(quotes: Iterator[Citation | None]) -> Iterator[Citation]:
    shown: list[Citation] = []
    for quote in quotes:
        if quote is None or len(shown) == MOST:
            continue
        if not any(q.document == quote.document and q.start < quote.end and quote.start < q.end for q in shown):
            shown.append(replace(quote, rank=len(shown) + 1))
            yield shown[-1]
