"""Page furniture in text pasted from web pages: lines that are on the page but not of the text.

General rules over single lines, none written for a particular document: a line must *be* furniture from end to end
(`fullmatch`), so a sentence that merely mentions sharing or cookies is never taken. A heading like "Similar news"
begins a list that lasts until prose begins again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.types import Zone

PROSE = 120  # code points; a line this long that ends a sentence is text, not a headline in a list


def _rule(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


_KINDS = {
    "share": _rule(
        r"share( (this|on|via|with))?( (page|article|story|post|news|facebook|twitter|x|linkedin|whatsapp|telegram|e?mail|friends))*[:!.]?",
        r"(tweet|pin( it)?|e?mail|print|copy link|save|bookmark|like|facebook|twitter|telegram|whatsapp|linkedin|instagram|youtube)( (this|page|article))*",
        r"follow us( on .{1,30})?[:.!]?",
    ),
    "rights": _rule(
        r"(©|\(c\)|copyright\b).{0,120}",
        r"(.{0,60}\s)?all rights reserved\b.{0,120}",
        r"(privacy|cookies?) (policy|notice|settings|preferences)( (and|&|\|) .{1,40})?",
        r"terms (of (use|service)|and conditions)( (and|&|\|) .{1,40})?",
        r"(we use|this (site|website) uses) cookies( (to|on|for|and|so)\b.{0,200}|[.!]?)",
        r"accept( all)?( cookies)?",
    ),
    "menu": _rule(
        r"((skip to|jump to) .{1,30}|home( ?page)?|menu|search|log ?in|sign (in|up)|register|back to top|contact( us)?|about( us)?)",
        r"((?:news |page )?(banner|image|photo|logo|advertisement|advert|desktop|mobile|sponsored)\s*){1,8}",
        r"(\w+ ){0,3}(banner image|image banner)( .{0,60})?",
        r"(leave a comment|(no |\d+ )?comments?|add (a )?comment|reply|post a comment)( \(\d+\))?:?",
        r"(subscribe|newsletter|sign up for .{1,60}|subscribe to .{1,60})[.!]?",
        r"(our )?(official )?(youtube|telegram|whatsapp|facebook|twitter|instagram) (channel|page|account)",
        r"(\w+ )?(read|see|show|load|view|learn) (more|all|next|previous)( .{0,30})?",
        r"(next|previous)( (page|article|post|story))?|tags?:.{0,120}",
    ),
    "site": _rule(r"(https?://)?(www\.)?[a-z][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]{2,6}/?"),
    "ticker": _rule(
        r"[•·*\-|\s]*([$€£¥₽₺₼₾₴₸₹]|\b(USD|EUR|GBP|RUB|TRY|JPY|CNY|CHF|AZN|AMD|GEL)\b)\s*[\d.,]+(\s*[%▲▼+\-\d.,]*)"
    ),
}

_LIST_HEADING = _rule(
    r"(similar|related|more|other|latest|recent|recommended|popular|top|trending|breaking)( (news|articles?|stories|posts|topics|content|headlines|reads?|videos?))+( .{0,20})?:?",
    r"(most (read|popular|viewed|commented)|you (may|might) (also )?(like|be interested in)|read (also|next|more)|see also|recommended( for you)?|editor'?s'? (picks?|choice)):?",
)

_BODY_ENDS = re.compile(r"""[.!?…]["”’»')\]]*$""")


def find_zones(text: str) -> list[Zone]:
    """Furniture of `text` as zones in order; neighbouring lines of one kind are joined."""
    zones: list[Zone] = []
    in_list = False
    for start, end in _lines(text):
        line = text[start:end]
        prose = len(line) >= PROSE and _BODY_ENDS.search(line)
        in_list = bool(_LIST_HEADING.fullmatch(line)) or (in_list and not prose)
        kind = (
            "related"
            if in_list
            else next((k for k, rule in _KINDS.items() if len(line) < PROSE and rule.fullmatch(line)), None)
        )
        if kind is None:
            continue
        if zones and zones[-1].kind == kind and not text[zones[-1].end : start].strip():
            zones[-1] = zones[-1]._replace(end=end)
        else:
            zones.append(Zone(start, end, kind))
    return zones


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\r\n]+", text):
        line = match.group()
        if line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            yield start, start + len(line.strip())
