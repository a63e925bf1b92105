"""Which names of a question a candidate answer has, and how far away those stand that it lacks.

A name counts as present in any of its usual shapes: surname alone, possessive, plural, adjective of a place, a country
for its capital, initials for a full name and the other way round, one letter apart as transliterations are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

from assistant.attribution.lexicon import SHORT_TITLES, TITLES
from assistant.capitals import COUNTRY_OF
from assistant.constraints.names import RANKS, alike, country_of, demonyms
from assistant.names import BODY, COUNTRY, DATE, PERSON, Name, is_common, names
from assistant.snapshot import Snapshot
from assistant.spelling import is_english, is_slip
from assistant.text import STOP_WORDS, word_form, words
from assistant.types import Document, Span

NEAR = 2_000  # code points on either side of a sentence that count as near
LONGEST_WHOLE = 2_000_000  # code points of a document up to which all of it is searched
BEFORE = 160  # code points before a sentence that tell what it goes on about
AROUND = 600  # code points on either side of a sentence in which the act that is asked about is told
SPEAKS_AS_I = 3  # times "I" or "my" near a sentence from which the text counts as somebody's speech

_FIRST_PERSON = re.compile(r"\b(?:I|my)\b")
_LATIN = "àa áa âa ãa äa åa āa ăa ąa æa çc ćc čc ďd đd èe ée êe ëe ēe ęe ěe əe ğg ìi íi îi ïi īi ıi łl ñn ńn ňn òo óo ôo õo öo øo ōo őo řr śs şs šs ťt ùu úu ûu üu ūu ůu űu ýy ÿy źz żz žz"
_FOLD = str.maketrans(
    {c: b for pair in _LATIN.split() for c, b in ((pair[0], pair[1]), (pair[0].upper(), pair[1])) if len(c) == 1}
    | {"İ": "i", "’": "'", "ʼ": "'", "`": "'", "‑": "-", "–": "-"}
)
_ENDING = r"(?:'s?|s'?|es|n|an|ans|ian|ians|ean|eans|i|is|ese|ish|ic)?"
_NUMBERED = re.compile(r"^(About|Almost|Approximately|Around|Exactly|Nearly|Only|Over|Roughly|Some|Under)\s[\d.,]+$")
_ADJECTIVE = re.compile(r"(.{4,}?)(?:ians?|eans?|ans?|ese|ish|ic)$")
_FULL_STOP = re.compile(r"(\w{3,})[.?!]\s+")
_SENTENCE_END = re.compile(r"(?:^|[?!:]|(\w*)\.)\W*$")
LONGEST_END = 40  # code points before a word in which the end of another sentence is looked for
_LETTERS = ("us", "uk", "un", "eu")
_LINK = r"\s+(?:(?:of|the|for|and|on|in|to|de)\s+)*"


class Reach(IntEnum):
    """The nearest place that has a name or number of the question."""

    SENTENCE = 0
    CONTEXT = 1  # the title, other labels, the sentence before
    NEAR = 2  # within `NEAR` code points
    DOCUMENT = 3
    CORPUS = 4  # in other documents only
    NOWHERE = 5


class Named(NamedTuple):
    """A name of the question, `span`, and the nearest place `at` of the document that has it; None where none has.

    `doubtful`: it may be there after all. Some of its words are, as those of a longer or slightly other name would be; or
    the text around speaks as "I" and may be that person's own, as a speech that never names its speaker. `speaks`: the
    person may be the one who speaks there and has no name, and counts as named beside it, as by a label.
    """

    name: str
    span: Span
    reach: Reach
    at: Span | None
    doubtful: bool = False
    speaks: bool = False


_CHAMBERS = {
    "congress": ("senate", "house of representatives", "house of representative")
}  # who testifies before a chamber's committee does so in Congress


class Place(NamedTuple):
    """Where a candidate sentence stands: its span in `document`, and what is read with it."""

    document: Document
    sentence: Span
    context: str

    @property
    def told(self) -> str:
        """The sentence and the `BEFORE` code points before it."""
        return self.document.text[max(0, self.sentence.start - BEFORE) : self.sentence.end]

    @property
    def around(self) -> str:
        """The text within `AROUND` code points of the sentence, and the document's labels."""
        text = self.document.text[max(0, self.sentence.start - AROUND) : self.sentence.end + AROUND]
        return " . ".join([text, *(v.value for v in self.document.metadata.values())])

    @property
    def beside(self) -> str:
        """The context and the document's labels."""
        return " . ".join([self.context, *(v.value for v in self.document.metadata.values())])


