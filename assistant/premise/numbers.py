"""Which numbers of a question a candidate answer has: figures, years, days, months, number words.

A number is *contradicted* where the sentence lacks it and has another in the same slot: before the same noun ("303
Azerbaijanis" for "403 Azerbaijanis"), or beside the same word ("November 17" for "November 27", "Section 908"); and where it has
it of a whole, and the question's things with another number as a part of that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from assistant.english import MONTHS
from assistant.premise.names import LONGEST_WHOLE, NEAR, Place, Reach
from assistant.text import STOP_WORDS, stem
from assistant.types import Span

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
_WORDS = (
    {w: i for i, w in enumerate(ONES)}
    | {w: 10 * i for i, w in enumerate(TENS, 2)}
    | {w: i for i, w in enumerate(_ORDINALS)}
    | {w.removesuffix("y") + "ieth": 10 * i for i, w in enumerate(TENS, 2)}
)
LARGE = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MONTH = rf"(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_NUMBER = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<dotted>\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})\b"
    rf"|(?<![\w.,])(?P<years>[12]\d{{3}})\s?[-–/]\s?(?P<short>\d\d)(?!\w)"
    r"|(?<![A-Za-z\d.,])(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<decade>[’']?s\b)?(?:st|nd|rd|th)?(?![A-Za-z\d]*\d)"
    rf"(?:[\s-](?P<large>{'|'.join(LARGE)}|bn|mn|m|k)\b)?"
    rf"|\b(?P<month>{_MONTH})\b\.?"
    rf"|\b(?P<tens>{'|'.join(TENS)})[\s-](?P<ones>{'|'.join([*ONES[1:10], *_ORDINALS[1:10]])})\b"
    rf"|\ba (?P<round>{'|'.join(LARGE)})\b"
    rf"|\b(?P<word>{_WORD})\b(?:[\s-](?P<scale>{'|'.join(LARGE)})\b)?",
    re.IGNORECASE,
)
_LATIN_NUMBER = re.compile(r"\b(?=[XVIL]{2,}\b)(?:XL|X{0,4}|L)(?:IX|IV|V?I{0,3})\b")
_SHORT_SCALES = {"bn": "billion", "mn": "million", "m": "million", "k": "thousand"}
_VAGUE = frozenset({"one", "first", "second", "zero"})  # pronoun, adverb, unit of time
_PART_OF_NAME = re.compile(r"\b[A-Z]\w*-$")  # "Covid-19"
_COUNTS_ANSWER = re.compile(
    r"\b(?:which|what|who|name|list)\s+(?:(?:are|were|is|was)\s+)?(?:the\s+|some\s+)?$", re.IGNORECASE
)
_FROM_NOW = re.compile(
    r"\s+(?:hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))\s+(?:(?:ago|earlier|previously|prior|later|afterwards?)\b|(?:before|after|on)\b(?=\s*(?:[?,.;:]|$)))",
    re.IGNORECASE,
)
LONGEST_READ = 1_000_000  # code points of a document up to which all its numbers are read, in about half a second
_OF_MONTH = 7  # code points between a day and its month: "17th of November"
_OF_DATE = 20  # and in a text, where it may be one of several days: "November 15, 16 and 17"
_CENTURY = stem("century")
_A_PART = re.compile(
    r"\b(?:including|among (?:them|whom)|of (?:them|whom))(?: at least| some| about)?\s+\Z", re.IGNORECASE
)
_WINDOW = 30  # code points before and after a number in which its slot is sought


class Number(NamedTuple):
    """A number at `text[start:end]`: its `value` ("403", "month 11"), and the words it stands between, as stems."""

    start: int
    end: int
    value: str
    before: str
    after: str


class Numbered(NamedTuple):
    """A number of the question, its nearest place, and the number in its place in the sentence, or of the same things (`instead`), if any.

    `absent`: the question's words for it ("1,515", "November 17"), if it is written in figures, is no decade or century, and
    stands nowhere in the document or its labels in any shape, the day of a month nowhere beside that month; else empty.
    """

    value: str
    span: Span
    reach: Reach
    instead: Span | None
    absent: str


def numbers(text: str) -> list[Number]:
    """The numbers of `text`, in order; a date is several. "one" and "first" say too little and are left out."""
    return sorted(Number(m.start(), m.end(), value, *_slot(text, m)) for m, value in _found(text))


def _found(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _NUMBER.finditer(text):
        if not _PART_OF_NAME.search(text, max(0, match.start() - _WINDOW), match.start()):
            yield from ((match, value) for value in _values(match))
    for match in _LATIN_NUMBER.finditer(text):
        yield match, str(_roman(match.group()))


def numbered(question: str, place: Place) -> tuple[Numbered, ...]:
    """The numbers of `question`, in order, each with its nearest place."""
    asked = [n for n in numbers(question) if not _COUNTS_ANSWER.search(question[: n.start])]
    if not asked:
        return ()  # "Which two treaties": the answer need not count itself
    text, (start, end) = place.document.text, place.sentence
    here = numbers(text[start:end])
    have = [
        (Reach.SENTENCE, {n.value for n in here}),
        (Reach.CONTEXT, {value for _, value in _found(place.beside)}),
    ]
    out = []
    for number in asked:
        if number.value not in have[1][1] | have[0][1] and len(have) == 2:
            have.append((Reach.NEAR, {value for _, value in _found(text[max(0, start - NEAR) : end + NEAR])}))
        reach = next((r for r, values in have if number.value in values), None)
        if reach is None:
            reach = _farther(number, text)
        instead = _of_same_things(number, here, text[start:end]) if reach <= Reach.CONTEXT else _instead(number, here)
        if _FROM_NOW.match(question, number.end) and not (instead and _FROM_NOW.match(text, start + instead.end)):
            reach, instead = min(reach, Reach.CONTEXT), None  # "three years earlier" may be told by its date
        span = Span(start + instead.start, start + instead.end) if instead else None
        month = _month_of(number, asked)
        named = [number, *([month] if month else [])]
        words = question[min(n.start for n in named) : max(n.end for n in named)]
        absent = words if question[number.start].isdigit() and _is_absent(number, month, reach, place) else ""
        out.append(Numbered(number.value, Span(number.start, number.end), reach, span, absent))
    return tuple(out)


def _farther(number: Number, text: str) -> Reach:
    plain = number.value.isdigit() and len(text) <= LONGEST_WHOLE
    return Reach.DOCUMENT if plain and re.search(rf"(?<!\d){number.value}(?!\d)", text) else Reach.NOWHERE


def _month_of(day: Number, asked: Sequence[Number]) -> Number | None:
    """The month named right before or after a number that may be its day."""
    if not (day.value.isdigit() and 0 < int(day.value) <= 31):
        return None
    beside = (n for n in asked if 0 <= day.start - n.end <= 2 or 0 <= n.start - day.end <= _OF_MONTH)
    return next((n for n in beside if _is_month(n)), None)


def _is_absent(number: Number, month: Number | None, reach: Reach, place: Place) -> bool:
    text = place.document.text
    is_period = not number.value.isdigit() or number.after == _CENTURY
    if is_period or len(text) > LONGEST_READ or reach < (Reach.CONTEXT if month else Reach.NOWHERE):
        return False
    for places in (_places(text), _places(place.beside)):
        at, months = places.get(number.value, ()), places.get(month.value, ()) if month else ()
        if at and (month is None or any(abs(day - name) <= _OF_DATE for day in at for name in months)):
            return False
    return True


@lru_cache(maxsize=16)
def _places(text: str) -> Mapping[str, Sequence[int]]:
    """Where each number of the text begins, in order."""
    places = defaultdict[str, list[int]](list)
    for match, value in _found(text):
        places[value].append(match.start())
    return places


def _instead(number: Number, here: list[Number]) -> Number | None:
    """The number of the sentence that stands where `number` should."""
    for other in here:
        if not same_kind(number, other) or other.value == number.value:
            continue
        slots = ((number.before, other.before), (number.after, other.after))
        if any(mine and mine == theirs for mine, theirs in slots):
            return other
    return None


def _of_same_things(number: Number, here: list[Number], sentence: str) -> Number | None:
    """The sentence's number of what the question counts, where it is said to be a part of the question's number: "303 journalists"
    of "303 people, among them two journalists"."""
    of_number = [n for n in here if n.value == number.value]
    is_date = len(number.value) == 4 or _is_month(number)
    if is_date or not number.after or any(n.after == number.after for n in of_number):
        return None
    parts = (
        n for n in here if n.after == number.after and same_kind(number, n) and _A_PART.search(sentence[: n.start])
    )
    return next((n for n in parts if any(whole.end < n.start for whole in of_number)), None)


def same_kind(one: Number, other: Number) -> bool:
    """True if both may be years, both are months, or neither."""
    return (len(one.value) == 4) == (len(other.value) == 4) and _is_month(one) == _is_month(other)


def _is_month(number: Number) -> bool:
    return number.value.startswith("month")


def _values(match: re.Match[str]) -> list[str]:
    if iso := match["iso"] or match["dotted"]:
        parts = [int(p) for p in re.split(r"[-./]", iso)]
        year, month, day = parts if match["iso"] else reversed(parts)
        return [str(year), f"month {month}", str(day)]
    if years := match["years"]:
        return [years, years[:2] + match["short"]]
    if month_name := match["month"]:
        # "may" and "march" are months only as capitalised words; a question without capitals loses them
        if not month_name[0].isupper() and month_name in ("may", "march", "mar", "jan", "dec", "sep", "oct", "apr"):
            return []
        return [f"month {1 + next(i for i, m in enumerate(MONTHS) if m[:3] == month_name[:3].title())}"]
    if round_number := match["round"]:
        return [str(LARGE[round_number.lower()])]
    if match["tens"]:
        return [str(_WORDS[match["tens"].lower()] + _WORDS[match["ones"].lower()])]
    if word := match["word"]:
        scale = match["scale"]
        if not scale and word.lower() in _VAGUE:
            return []
        return [str(_WORDS[word.lower()] * LARGE[scale.lower() if scale else "hundred"] // (1 if scale else 100))]
    return [_plain(match)]


def _plain(match: re.Match[str]) -> str:
    value = Decimal(match["digits"].replace(",", ""))
    if large := match["large"]:
        value *= LARGE[_SHORT_SCALES.get(large.lower(), large.lower())]
    text = f"{value.normalize():f}"
    if not match["decade"] or len(text) < 2:
        return text
    return f"{text}s" if len(text) > 2 else f"19{text}s"


def _slot(text: str, match: re.Match[str]) -> tuple[str, str]:
    """Stems of the words right before and after a number; empty where there is none in the clause."""
    before = re.search(r"([^\W_]+)[\s-]*$", text[max(0, match.start() - _WINDOW) : match.start()])
    after = re.match(r"[\s-]*([^\W\d_]+)", text[match.end() : match.end() + _WINDOW])
    return _telling(before[1] if before else ""), _telling(after[1] if after else "")


def _telling(word: str) -> str:
    return "" if word.casefold() in STOP_WORDS and word != "May" else stem(word)


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
