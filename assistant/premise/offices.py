"""Does a sentence tell of one country's what the question asks of another's: "the Azerbaijani foreign ministry" for
"Armenia's foreign ministry", "needs in Denmark" for "needs in Norway"?

Of offices only bodies: a person's is as often called by the name of who holds it, which a rule cannot see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.capitals import with_countries
from assistant.constraints.names import country_of
from assistant.premise.roles import Clash
from assistant.text import STOP_WORDS, stem
from assistant.types import Span

_BODY = r"(?P<body>ministry|department|government|parliament|senate|army|navy|police|embassy|cabinet|authorities|leadership|side)"
_FIELD = r"(?:(?:foreign|defen[cs]e|interior|internal|justice|finance|economic|economy|health|education|energy)\s+)?"
_BEFORE = re.compile(rf"\b(?P<country>[A-Z][\w.]+)(?:[’']s?)?\s+{_FIELD}{_BODY}\b", re.IGNORECASE)
_AFTER = re.compile(
    rf"\b{_BODY}(?:\s+of\s+[A-Z]?\w+(?:\s+affairs)?)?\s+of\s+(?:the\s+)?(?:republic\s+of\s+)?(?P<country>[A-Z][\w.]+)",
    re.IGNORECASE,
)
# behind these a body is told about; it does nothing itself
TOLD_ABOUT = re.compile(
    r"\b(?:about|of|on|to|with|against|for|from|between|at|in|and|or|towards?|than|as)\s+(?:the\s+|its\s+|their\s+)?$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s+(?:\w+ly\s+)?(?:\w+ed|said|says|has|have|had|was|is|are|were|made|told|gave|took|held|sent|wrote|put|set|\w{3,}s)\b(?![’'])"
)
# what is asked is how it answered, which only its own words tell
_REACTS = re.compile(
    r"\s+(?:\w+ly\s+)?(?:react|respond|reply|answer|comment|say|state|declare|announce)\b", re.IGNORECASE
)
_SIDE = re.compile(r"\s+(?:side|government|authorities)\b")
_OF_COUNTRY = re.compile(  # not "talks with China Daily", nor "in Norway's north"
    r"\b(?P<thing>[a-z]{3,})\s+(?P<how>in|inside|on|with|for|from|to|of|against)\s+(?:the\s+)?(?P<country>[A-Z][\w.]*\w)\b(?![’']|\s+[A-Z])"
)


class Office(NamedTuple):
    """A country's body, or another thing of it, named at `span`."""

    country: str
    body: str
    span: Span


def other_office(question: str, sentence: str, context: str) -> Clash | None:
    """Where the question asks what one country's body did, and the sentence tells it of another country's, and does not name the
    question's, or, where it asks what that said, has it do nothing."""
    asked, told = list(_offices(question)), list(_offices(sentence))
    here = {o[:2] for o in _offices(context)}
    for mine in asked:
        if TOLD_ABOUT.search(question[: mine.span.start]) or mine[:2] in here or mine[:2] in {o[:2] for o in told}:
            continue
        spoken = _REACTS.match(question, mine.span.end)
        if _acts(mine.country, sentence) if spoken else _names(mine.country, sentence):
            continue
        for theirs in told:
            another = theirs.body == mine.body and theirs.country not in {o.country for o in asked}
            acts = _DOES.match(sentence, theirs.span.end) and not TOLD_ABOUT.search(sentence[: theirs.span.start])
            if another and acts:
                return Clash(mine.span, theirs.span)
    return None


def other_country(question: str, sentence: str) -> Clash | None:
    """Where the sentence tells in the same words of something in, with, for … a country that the question does not name, and
    does not name the question's."""
    asked, told = with_countries(question), with_countries(sentence)
    for mine in _things(question):
        for theirs in _things(sentence):
            alike = theirs.body == mine.body
            if alike and not _names(mine.country, told) and not _names(theirs.country, asked):
                return Clash(mine.span, theirs.span)
    return None


def _things(text: str) -> Iterator[Office]:
    """What stands before a country's name: "needs in" before "Norway"."""
    for match in _OF_COUNTRY.finditer(text):
        country = country_of(match["country"].casefold().replace(".", ""))
        if country and match["thing"] not in STOP_WORDS:
            yield Office(country, f"{stem(match['thing'])} {match['how']}", Span(*match.span()))


def _names(country: str, text: str) -> bool:
    known = (country_of(word.casefold().replace(".", "")) for word in re.findall(r"[A-Z][\w.]*", text))
    return country in known or country.replace("_", " ") in text.casefold()


def _acts(country: str, text: str) -> bool:
    """Whether the country, not a body of another's, does something in the text: "Armenia rejected it", "the Armenian side said"."""
    for word in re.finditer(r"[A-Z][\w.]*\w", text):
        end = side.end() if (side := _SIDE.match(text, word.end())) else word.end()
        named = country_of(word[0].casefold().replace(".", "")) == country
        if named and _DOES.match(text, end) and not TOLD_ABOUT.search(text[: word.start()]):
            return True
    return False


def _offices(text: str) -> Iterator[Office]:
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            country = country_of(match["country"].casefold().replace(".", ""))
            if country:
                yield Office(country, match["body"].casefold(), Span(*match.span()))
