"""Title, day of publication, author and publisher of a plain text, from the lines at its head.

Made for pages pasted as text, press releases and mails. Every value is a stretch of the text; what two lines say
differently, and what only might be a headline, stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from assistant.reading.dates import Found, find_dates, settle
from assistant.text import is_dateline
from assistant.types import Value, Zone

HEAD_LINES = 15  # lines that are not furniture; what stands below them is the body or a list of other news
_PROSE = 120  # code points; a line this long that ends a sentence is text, not a headline
_LONGEST_TITLE, _SHORTEST_TITLE = 220, 15
_LONGEST_LINE_OF_DATE = 100
_NEAR = 200  # code points between a date and the headline or body it belongs to, furniture between them counted
_LONGEST_TEXT_OF_DATES = 200_000  # code points of the text whose dates may prove how its numbers are ordered

_LABELS = r"""published|posted|for immediate release|publication date|date of publication|release date|release time|date|first published|issued
    |date published|published on|posted on|sent|veröffentlicht|erschienen|datum|publié|date de publication|publicado
    |fecha|data|pubblicato|опубликовано|дата|дата публикации|опубліковано|tarih|yayınlanma tarihi|dərc olunub|tarix
    |geplaatst|gepubliceerd|publicerad|publisert|udgivet|opublikowano|zveřejněno|δημοσιεύτηκε|发布时间|發布時間""".replace(
    "\n", ""
).replace("    ", "")
_LABELLED = re.compile(rf"(?:{_LABELS})\s*(?:le|el|am|on|at|il|em)?\s*[:：]?\s+", re.IGNORECASE)
_CHANGED = re.compile(
    r"updat|modif|edited|revis|amended|aktuali|actuali|atuali|aggiorn|bijgewerkt|uppdater|oppdater|opdater|обновл|оновл"
    r"|измен|güncelle|yenilən|zmian|mise à jour|ενημέρωση|更新|修正|수정|تحديث|accessed|retrieved",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\(?\b(?:UTC|GMT|[A-Z]{2,4}T)?\s?[+-]?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\)?|\b\d{1,2}\s?[ap]\.?m\b\.?"
    r"|\b(?:UTC|GMT|[ECMPAB][SDE]?T|CEST|MSK|BST|AZT)\b",
    re.IGNORECASE,
)
_NO_DAY = re.compile(
    r"deadline|due|until|till|from|since|expir\w*|events?|conference|meeting|summit|born|died|valid|effective|when"
    r"|hearing|session|members?|join\w*|starts?|ends?|opens?|closes?|to|between|before|after|by|on|copyright|joined|quarter|week|ended|ending|elections?",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"((press|news) (release|statement)|statement|news|politics|world|business|media (release|advisory|statement)|communiqué"
    r"|blog|opinion|(mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag"
    r"|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado"
    r"|domingo|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|the|[,\s])+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[^\W\d_a-zà-þа-я][^\W\d_]+(?:[ -][^\W\d_a-zà-þа-я][^\W\d_]+)?,\s*")
_PLACE_AND_DATE = re.compile(r"[^\W\d_a-z]{3,}[ ,]+(?:[^\W\d_][\w.'’()-]*[ ,]+){0,5}")
_DASH = re.compile(r"\s*(?:\([^()]{2,30}\)|/[^/]{2,30}/)?\s*(?:--|[–—:-]|\.\s*/|/)\s*\S")

_NAME_WORD = r"(?:[^\W\d_a-zà-þа-я][^\W\d_]*(?:[’'.-][^\W\d_]+)*\.?|de|da|van|von|der|den|bin|al|el|la|du|di)"
_NAME = rf"{_NAME_WORD}(?:[ ]{_NAME_WORD}){{1,3}}"
_NAMES = rf"{_NAME}(?:(?:,\s|\s(?:and|und|et|y|e|i|и|ve|və|&)\s){_NAME}){{0,4}}"
_TAIL = r"(?:\s*[,|/–—-]\s*.{0,60})?"
_BYLINE = re.compile(rf"(?i:by|written by|reported by|story by|von|par|por)\s+(?P<names>{_NAMES}){_TAIL}")
_ROLE = re.compile(
    r",\s(?=[^,]*\b(?:staff|writers?|editors?|reporters?|correspondents?|press|news|agency|times|post|journal|inc|llc|phd|md)\b)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    rf"(?i:authors?|writer|reporter|autor(?:en|es|a)?|auteurs?|автор|yazar|müəllif)\s*:\s*(?P<names>{_NAMES}){_TAIL}"
)
_PUBLISHER = re.compile(r"(?i:publisher|herausgeber|éditeur|editorial|издатель|nəşriyyat)\s*:\s*(?P<name>\S.{1,80})")
_NOT_A_TITLE = re.compile(
    r"(?:subject|from|to|cc|bcc|date|sent|re|fwd?|tags?|topics?|photo|image|video|source|by|author|contact|tel|phone|e-?mail"
    r"|category|section|share|read|watch|listen|advertisement|loading|skip|sign|log|subscribe|follow|copyright)\b\s*[:|]?.*"
    r"|.*\b(?:cookies?|newsletter|javascript|browser|subscrib\w*|sign up|log in|min(?:ute)?s? read|getty|photo\w*|fotos?|credits?|image|staff|courtesy|associated press|reuters)\b.*"
    r"|for immediate release.*|press release|.*\.credit\b.*|.*[|»›>•·].*|.*\S {2,}\S.*|.*https?://.*|.*@.*",
    re.IGNORECASE,
)
_NAME_AND = re.compile(rf"^{_NAME}(?:,|\s(?:and|und|et|y)\s)")
_SUBJECT = re.compile(r"(?:subject|title|headline|betreff|objet|asunto|тема)\s*:\s*", re.IGNORECASE)


class _Line(NamedTuple):
    """A line of the head, trimmed: `text[start:end]`."""

    start: int
    end: int
    said: str


class _Head(NamedTuple):
    """The lines before the body; `body` is its first line, None where no prose follows at once."""

    lines: tuple[_Line, ...]
    body: _Line | None


def text_metadata(text: str, zones: Sequence[Zone], language: str | None) -> dict[str, Value]:
    """Keys title, published, author, publisher as far as lines of the text prove them.

    The evidence is the span "start:end" of the value as written (of `published`, the date as written). `zones` are
    furniture, of which only lines of date and bylines are read; `language` (BCP 47) may order the numbers of a date.
    """
    head = _head(text, zones)
    dated = _dates(head)
    spans = {"title": _title(head, dated), "author": _author(head), "publisher": _publisher(head)}
    found = {key: Value(text[span[0] : span[1]], f"{span[0]}:{span[1]}") for key, span in spans.items() if span}
    sure = any(d.labelled or _belongs(d, head, spans["title"]) for d in dated)
    published = _published(text, dated, language) if sure else None
    return found | ({"published": published} if published else {})


def _lines(text: str, zones: Sequence[Zone]) -> Iterator[_Line]:
    ends = iter(sorted(zones))
    zone = next(ends, None)
    for match in re.finditer(r"[^\r\n]+", text):
        said = match.group().strip()
        start = match.start() + match.group().find(said)
        while zone and zone.end <= start:
            zone = next(ends, None)
        if not said:
            continue
        line = _Line(start, start + len(said), said)
        hidden = zone is not None and zone.start < line.end
        # a line of date or a byline is furniture to a reader, too, but not when it is in a menu or a list of news
        if not hidden or (zone and zone.kind == "furniture" and len(said) <= _LONGEST_LINE_OF_DATE and _tells(line)):
            yield line


def _tells(line: _Line) -> bool:
    return bool(find_dates(line.said) or _byline(line))


def _head(text: str, zones: Sequence[Zone]) -> _Head:
    lines: list[_Line] = []
    for line in _lines(text, zones):
        if len(line.said) >= _PROSE and re.search(r"[.!?…。][\"”’»')\]]*$", line.said):
            return _Head(tuple(lines), line)
        if len(lines) == HEAD_LINES:
            break
        lines.append(line)
    return _Head(tuple(lines), None)


# The day ------------------------------------------------------------------------------------------------------------


class _Dated(NamedTuple):
    """A line that says when the text was published; `found` has offsets into the whole text."""

    line: _Line
    found: Found
    labelled: bool


def _dates(head: _Head) -> list[_Dated]:
    dated = [d for line in head.lines if (d := _dated(line))]
    if head.body and (prefix := _place_and_date(head.body)):
        dated.append(prefix)
    return dated


def _dated(line: _Line) -> _Dated | None:
    if len(line.said) > _LONGEST_LINE_OF_DATE:
        return None
    said = _CHANGED.split(line.said, maxsplit=1)[0]
    dates = find_dates(said)
    if len(dates) != 1:
        return None
    one = dates[0]
    before, after = said[: one.start], said[one.end :]
    label = _LABELLED.match(before)
    if not label and not _is_furniture(before, after):
        return None
    return _Dated(line, one._replace(start=line.start + one.start, end=line.start + one.end), label is not None)


def _is_furniture(before: str, after: str) -> bool:
    """True if what stands beside a date is what stands beside dates of publication: nothing, a time, a weekday, …"""
    clock = _CLOCK.search(before + " " + after)
    left, right = (_CLOCK.sub(" ", part) for part in (before, after))
    if re.search(r"\w", right.replace("г.", " ")) or (re.search(r"\w\s*:\s*$", left)):
        return False
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)?", left)
    if not words:
        return True
    if len(words) > 4 or any(_NO_DAY.fullmatch(w) for w in words):
        return False
    return bool(
        clock or _BESIDE.fullmatch(left.strip(" ,|–—-•·/")) or re.search(r"[|•·–—]\s*$", left) or _PLACE.fullmatch(left)
    )


def _belongs(dated: _Dated, head: _Head, title: tuple[int, int] | None) -> bool:
    """False for a bare date far from headline and body: pages open with the day they were looked at."""
    if not head.body:
        return len(head.lines) < HEAD_LINES
    at = head.lines.index(dated.line) if dated.line in head.lines else len(head.lines)
    near = [line.start for line in (*head.lines, head.body)[max(0, at - 2) : at + 3]]
    places = [title or (-_NEAR, -_NEAR), (head.body.start, head.body.start)]
    return any(
        start in near and dated.line.start - end < _NEAR and start - dated.line.end < _NEAR for start, end in places
    )


def _place_and_date(body: _Line) -> _Dated | None:
    """ "BAKU, 28 November 2023 /AZERTAC/ …", the beginning of a news agency's text."""
    for one in find_dates(body.said[:120])[:1]:
        if _PLACE_AND_DATE.fullmatch(body.said[: one.start]) and _DASH.match(body.said[one.end :]):
            return _Dated(body, one._replace(start=body.start + one.start, end=body.start + one.end), False)
    return None


