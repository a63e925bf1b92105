"""A comparison → HTML, as pure functions. All foreign text passes through `escaping.shown`, as everywhere on the page."""

from __future__ import annotations

from itertools import groupby

from assistant.compare.sides import by_day, heading, side_key
from assistant.escaping import shown
from assistant.types import Citation, Comparison, Group
from assistant.web import render, viewer, words
from assistant.web.render_timeline import timeline_plot


def comparison(found: Comparison | None) -> str:
    """Who says what: notes, a column a side, what is told twice, and all by day; or the silence. None is the welcome."""
    if found is None:
        return render.welcome(words.COMPARE_WELCOME, words.COMPARE_TEXT)
    head = render.asked(found.question) + render.read_as(found.question, found.standalone_question)
    body = (
        render.silence(found.reason)
        if found.reason
        else f"{render.notes(found.notes)}{_sides(found)}{_parallels(found)}{_timeline(found)}"
    )
    return f"{head}{render.withheld(found.withheld)}{body}"


def working(question: str) -> str:
    """What is shown while a comparison is made."""
    return render.asked(question) + render.working(words.COMPARING)


def failed(sentence: str) -> str:
    """One sentence on why nothing was compared."""
    return render.not_done(words.ERROR, sentence)


def _sides(found: Comparison) -> str:
    columns = []
    for _, together in groupby(found.groups, side_key):
        groups = list(together)
        voices = "".join(_voice(group) for group in groups)
        columns.append(f'<section class="side-column"><h3>{_side(groups[0])}</h3>{voices}</section>')
    return f'<div class="sides">{"".join(columns)}</div>'


def _side(group: Group) -> str:
    if group.side is None:
        return f'{words.SIDE} <span class="unknown">{words.UNKNOWN}</span>'
    why = (
        words.ITS_PUBLISHER
        if group.side_evidence == "publisher"
        else f"“<bdi>{shown(group.side_evidence or '')}</bdi>”"
    )
    return f'{words.SIDE} <bdi>{shown(group.side)}</bdi> <span class="why">({why})</span>'


def _voice(group: Group) -> str:
    entries = "".join(_entry(entry) for entry in group.entries)
    return f'<section class="voice"><h4><bdi>{shown(heading(group))}</bdi></h4>{entries}</section>'


def _entry(entry: Citation) -> str:
    how = words.HOW.get(entry.how, entry.how) if entry.how else words.UNKNOWN
    by = f", {words.REPORTED_BY.lower()} <bdi>{shown(', '.join(entry.reported_by))}</bdi>" if entry.reported_by else ""
    narrower = (entry.start, entry.end) != (entry.sentence_start, entry.sentence_end)
    return (
        f'<figure id="said-{entry.rank}" class="{shown(entry.how or "unknown")}" tabindex="-1">'
        f'<blockquote dir="auto">{shown(entry.quote)}</blockquote>'
        f'<figcaption><span class="number">[{entry.rank}]</span> {_when(entry)} · {shown(how)}{by} · '
        f'<bdi class="document">{shown(entry.document)}</bdi></figcaption>{_sentence(entry) if narrower else ""}'
        f"<details><summary>{words.WHERE}</summary>{viewer.labels(entry)}</details></figure>"
    )


def _sentence(entry: Citation) -> str:
    """The sentence with the quote marked, which stands in it at its own place, not where the same words stand first."""
    before = entry.sentence[: entry.start - entry.sentence_start]
    after = entry.sentence[entry.end - entry.sentence_start :]
    return f'<p class="passage" dir="auto">{shown(before)}<mark>{shown(entry.quote)}</mark>{shown(after)}</p>'


def _when(entry: Citation) -> str:
    if entry.said_on:
        return f"{words.SAID_ON} {shown(entry.said_on)}"
    return f"{words.PUBLISHED} {shown(entry.published)}" if entry.published else words.DAY_UNKNOWN


def _parallels(found: Comparison) -> str:
    pairs = "".join(f'<div class="pair">{_twin(found, a)}{_twin(found, b)}</div>' for a, b in found.parallels)
    return f'<section class="parallels"><h3>{words.PARALLELS}</h3>{pairs}</section>' if pairs else ""


def _twin(found: Comparison, entry: Citation) -> str:
    return f"<figure>{_sentence(entry)}<figcaption>{_link(entry)} <bdi>{shown(_mouth(found, entry))}</bdi></figcaption></figure>"


def _timeline(found: Comparison) -> str:
    entries = sorted((entry for group in found.groups for entry in group.entries), key=by_day)
    rows = "".join(
        f"<li><time>{shown(entry.day or words.DAY_UNKNOWN)}</time> <span>{_link(entry)} <bdi>{shown(_mouth(found, entry))}</bdi></span></li>"
        for entry in entries
    )
    return f'<section class="timeline"><h3>{words.TIMELINE}</h3>{timeline_plot(found)}<ol>{rows}</ol></section>'


def _link(entry: Citation) -> str:
    return f'<a class="number" href="#said-{entry.rank}" aria-label="{words.TO_QUOTE.format(entry.rank)}">[{entry.rank}]</a>'


def _mouth(found: Comparison, entry: Citation) -> str:
    return next(heading(group) for group in found.groups if entry in group.entries)