def named(question: str, place: Place, corpus: Snapshot) -> tuple[Named, ...]:
    """The names of `question`, in order, each with its nearest place."""
    found = (_nearest(name, place, corpus) for name in question_names(question))
    return tuple(n._replace(reach=Reach.CONTEXT, speaks=True) if _may_speak(question, n, place) else n for n in found)


def _may_speak(question: str, missing: Named, place: Place) -> bool:
    """True of a person whom the corpus never names, asked about with an office, where who speaks has no name."""
    before = re.search(r"((?:[A-Z][\w-]*\.? )+)$", question[: missing.span.start])
    if missing.reach != Reach.NOWHERE or not before:
        return False
    return speaks_unnamed(place.document, place.sentence, f"{before[1]}{missing.name}")


def office_of(asked: str) -> frozenset[str]:
    """The words of the titles and offices in a person's name as a question has it: "President Lee" → {"president"}."""
    return frozenset(w for w in asked.casefold().replace(".", "").split()[:-1] if w in TITLES)


def is_office_alone(speaker: str, asked: str) -> bool:
    """True if all that is known of the speaker is the office that the one asked about has: "THE PRESIDENT"."""
    known = frozenset(speaker.casefold().replace(".", "").split()) - {"the"}
    return bool(known) and known <= office_of(asked)


def speaks_unnamed(document: Document, sentence: Span, asked: str) -> bool:
    """True if nothing tells who speaks but an office that the one `asked` about has, or an "I" without label or name.

    False where `asked` has no office: of a mere name there is nothing in such a text at all.
    """
    if not office_of(asked):
        return False
    here = [s.speaker for s in document.statements if s.start < sentence.end and sentence.start < s.end and s.speaker]
    if here:
        return all(is_office_alone(speaker, asked) for speaker in here)
    if document.label("author") or document.label("publisher"):
        return False
    known = [s for s in document.statements if s.speaker]
    said = _FIRST_PERSON.finditer(document.text, max(0, sentence.start - NEAR), sentence.end + NEAR)
    return sum(not any(s.start <= m.start() < s.end for s in known) for m in said) >= SPEAKS_AS_I


@lru_cache(maxsize=64)
def question_names(question: str) -> tuple[Name, ...]:
    """The names in a question. One typed without capitals has those of its words that no English word list knows, unless
    mistyped, and countries and capitals."""
    if not any(c.isupper() for c in question):
        unknown = [s for s in words(question) if _odd(question[s.start : s.end])]
        return tuple(Name(s.start, s.end, question[s.start : s.end], PERSON) for s in unknown)
    found = [part for n in names(question) if n.kind != DATE for one in _by_sentence(n) for part in _apart(one)]
    found += [Name(m.start(), m.end(), "US", COUNTRY) for m in re.finditer(r"\bUS\b(?! [A-Z])", question)]
    found = [n for n in found if any(c.isupper() for c in n.text) and not _merely_opens(question, n)]
    once = {(n.start, n.end): n for n in found if any(len(t) > 2 or country_of(t) for t in _telling(n))}
    return tuple(sorted(once.values()))


def _apart(name: Name) -> list[Name]:
    """Two names of one word with a hyphen, "US-Mexico", as two; any other as it is."""
    both = re.fullmatch(r"([^\W\d_]{2,})-([^\W\d_]{2,})", name.text)
    if not both or not (both[1][0].isupper() and both[2][0].isupper()):
        return [name]
    first, second = both.span(1), both.span(2)
    return [Name(name.start + a, name.start + b, name.text[a:b], name.kind) for a, b in (first, second)]


def _by_sentence(name: Name) -> list[Name]:
    """A run of capitalised words that goes over full stops as the names between them: "Armenia. Did Baku"."""
    ends = [m for m in _FULL_STOP.finditer(name.text) if word_form(m[1]) not in SHORT_TITLES]
    if not ends:
        return [name]
    starts, stops = [0, *(m.end() for m in ends)], [*(m.end(1) for m in ends), len(name.text)]
    return [
        n._replace(start=name.start + start + n.start, end=name.start + start + n.end)
        for start, stop in zip(starts, stops, strict=True)
        for n in question_names(name.text[start:stop])
    ]


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    """`text` in lower case without accents; every offset stays."""
    lowered = text.lower() if text.isascii() else text.translate(_FOLD).lower()
    return lowered if len(lowered) == len(text) else text


def places_of(name: Name, text: str) -> Iterator[Span]:
    """Where `text` has the name in any of its shapes; the pronoun "us" is not the country."""
    return (at for at in _shapes_of(name, text) if text[at.start : at.end] != "us")


