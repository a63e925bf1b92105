"""Names in questions and quotes, and what may stand for them: which of them a "he" or an "it" can mean.

Plain rules over capitals, titles and the common words for bodies ("ministry", "committee"). They only ever choose
among names the conversation has; where two of them fit, nothing is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.capitals import COUNTRY_OF
from assistant.text import STOP_WORDS

PERSON, BODY, COUNTRY, PEOPLE, DATE, THING = "person", "body", "country", "people", "date", "thing"

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_BODY = (
    "administration|agency|alliance|army|assembly|association|authority|bank|board|bureau|cabinet|church|club|college"
    "|commission|committee|community|company|congress|corporation|council|court|department|embassy|foundation|fund"
    "|government|group|institute|league|ministry|movement|nato|office|organi[sz]ation|parliament|party|police|senate"
    "|society|subcommittee|team|tribunal|union|university"
)
_TITLE = (
    "president|secretary|minister|premier|chancellor|spokes(?:person|man|woman)|ambassador|senator|commander-in-chief"
    "|commander|general|colonel|chairman|chairwoman|director|governor|judge|king|queen|prince|princess|pope|bishop"
    "|professor|prof|doctor|dr|mr|mrs|ms|miss|sir|lady|lord|congressman|congresswoman|representative"
)
_THING = (
    "war|treaty|agreement|accord|section|resolution|road|region|river|mountain|lake|act|law|bill|street|article"
    "|declaration|constitution|conference|summit|operation|reservoir|corridor|bridge|cup|prize|plan|project|mission"
)
_IS_BODY = re.compile(rf"\b(?:{_BODY})\b", re.IGNORECASE)
_IS_THING = re.compile(rf"\b(?:{_THING})s?\b", re.IGNORECASE)
_TITLED = re.compile(
    rf"(?:(?:[A-Z][\w.’'-]*\s+){{0,4}}?(?:{_TITLE})\b\.?)(?:\s+of\s+(?:the\s+)?(?:State|[A-Z]\w+(?:\s+of\s+[A-Z]\w+)?))?"
    r"(?:\s+(?P<name>[A-Z].*))?",
    re.IGNORECASE,
)
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'&.-]*"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:of\s+(?:the\s+)?)?(?:{_WORD}|\d{{1,4}}\b(?!\s*(?:{MONTHS}))))*")
_LOWER_BODY = re.compile(
    rf"\b(?:the|an?|its|their|his)\s+((?:(?!(?:of|for|in|to|by|and|or|the|an?|which|that|what|from|with)\b)[\w’'.-]+\s+){{0,3}}(?:{_BODY}))\b"
    r"(?:\s+of\s+(?:the\s+)?(?:[a-z]+\s+(?:affairs|defen[cs]e|security|education|health)|[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*))?"
)
_DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTHS})(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{{4}}\b)?|(?:1[89]|20)\d\d)\b"
)
_COUNTRIES = (
    frozenset(COUNTRY_OF)
    | frozenset(COUNTRY_OF.values())
    | frozenset(
        ["U.S.", "U.S", "US", "USA", "UK", "U.K.", "EU", "America", "Britain", "England", "Scotland", "Wales", "Europe"]
    )
)
_POSSESSIVE = re.compile(r"[’']s?$")


Kinds = tuple[str, ...]


def is_common(word: str) -> bool:
    """True for a word that many bodies, offices or things share: "committee", "minister", "treaty"."""
    return bool(_IS_BODY.fullmatch(word) or _IS_THING.fullmatch(word) or re.fullmatch(_TITLE, word, re.IGNORECASE))


class Name(NamedTuple):
    """A name at `text[start:end]`, possessive ending left out; `kind` is one of the constants above."""

    start: int
    end: int
    text: str
    kind: str
    possessive: bool = False

    @property
    def key(self) -> str:
        """What two mentions of the same share: the last word of a person's name, else all of it."""
        words = self.text.casefold().removeprefix("the ").replace("’", "'").split()
        return words[-1] if self.kind == PERSON else " ".join(words)


def names(text: str) -> list[Name]:
    """The names in `text`, in order, none overlapping another; dates among them."""
    found = [Name(m.start(), m.end(), m.group(), DATE) for m in _DATE.finditer(text)]
    found += [Name(m.start(1), m.end(), m.group()[m.start(1) - m.start() :], BODY) for m in _LOWER_BODY.finditer(text)]
    for match in _NAME.finditer(text):
        found += _parts(text, match)
    taken: list[Name] = []
    for name in sorted(found, key=lambda n: (n.kind != DATE, n.start - n.end, n.start)):
        if all(name.end <= other.start or other.end <= name.start for other in taken):
            taken.append(name)
    return sorted(taken)


