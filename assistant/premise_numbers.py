"""Which numbers of a question a candidate answer has: figures, years, days, months, number words.

A number is *contradicted* where the sentence lacks it and has another in the same slot: before the same noun ("303
Azerbaijanis" for "403 Azerbaijanis"), or beside the same word ("November 17" for "November 27", "Section 908").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from assistant.premise_names import LONGEST_WHOLE, NEAR, Place, Reach
from assistant.text import STOP_WORDS, stem
from assistant.types import Span

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
_WORDS = (
    {w: i for i, w in enumerate(_ONES)}
    | {w: 10 * i for i, w in enumerate(_TENS, 2)}
    | {w: i for i, w in enumerate(_ORDINALS)}
    | {w.removesuffix("y") + "ieth": 10 * i for i, w in enumerate(_TENS, 2)}
)
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = rf"(?:{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_NUMBER = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<dotted>\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})\b"
    rf"|(?<![\w.,])(?P<years>[12]\d{{3}})\s?[-–/]\s?(?P<short>\d\d)(?!\w)"
    r"|(?<![A-Za-z\d.,])(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<decade>[’']?s\b)?(?:st|nd|rd|th)?(?![A-Za-z\d]*\d)"
    rf"(?:[\s-](?P<large>{'|'.join(_LARGE)}|bn|mn|m|k)\b)?"
    rf"|\b(?P<month>{_MONTH})\b\.?"
    rf"|\b(?P<tens>{'|'.join(_TENS)})[\s-](?P<ones>{'|'.join([*_ONES[1:10], *_ORDINALS[1:10]])})\b"
    rf"|\ba (?P<round>{'|'.join(_LARGE)})\b"
    rf"|\b(?P<word>{_WORD})\b(?:[\s-](?P<scale>{'|'.join(_LARGE)})\b)?",
    re.IGNORECASE,
)
_LATIN_NUMBER = re.compile(r"\b(?=[XVIL]{2,}\b)(?:XL|X{0,4}|L)(?:IX|IV|V?I{0,3})\b")
_SHORT_SCALES = {"bn": "billion", "mn": "million", "m": "million", "k": "thousand"}
_VAGUE = frozenset({"one", "first", "second", "zero"})  # pronoun, adverb, unit of time
_PART_OF_NAME = re.compile(r"\b[A-Z]\w*-$")  # "Covid-19"
_COUNTS_ANSWER = re.compile(
    r"\b(?:which|what|who|name|list)\s+(?:(?:are|were|is|was)\s+)?(?:the\s+|some\s+)?$", re.IGNORECASE
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
    """A number of the question, its nearest place, and the number in its place in the sentence (`instead`), if any."""

    value: str
    span: Span
    reach: Reach
    instead: Span | None


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
    labels = " . ".join(v.value for v in place.document.metadata.values())
    have = [
        (Reach.SENTENCE, {n.value for n in here}),
        (Reach.CONTEXT, {value for _, value in _found(f"{place.context} . {labels}")}),
    ]
    out = []
    for number in asked:
        if number.value not in have[1][1] | have[0][1] and len(have) == 2:
            have.append((Reach.NEAR, {value for _, value in _found(text[max(0, start - NEAR) : end + NEAR])}))
        reach = next((r for r, values in have if number.value in values), None) or _farther(number, have, text)
        instead = None if reach <= Reach.CONTEXT else _instead(number, here)
        span = Span(start + instead.start, start + instead.end) if instead else None
        out.append(Numbered(number.value, Span(number.start, number.end), reach, span))
    return tuple(out)


def _farther(number: Number, have: list[tuple[Reach, set[str]]], text: str) -> Reach:
    if number.value in have[0][1]:
        return Reach.SENTENCE
    plain = number.value.isdigit() and len(text) <= LONGEST_WHOLE
    return Reach.DOCUMENT if plain and re.search(rf"(?<!\d){number.value}(?!\d)", text) else Reach.NOWHERE


def _instead(number: Number, here: list[Number]) -> Number | None:
    """The number of the sentence that stands where `number` should."""
    for other in here:
        same_kind = (len(other.value) == 4) == (len(number.value) == 4) and _is_month(other) == _is_month(number)
        if not same_kind or other.value == number.value:
            continue
        slots = ((number.before, other.before), (number.after, other.after))
        if any(mine and mine == theirs for mine, theirs in slots):
            return other
    return None


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
        return [f"month {1 + next(i for i, m in enumerate(_MONTHS) if m[:3] == month_name[:3].lower())}"]
    if round_number := match["round"]:
        return [str(_LARGE[round_number.lower()])]
    if match["tens"]:
        return [str(_WORDS[match["tens"].lower()] + _WORDS[match["ones"].lower()])]
    if word := match["word"]:
        scale = match["scale"]
        if not scale and word.lower() in _VAGUE:
            return []
        return [str(_WORDS[word.lower()] * _LARGE[scale.lower() if scale else "hundred"] // (1 if scale else 100))]
    return [_plain(match)]


def _plain(match: re.Match[str]) -> str:
    value = Decimal(match["digits"].replace(",", ""))
    if large := match["large"]:
        value *= _LARGE[_SHORT_SCALES.get(large.lower(), large.lower())]
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