def _shapes_of(name: Name, text: str) -> Iterator[Span]:
    folded = fold(text)
    whole = country_of(fold(name.text).replace(".", "").removeprefix("the ").replace(" ", "_"))
    if whole or len(name.text.split()) == 1:
        yield from _token_places(whole or fold(re.sub(r"(?<=\w{3})-[a-z]+$", "", name.text)), folded)
        return
    if initials := _initials(name):
        yield from (Span(*m.span()) for m in re.finditer(rf"\b{initials}\b", text))
    tokens = _telling(name)
    if name.kind == PERSON and len(tokens) > 1:
        for token in tokens:
            yield from (at for at in _token_places(token, folded) if _compatible(text, at, tokens))
        return
    found = {token: list(_token_places(token, folded)) for token in tokens}
    if all(found.values()):
        yield from max(found.values(), key=lambda f: -len(f))


def _nearest(name: Name, place: Place, corpus: Snapshot) -> Named:
    span = Span(name.start, name.end)
    text, (start, end) = place.document.text, place.sentence
    for at in places_of(name, text[start:end]):
        return Named(name.text, span, Reach.SENTENCE, Span(start + at.start, start + at.end))
    if any(True for _ in places_of(name, place.beside)):
        return Named(name.text, span, Reach.CONTEXT, None)
    near = Span(max(0, start - NEAR), end + NEAR)
    around = [Span(near.start + a, near.start + b) for a, b in places_of(name, text[near.start : near.end])]
    if around or (around := list(_misspelt(name, text, near))):
        at = min(around, key=lambda s: abs(s.start - start))
        return Named(name.text, span, Reach.SENTENCE if start <= at.start < end else Reach.NEAR, at)
    if len(text) <= LONGEST_WHOLE:
        for at in places_of(name, text):
            return Named(name.text, span, Reach.DOCUMENT, at)
    tokens = _telling(name)
    known = all(in_corpus(token, corpus) for token in tokens)
    if name.kind == PERSON:
        doubtful = len(_FIRST_PERSON.findall(text, near.start, near.end)) >= SPEAKS_AS_I
    else:
        doubtful = any(_token_places(token, fold(text[:LONGEST_WHOLE])) for token in tokens)
    return Named(name.text, span, Reach.CORPUS if known else Reach.NOWHERE, None, doubtful)


def in_corpus(word: str, corpus: Snapshot) -> bool:
    """True if the corpus has the word, in the plural or singular too; of one with a hyphen, "US-Mexico", all its parts; of a
    country's or people's, "Azeris", the country."""
    form = word_form(word)
    ways = (
        [form],
        form.split("-"),
        (country_of(form) or form).split("_"),
        *(c.split() for c in _CHAMBERS.get(form, ())),
    )
    return any(all(_counts(part, corpus) for part in parts if part) for parts in ways)


def _counts(form: str, corpus: Snapshot) -> bool:
    return any(corpus.word_count(f) for f in (form, f"{form}s", form.removesuffix("s")))


def _merely_opens(question: str, name: Name) -> bool:
    """True for one English word that is capitalised only because a sentence begins with it, as in "Approximately 4"."""
    word = _NUMBERED.sub(r"\1", name.text)
    if " " in word or name.kind == COUNTRY or word.isupper():
        return False
    return is_english(word) and opens_sentence(question, name.start)


def opens_sentence(text: str, start: int) -> bool:
    """True if a sentence begins at `start`; not behind "Mr." or "U.S."."""
    ended = _SENTENCE_END.search(text, max(0, start - LONGEST_END), start)
    return ended is not None and (ended[1] is None or (len(ended[1]) > 2 and word_form(ended[1]) not in SHORT_TITLES))


def _odd(word: str) -> bool:
    form = word_form(word)
    if len(form) < 4 or not form.isalpha() or form in STOP_WORDS:
        return False
    if country_of(form) is not None or form.title() in COUNTRY_OF:
        return True
    return not is_english(form) and not is_slip(form)


def _telling(name: Name) -> list[str]:
    """The folded words of a name that tell it from others of its kind: not "committee", "president", "of", "50"."""
    capitals = [w for w in re.findall(r"[^\s&/]+", name.text) if w[0].isupper() or name.text.islower()]
    tokens = [fold(re.sub(r"-[a-z]+$", "", w)).strip(".,'") for w in capitals]
    tokens = [t for t in tokens if t and (t not in STOP_WORDS or country_of(t))]
    plain = [t for t in tokens if not is_common(t)] or tokens
    if name.kind != PERSON:
        return plain
    return [t for t in plain if t not in TITLES | RANKS] or plain  # "Captain Solberg" is "Captain Henrik Solberg"