def _published(text: str, dated: Sequence[_Dated], language: str | None) -> Value | None:
    """The one day that the labelled lines, or else all lines of date, agree on."""
    proof = find_dates(text[:_LONGEST_TEXT_OF_DATES])
    days = settle([*(d.found for d in dated), *proof], language)[: len(dated)]
    said = list(zip(dated, days, strict=True))
    chosen = [(d, day) for d, day in said if d.labelled] or said
    if len({day for _, day in chosen}) != 1:
        return None
    found, day = chosen[0][0].found, chosen[0][1]
    if day is None or day > (date.today() + timedelta(1)).isoformat():
        return None
    return Value(day, f"{found.start}:{found.end}")


# Title, author, publisher -------------------------------------------------------------------------------------------


def _title(head: _Head, dated: Sequence[_Dated]) -> tuple[int, int] | None:
    """The headline: labelled, repeated, beside the date, or the only line of its kind right above the body."""
    for line in head.lines:
        if label := _SUBJECT.match(line.said):
            return line.start + label.end(), line.end
    if not head.body:
        return None
    around = {d.line for d in dated} | {line for line in head.lines if _byline(line)}
    border = next((at for at, line in enumerate(head.lines) if line in around), len(head.lines))
    above = [line for line in head.lines[:border] if _is_headline(line.said)]
    if not above and len(head.lines) - border == 2:  # the date, the headline, the body
        above = [line for line in head.lines[border + 1 :] if _is_headline(line.said)]
        return (above[0].start, above[0].end) if above else None
    below = {
        line.said
        for line in head.lines[border:]
        if _is_headline(line.said) and line not in around and line.said[0] not in "“\"«„'‘"
    }
    if len({line.said for line in above}) != 1 or below:
        return None  # two headlines, or the name of a site above the list of its news
    last = head.lines[border - 1]
    proven = len(above) > 1 or border < len(head.lines) or (len(head.lines) == 1 and _in_headline_case(last.said))
    return (last.start, last.end) if proven and last in above else None