def _parts(text: str, match: re.Match[str]) -> list[Name]:
    """The name of one run of capitalised words, without a function word that opens the sentence, and its title."""
    start, run = match.start(), match.group()
    while (first := re.match(r"(\S+)\s*", run)) and first[1].casefold().replace("’", "'") in OPENERS:
        start, run = start + first.end(), run[first.end() :]
    run = run.rstrip()
    bare = _POSSESSIVE.sub("", run) if not re.search(r"\b\w[’']$", run) else run
    possessive = bare != run
    if bare.endswith(".") and not re.search(r"(?:\b[A-Z]\.)+$|\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr)\.$", bare):
        bare = bare[:-1]
    if not bare or not any(c.isalpha() for c in bare) or bare.casefold() in STOP_WORDS:
        return []
    titled = _TITLED.fullmatch(bare)
    if titled:
        if not titled["name"]:
            return []  # a role without a name
        start, bare = start + titled.start("name"), titled["name"]
    end = start + len(bare)
    kind = PERSON if titled else kind_of(bare, text[end:])
    if kind == PERSON and not titled and re.search(r"\b(?:the|an?)\s+$", text[:start], re.IGNORECASE):
        kind = THING
    return [Name(start, end, bare, kind, possessive)]


OPENERS = STOP_WORDS | frozenset(
    "ok okay yes no well please tell say says said according name list explain describe compare show sorry oops thanks"
    " hi hello since despite moreover however additionally furthermore therefore thus contrary unfortunately btw fyi imo imho"
    " lol asap afaik tbd".split()
)
"""Words that may open a sentence with a capital and are no part of a name."""


def kind_of(name: str, after: str = "") -> str:
    """The kind of a capitalised name followed by the text `after`: a person where nothing speaks for another kind."""
    last = name.split()[-1]
    if name in _COUNTRIES or name.startswith(("Republic of", "Kingdom of")):
        return COUNTRY
    if _IS_BODY.search(name) or (name.isupper() and len(name) > 2):
        return BODY
    if _IS_THING.search(name) or any(c.isdigit() for c in name) or re.match(rf"\s+(?:{_THING})s?\b", after):
        return THING
    if re.search(r"(?:ian|ani|can|ish|ese|ean|man|rk|ch)s$|(?:ian|ani)s\b", last):
        return PEOPLE
    if re.search(r"(?:ian|ani|ish|ese|ean|ican)$", last) and re.match(r"\s+[a-z]", after):
        return THING  # an adjective: "Azerbaijani proposals"
    return PERSON


_HE = re.compile(r"\b(?:he|him|his|she|her)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|their)\b", re.IGNORECASE)
# per pronoun the kinds to try, and whether such a name must be the subject of its sentence
_CLASSES: tuple[tuple[re.Pattern[str], tuple[tuple[Kinds, bool], ...]], ...] = (
    (_HE, (((PERSON,), False),)),
    (_IT, (((BODY, COUNTRY, THING), False),)),
    (_THEY, (((PEOPLE,), False), ((BODY, COUNTRY), True))),
)
_OWNERS = ("his", "her", "its", "their")
# "did they": the verb has the same form beside one body as beside many people
_FREE = re.compile(r"\b(?:did|will|would|can|could|may|might|must|should)\s+they$|\btheir$", re.IGNORECASE)
AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall)"
_OWN_SUBJECT = re.compile(rf"\b{AUXILIARY}\s+(?:the|an?|some|any|all)\s+\w+", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:in|at|on|near|to|into|through|before|after|since|during|until|via)(?:\s+the)?\s+$", re.IGNORECASE
)
# "it" beside these is an event or a text, not the body or country that was spoken of
_EVENT = re.compile(
    r"\bit\s+(?:\w+ly\s+)?(?:last|happen|take|occur|begin|start|end|cost|mean|result|lead|come)\w*\b"
    r"|\b(?:is|was|were|are|be|been)\s+it\b|\bit\s+(?:is|was|has been|had been|be|will be|to be)\b"
    r"|\b(?:publish|wrote|write|report|sign|send|sent|say so)\w*\s+it\b",
    re.IGNORECASE,
)
# whoever does this was spoken to: "Did he agree?" after "What did Blinken ask Aliyev?"
_RESPONSE = re.compile(
    r"\b(?:agree|accept|answer|reply|respond|react|refuse|reject|consent|allow|permit|response|reaction)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    rf"(?:{_BODY}|states|kingdom|netherlands|council|nations|cross)$|^(?:U\.?S\.?A?|U\.?K\.?|EU|UN)$", re.IGNORECASE
)


