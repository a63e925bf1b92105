"""Names in questions and quotes, and what may stand for them: which of them a "he" or an "it" can mean.

Plain rules over capitals, titles and the common words for bodies ("ministry", "committee"). They only ever choose
among names the conversation has; where two of them fit, nothing is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.capitals import COUNTRY_OF
from assistant.english import MONTHS
from assistant.text import STOP_WORDS, words

PERSON, BODY, COUNTRY, PEOPLE, DATE, THING = "person", "body", "country", "people", "date", "thing"

WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
MONTH = "|".join(MONTHS)
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
    r"|(?:gen|sen|rep|gov|rev|lt|col|sgt|capt|adm|hon)(?=\.)"
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
_NAME = re.compile(rf"{_WORD}(?:\s+(?:of\s+(?:the\s+)?)?(?:{_WORD}|\d{{1,4}}\b(?!\s*(?:{MONTH}))))*")
_LOWER_BODY = re.compile(
    rf"\b(?:the|an?|its|their|his)\s+((?:(?!(?:of|for|in|to|by|and|or|the|an?|which|that|what|from|with)\b)[\w’'.-]+\s+){{0,3}}(?:{_BODY}))\b"
    r"(?:\s+of\s+(?:the\s+)?(?:[a-z]+\s+(?:affairs|defen[cs]e|security|education|health)|[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*))?"
)
_DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{{4}}\b)?|(?:1[89]|20)\d\d|{WEEKDAYS})\b"
)
_COUNTRIES = (
    frozenset(COUNTRY_OF)
    | frozenset(COUNTRY_OF.values())
    | frozenset(
        ["U.S.", "U.S", "US", "USA", "UK", "U.K.", "EU", "America", "Britain", "England", "Scotland", "Wales", "Europe"]
    )
)
_LABEL = re.compile(r"(?:Question|Answer|Note|Update|Comment|Reply|Response|Q|A)\s*:")  # of a turn or a line, no name
_POSSESSIVE = re.compile(r"[’']s?$")
_ADJECTIVE = re.compile(r"(?:ian|ani|ish|ese|ean|ican)$")


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
    if not bare or not any(c.isalpha() for c in bare) or bare.casefold() in STOP_WORDS or _LABEL.match(text, start):
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
    if _ADJECTIVE.search(last) and re.match(r"\s+[a-z]", after):
        return THING  # an adjective: "Azerbaijani proposals"
    return PERSON


QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall)"
_HE = re.compile(r"\b(?:he|him|his|she|her)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|their)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
_SUBJECT_IT = re.compile(rf"\b(?:{AUXILIARY}|that|if|whether|when|why|how|because|than)\s+$", re.IGNORECASE)
# the kinds of name that each may mean
_CLASSES: tuple[tuple[re.Pattern[str], Kinds], ...] = (
    (_HE, (PERSON,)),
    (_IT, (BODY, COUNTRY, THING)),
    (_THEY, (PEOPLE,)),
)
SHORTEST = 3  # words of a question from which a pronoun in it is replaced
_OWNERS = ("his", "her", "its", "their")
_OWN_SUBJECT = re.compile(rf"\b{AUXILIARY}\s+(?:the|an?|some|any|all)\s+\w+", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:in|at|on|near|to|into|through|before|after|since|during|until|via)(?:\s+the)?\s+$", re.IGNORECASE
)
_PLACE_OR_PERSON = re.compile(r"(?<!according )\b(in|at|on|near|to|into|through|from|of|via)\s+$", re.IGNORECASE)
# "it" beside these is an event or a text, not the body or country that was spoken of
_EVENT = re.compile(
    r"\bit\s+(?:(?:have|has|had|not)\s+)*(?:\w+ly\s+)?(?:last|happen|take|took|occur|begin|start|end|cost|mean|result|lead|come)\w*\b"
    r"|\b(?:is|was|were|are|be|been)\s+it\b|\bit\s+(?:is|was|has been|had been|be|been|will be|to be)\b",
    re.IGNORECASE,
)
# whoever does this was spoken to: "Did he agree?" after "What did Blinken ask Aliyev?"
_RESPONSE = re.compile(
    r"\b(?:agree|accept|answer|reply|respond|react|refuse|reject|consent|allow|permit|apologi[sz]e|promise|follow|comply|obey|in return|to that|undertake|response|reaction|think of it|go along|should)\b",
    re.IGNORECASE,
)
_ADDRESSING = re.compile(
    r"\b(?:ask|demand|request|accuse|offer|propose|suggest|invite|tell|told|call|urge|want|say|said|claim|write|wrote|send|sent)\w*\b",
    re.IGNORECASE,
)
# the one it asks for is who "he" may be: "Who wrote to Lee? What did he want?"
_ASKS_WHO = re.compile(
    rf"(?:\w+\s+)?(?:who(?!\s+(?:is|was|are|were)\s+(?-i:[A-Z]))|whose|(?P<object>whom)|which\s+(?:[a-z-]+\s+)?(?P<body>{_BODY})(?!\s+{AUXILIARY}\b))\b",
    re.IGNORECASE,
)
_MALE = r"mr|sir|lord|king|prince|count|baron|father|brother|congressman|chairman|spokesman"
_FEMALE = r"mrs|ms|miss|lady|dame|queen|princess|countess|baroness|sister|mother|congresswoman|chairwoman|spokeswoman"
_OF_THE_OTHER = {
    **dict.fromkeys(("he", "him", "his"), re.compile(rf"\b(?:{_FEMALE})\.?\s+$", re.IGNORECASE)),
    **dict.fromkeys(("she", "her"), re.compile(rf"\b(?:{_MALE})\.?\s+$", re.IGNORECASE)),
}
_ARTICLE = re.compile(
    rf"(?:{_BODY}|states|kingdom|netherlands|council|nations|cross)$|^(?:U\.?S\.?A?|U\.?K\.?|EU|UN)$", re.IGNORECASE
)


def explained(question: str, before: str, reply: str) -> str:
    """`question` with the first pronoun of each kind that can mean only one name replaced by that name.

    The name is sought in the question before; where that asks who it was and names none, among those that only the reply
    names. A name the question has itself is not meant ("What did Aliyev tell him?"), and a pronoun after a name in
    its own question may mean that one and stays.
    """
    own = names(question)
    for pattern, kinds in _CLASSES:
        pronoun = pattern.search(question)
        if pronoun is None or _stays(question, pattern, pronoun, kinds, own):
            continue
        meant, others = None, _mentioned(before, question, pronoun, kinds, own)
        who = _ASKS_WHO.match(before)
        if who and who["body"] and pattern is not _IT:
            who = None
        if not who or (who["object"] and pattern is _IT) or (others and _RESPONSE.search(question)):
            meant = _only(others, before, question, kinds)
        elif not others:
            told = [*own, *(n for n in names(before) if n.kind in kinds)]
            meant = _only(_mentioned(reply, question, pronoun, kinds, told), reply, question, kinds)
        if meant:
            question = _put(question, pronoun, meant)
    return question


def _stays(question: str, pattern: re.Pattern[str], pronoun: re.Match[str], kinds: Kinds, own: Sequence[Name]) -> bool:
    """True if the pronoun means an event, or may mean something before it in its own question."""
    word, before = pronoun.group().lower(), question[: pronoun.start()]
    if len(words(question)) < SHORTEST:  # "And she?", "Her colleague?"
        return True
    if pattern is _IT and (_EVENT.search(question) or len(re.findall(r"\bit\b", question)) > 1):
        return True
    if word == "it" and not _SUBJECT_IT.search(before):  # an object is what was done, not who was spoken of
        return True
    if pattern is _HE and len({m.group().lower() in ("she", "her") for m in _HE.finditer(question)}) > 1:
        return True
    if word == "him":  # the object is never the subject
        return False
    if any(n.end <= pronoun.start() and n.kind in kinds for n in own):
        return True
    return (word in _OWNERS or pattern is _IT) and bool(_OWN_SUBJECT.search(before))


def _mentioned(text: str, question: str, pronoun: re.Match[str], kinds: Kinds, besides: Sequence[Name]) -> list[Name]:
    """The names in `text` that the pronoun may mean, but for those of `besides`."""
    keys, other = {n.key for n in besides}, _OF_THE_OTHER.get(pronoun.group().lower())
    found = [n for n in names(text) if n.kind in kinds and n.key not in keys and not _is_part(text, n)]
    if other:
        found = [n for n in found if not (other.search(text[: n.start]) or other.search(f" {n.text.split()[0]} "))]
        answers = _RESPONSE.search(question) and _ADDRESSING.search(text)
        found = [n for n in found if answers or not _may_be_place(text, n)]
    if pronoun.re is _IT and _THEY.search(question[: pronoun.start()]):  # "What do they call on it to do?"
        found = [n for n in found if not is_subject(text, n)]
    return found


def _may_be_place(text: str, name: Name) -> bool:
    """True of "Halmark" in "the ambassador in Halmark", and of whoever another is only named after: "the widow of Samuel Tree"."""
    preposition = None if name.possessive else _PLACE_OR_PERSON.search(text[: name.start])
    return preposition is not None and (" " not in name.text or preposition[1].lower() in ("of", "in", "at", "near"))


def _only(fitting: Sequence[Name], text: str, question: str, kinds: Kinds) -> str | None:
    """The only name, or of several the subject; None where that is not clear."""
    subject = [n for n in fitting if is_subject(text, n)]
    if not subject and PERSON not in kinds:
        fitting = [n for n in fitting if not n.possessive and not _PLACED.search(text[: n.start])]
    if subject and _RESPONSE.search(question) and _ADDRESSING.search(text):
        fitting = [n for n in fitting if n.key not in {s.key for s in subject}]
        subject = []
    different = {n.key for n in subject or fitting}
    if len(different) != 1:
        return None
    name = max((n for n in fitting if n.key in different), key=lambda n: len(n.text))
    article = re.search(r"\b(?:the|an?)\s+$", text[: name.start], re.IGNORECASE)
    return f"the {name.text}" if article and name.kind != PEOPLE else with_article(name.text)


def _is_part(text: str, name: Name) -> bool:
    """True for a name that only tells which: "the COVID-19 vaccine", "Azerbaijani proposals"."""
    if name.kind == THING and _ADJECTIVE.search(name.text) and re.match(r"\s+[a-z]", text[name.end :]):
        return True
    return (
        name.kind == THING
        and not _IS_THING.search(name.text)
        and bool(re.match(r"\s+[a-z]", text[name.end :]))
        and bool(re.search(r"\bthe\s+$", text[: name.start], re.IGNORECASE))
    )


def is_subject(text: str, name: Name) -> bool:
    """True if the name follows the auxiliary that opens a question, or opens a statement."""
    return not name.possessive and bool(
        re.fullmatch(
            rf"(?:\W*|(?:[\w’'-]+\s+){{0,6}}{AUXILIARY}\s+)(?:the\s+)?(?:(?:[A-Z]\w+\s+)?(?:{_TITLE})\.?\s+)?",
            text[: name.start],
            re.IGNORECASE,
        )
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