def _in_headline_case(said: str) -> bool:
    """ "Azerbaijan Rejects Washington Meeting Following Blockade": no sentence, and too long for a name."""
    long_words = [w for w in re.findall(r"[^\W\d_]+", said) if len(w) >= 4]
    joined = any(w[0].islower() for w in said.split())  # "with", "of": a list of names and firms has none
    return joined and len(long_words) >= 5 and sum(w[0].isupper() for w in long_words) >= 0.8 * len(long_words)


def _is_headline(said: str) -> bool:
    if (
        not _SHORTEST_TITLE <= len(said) <= _LONGEST_TITLE
        or re.search(r"[.,;:…–—-][\"”’»')\]]*$", said)
        or said[0].islower()
    ):
        return False
    if _NOT_A_TITLE.fullmatch(said) or is_dateline(said) or (find_dates(said) and len(said) < 40):
        return False
    if re.fullmatch(_NAMES, said) or len(_NAME_AND.sub("", said).split()) < 4:
        return False
    return sum(c.isalpha() for c in said) > len(said) / 2


def _byline(line: _Line) -> tuple[int, int] | None:
    match = (_AUTHOR.fullmatch(line.said) or _BYLINE.fullmatch(line.said)) if len(line.said) <= 120 else None
    if not match:
        return None
    names = _ROLE.split(match["names"], maxsplit=1)[0].rstrip(" ,")
    start = line.start + match.start("names")
    return (start, start + len(names)) if re.fullmatch(_NAMES, names) else None


def _author(head: _Head) -> tuple[int, int] | None:
    """The names of the only byline; two bylines mean that one of them is of another text."""
    spans = [span for line in head.lines if (span := _byline(line))]
    return spans[0] if len(spans) == 1 else None


def _publisher(head: _Head) -> tuple[int, int] | None:
    """The labelled publisher. Whoever a line of rights names is as often an owner or a photo's agency, so it is not read."""
    named = [(line, m) for line in head.lines if (m := _PUBLISHER.fullmatch(line.said))]
    if len({m["name"] for _, m in named}) != 1:
        return None
    line, match = named[0]
    return line.start + match.start("name"), line.start + match.end("name")