def explained(question: str, before: str, reply: str) -> str:
    """`question` with the first pronoun of each kind that can mean only one name replaced by that name.

    The name is sought in the question before, then in the reply to it. A name the question has itself is not meant
    ("What did Aliyev tell him?"), and a pronoun after a name in its own question may mean that one and stays.
    """
    own = names(question)
    for pattern, tries in _CLASSES:
        pronoun = pattern.search(question)
        if (
            pronoun is None
            or (pattern is _IT and _EVENT.search(question))
            or _may_mean_own(question, pronoun, tries, own)
        ):
            continue
        free = pattern is not _THEY or _FREE.search(question[: pronoun.end()]) is not None
        fitting = [
            meant
            for text in (before, reply)
            for kinds, must_be_subject in tries
            if (free or not must_be_subject) and (meant := _meant(text, question, kinds, own, must_be_subject))
        ]
        if fitting:
            question = _put(question, pronoun, fitting[0])
    return question


def _may_mean_own(
    question: str, pronoun: re.Match[str], tries: Sequence[tuple[Kinds, bool]], own: Sequence[Name]
) -> bool:
    """True if something before the pronoun in its own question may be what it means."""
    if pronoun.group().lower() == "him":  # the object is never the subject
        return False
    kinds = {kind for some, _ in tries for kind in some}
    if any(n.end <= pronoun.start() and n.kind in kinds for n in own):
        return True
    return (pronoun.group().lower() in _OWNERS or kinds == {BODY, COUNTRY, THING}) and bool(
        _OWN_SUBJECT.search(question[: pronoun.start()])
    )


def _meant(text: str, question: str, kinds: Kinds, own: Sequence[Name], must_be_subject: bool) -> str | None:
    """The only name in `text` of one of the kinds, or of several the subject; None where that is not clear."""
    keys = {n.key for n in own}
    fitting = [n for n in names(text) if n.kind in kinds and n.key not in keys and not _is_part(text, n)]
    subject = [n for n in fitting if is_subject(text, n)]
    if must_be_subject:
        fitting = subject
    elif not subject and PERSON not in kinds:
        fitting = [n for n in fitting if not n.possessive and not _PLACED.search(text[: n.start])]
    if subject and _RESPONSE.search(question) and len({n.key for n in fitting}) == 2:
        subject = [n for n in fitting if n.key not in {s.key for s in subject}]
    different = {n.key for n in subject or fitting}
    if len(different) != 1:
        return None
    name = max((n for n in fitting if n.key in different), key=lambda n: len(n.text))
    article = re.search(r"\b(?:the|an?)\s+$", text[: name.start], re.IGNORECASE)
    return f"the {name.text}" if article and name.kind != PEOPLE else with_article(name.text)


def _is_part(text: str, name: Name) -> bool:
    """True for a name that only tells which: "the COVID-19 vaccine"."""
    return (
        name.kind == THING
        and not _IS_THING.search(name.text)
        and bool(re.match(r"\s+[a-z]", text[name.end :]))
        and bool(re.search(r"\bthe\s+$", text[: name.start], re.IGNORECASE))
    )


def is_subject(text: str, name: Name) -> bool:
    """True if the name follows the auxiliary that opens a question, or opens a statement."""
    return not name.possessive and bool(
        re.fullmatch(rf"(?:\W*|(?:[\w’'-]+\s+){{0,6}}{AUXILIARY}\s+)(?:the\s+)?", text[: name.start], re.IGNORECASE)
    )


def _put(question: str, pronoun: re.Match[str], name: str) -> str:
    word, after = pronoun.group().lower(), question[pronoun.end() :]
    if word in _OWNERS and (word != "her" or re.match(r"\s+[a-z]", after)):
        name += "’" if name.endswith("s") else "’s"
    made = question[: pronoun.start()] + name + after
    return made[0].upper() + made[1:]


def with_article(name: str) -> str:
    """The name with "the" where it needs one: "the United States", "the Senate"."""
    return f"the {name}" if _ARTICLE.search(name) and not name.casefold().startswith("the ") else name