@cache
def _pattern(token: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Beginnings of the shapes of a folded word, one of which any match contains, and the pattern itself."""
    token = re.sub(r"'s?$", "", token)
    place = country_of(token.replace(".", "")) or country_of(fold(COUNTRY_OF.get(token.title(), "")).replace(" ", "_"))
    shapes = [token, *_CHAMBERS.get(token, ())]
    if place:
        shapes += [place.replace("_", " "), *(d for d in demonyms(place)), *_capitals(place)]
    if len(token) > 4:
        shapes += [token.removesuffix("s"), token.removesuffix("es")]
        shapes += [m[1] + ending for m in [_ADJECTIVE.match(token)] if m for ending in ("", "a", "ia", "e", "y", "o")]
    shapes = [s for s in dict.fromkeys(shapes) if len(s) > 1 or s == token]
    alternatives = "|".join(_loose(s) for s in sorted(shapes, key=len, reverse=True))
    beginnings = tuple({re.match(r"[^\W_]{0,4}", s)[0] for s in shapes})  # type: ignore[index]  # matches anything
    beginnings += tuple(f"{s[0]}{apart}" for s in shapes if s in _LETTERS for apart in ". ")
    if re.fullmatch(r"[a-z]{7,}", token):  # written as one: "Lendingclub" for "Lending Club"
        alternatives += "|" + "|".join(rf"{token[:i]}[-\s]{token[i:]}" for i in range(4, len(token) - 1))
    if re.fullmatch(r"[a-z]{3,7}", token) and not is_english(token):
        alternatives += "|" + _LINK.join(rf"{c}[\w'-]*" for c in token)
        beginnings = ("",)
    return beginnings, re.compile(rf"\b(?:{alternatives}){_ENDING}(?!\w)")


@cache
def _capitals(country: str) -> tuple[str, ...]:
    return tuple(fold(capital) for capital, of in COUNTRY_OF.items() if fold(of).replace(" ", "_") == country)


def _loose(shape: str) -> str:
    """A shape as a pattern in which hyphens, dots and apostrophes may be missing or stand apart."""
    letters = re.escape(shape).replace(r"\-", r"[-\s]?").replace(r"\.", r"\.?").replace("'", r"\s?'?\s?")
    return letters if shape not in _LETTERS else r"\.?\s?".join(shape) + r"\.?"


def _token_places(token: str, folded: str) -> list[Span]:
    beginnings, pattern = _pattern(token)
    if not any(beginning in folded for beginning in beginnings):
        return []  # quicker than the pattern, which matters in long documents
    return [Span(*m.span()) for m in pattern.finditer(folded)]


def _initials(name: Name) -> str | None:
    """The initials of a body's or thing's full name, of three letters at least."""
    letters = "".join(w[0] for w in re.findall(r"[^\W\d_][\w'’-]*", name.text) if w.casefold() not in STOP_WORDS)
    return letters.upper() if name.kind != PERSON and len(letters) > 2 else None


def _compatible(text: str, at: Span, tokens: list[str]) -> bool:
    """False where the word belongs to another name: a surname behind another first name, a first name before another
    surname."""
    if len(tokens) == 1:
        return True
    token = fold(text[at.start : at.end])
    place = next((i for i, t in enumerate(tokens) if token.startswith(t[:3])), 0)
    if place == len(tokens) - 1:
        beside = re.search(r"([^\W\d_][\w'’-]*)[. ]*$", text[max(0, at.start - 30) : at.start])
    else:
        beside = re.match(r"[ ]+([^\W\d_][\w'’-]*)", text[at.end : at.end + 30])
    if not beside or not beside[1][0].isupper() or len(beside[1]) < 2:
        return True
    other = fold(beside[1])
    return other in STOP_WORDS or is_common(other) or any(alike(other, t) or t[0] == other for t in tokens)


def _misspelt(name: Name, text: str, near: Span) -> Iterator[Span]:
    """Where a person's or place's surname stands one letter apart."""
    tokens = _telling(name)
    last = tokens[-1] if tokens else ""
    if name.kind == BODY or len(last) < 5:
        return
    for match in re.finditer(rf"\b{re.escape(last[0])}[\w'-]+", fold(text[near.start : near.end])):
        at, word = Span(near.start + match.start(), near.start + match.end()), match.group().replace("'", "")
        if word != last and alike(last, word) and _compatible(text, at, [*tokens[:-1], word]):
            yield at
