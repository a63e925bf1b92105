"""The body of a mail: lines its program wrapped are joined again, and what is not the sender's own becomes zones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from assistant.types import Zone

QUOTED, SIGNATURE = "quoted mail", "signature"

_NARROWEST, _WIDEST = 60, 100  # code points; where programs wrap lines
_LONGEST_SIGNATURE = 12  # lines, for one whose mark has lost its space
_NEW_LINE = re.compile(r"\s|>|[-*•–—]\s|\(?\w{1,3}[.)]\s")
_WROTE = re.compile(
    r"@|\d|\b(wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|skrev|pisze|napisał|написал\w*|пишет|yazdı)\b",
    re.IGNORECASE,
)
_WROTE_BEGINS = re.compile(r"(On|Am|Le|El|Il|Op|Den|W dniu|Em|В|\d)\b.*\d")
_MARK = re.compile(
    r"\W{0,40}(original message|original appointment|forwarded message|begin forwarded message|"
    r"ursprüngliche nachricht|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|message d'origine|"
    r"message original|message transféré|mensaje original|messaggio originale|oorspronkelijk bericht|"
    r"исходное сообщение|пересылаемое сообщение)\W{0,40}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\W{0,2}(from|von|de|da|van|från|fra|od|от|kimden)\s?:", re.IGNORECASE)
_FIELD = re.compile(
    r"\W{0,2}(sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|envoyé|à|objet|enviado( el)?|fecha|para|asunto|"
    r"inviato|data|a|oggetto|verzonden|aan|onderwerp|дата|отправлено|кому|копия|тема)\s?:",
    re.IGNORECASE,
)


def unwrapped(text: str, flowed: bool = False, glued: bool = False) -> str:
    """`text` with each paragraph in one line.

    `flowed` and `glued` are the mail's own "format=flowed" and "delsp=yes": there a space before the line break says
    that the line goes on. Elsewhere a line goes on where the next word would not have fit in it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not _goes_on(line, following, flowed):
            pieces += (line, "\n")
        elif flowed:
            pieces.append(line[:-1] if glued else line)
        else:
            pieces += (line, " ")
    return "".join(pieces[:-1])


def _goes_on(line: str, following: str, flowed: bool) -> bool:
    if not line.strip() or not following.strip() or line.startswith(">") or line.rstrip() == "--":
        return False
    if following.startswith(">") or following.rstrip() == "--":
        return False
    if flowed:
        return line.endswith(" ")
    fits = len(line) + 1 + len(following.split(maxsplit=1)[0]) <= _NARROWEST
    return _NARROWEST <= len(line) <= _WIDEST and not fits and not _NEW_LINE.match(following)


def mail_zones(text: str, known: Iterable[Zone] = ()) -> tuple[Zone, ...]:
    """Quoted mails and the signature in `text`; `known` zones were marked in the mail itself and are kept."""
    spans = [m.span() for m in re.finditer(r"[^\n]+", text)]
    lines = [text[a:b] for a, b in spans]
    kinds: list[str | None] = [None] * len(lines)
    for zone in known:
        for number, (start, end) in enumerate(spans):
            if start >= zone.start and end <= zone.end:
                kinds[number] = zone.kind
    _mark_quoted(lines, kinds)
    _mark_signature(lines, kinds)
    zones = []
    for kind, run in groupby(range(len(lines)), key=lambda n: kinds[n]):
        numbers = list(run)
        if kind:
            zones.append(Zone(spans[numbers[0]][0], spans[numbers[-1]][1], kind))
    return tuple(zones)


def _mark_quoted(lines: list[str], kinds: list[str | None]) -> None:
    for number, line in enumerate(lines):
        if line.startswith(">"):
            kinds[number] = QUOTED
        elif kinds[number] is None and _history_begins(lines, number):
            first = number - 1 if number and not lines[number - 1].strip("_- ") else number
            kinds[first:] = [QUOTED] * (len(kinds) - first)
            break
    for number, kind in enumerate(kinds):
        if kind == QUOTED and number and kinds[number - 1] is None:
            _mark_introduction(lines, kinds, number - 1)


def _history_begins(lines: list[str], number: int) -> bool:
    if _MARK.fullmatch(lines[number]):
        return True
    return bool(_FROM.match(lines[number])) and sum(bool(_FIELD.match(f)) for f in lines[number + 1 : number + 6]) >= 2


def _mark_introduction(lines: list[str], kinds: list[str | None], number: int) -> None:
    """ "On Monday Ann wrote:" before what she wrote, also where it is wrapped."""
    line = lines[number].rstrip()
    if not line.endswith(":") or len(line) > 300 or not _WROTE.search(line):
        return
    kinds[number] = QUOTED
    above = number - 1
    if number and kinds[above] is None and not _WROTE_BEGINS.match(line) and _WROTE_BEGINS.match(lines[above]):
        kinds[above] = QUOTED


def _mark_signature(lines: list[str], kinds: list[str | None]) -> None:
    for number, line in enumerate(lines):
        if kinds[number] is None and line.rstrip() == "--":
            stop = next((n for n in range(number, len(lines)) if kinds[n] is not None), len(lines))
            if line == "-- " or stop - number <= _LONGEST_SIGNATURE:
                kinds[number:stop] = [SIGNATURE] * (stop - number)
                return
