"""Document → Statements: the speeches that were found, their speakers resolved, chains of reporting, and the rest as own text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from assistant.attribution.coordination import main_subject
from assistant.attribution.dating import Dated, days_of, said_on
from assistant.attribution.frame import HEADING_LINES, Frame, Turn, frame, headline
from assistant.attribution.lexicon import NP_LINKS
from assistant.attribution.likely import likely
from assistant.attribution.marks import MARKS
from assistant.attribution.own_text import own_text, piece
from assistant.attribution.people import directory
from assistant.attribution.records import Found, chained
from assistant.attribution.resolve import UNKNOWN, Resolver, Who
from assistant.attribution.scan import Paragraph, free_lines, scan
from assistant.attribution.speech import LIKELY, SPEECH, Speech
from assistant.types import Document, Span, Statement, Zone

SHORT_TEXT = 50_000  # code points; up to here every text is read
MOST_MARKS = 12  # at most one quotation mark in so many code points
SHORTEST_LINES = 20  # code points of an average line
HEADING_TOKENS = 12  # a longer paragraph is body text


def statements(document: Document) -> list[Statement]:
    """Every statement of `document`, in order; what nobody else is said to have said is its own text. Zones have none."""
    text = document.text
    lines = free_lines(text, document.zones)
    if not _is_prose(text):
        return chained(text, [p for line in _stretches(lines, document.zones) for p in piece(text, *line, UNKNOWN)])
    paragraphs = scan(text, lines)
    proven = frame(document, paragraphs)
    found = [f for f in _found(document, paragraphs, proven) if f.kind == SPEECH]
    _entitle(text, found, proven, paragraphs)
    found = _outside(found, document.zones)
    return chained(text, [*found, *own_text(document, paragraphs, proven, found)])


def attitudes(document: Document) -> list[Statement]:
    """What else `document` attributes to somebody, in order: what he thinks, wants or knows, and what likely is his.

    The document's own text holds these words, too, for no rule proves that anybody said them.
    """
    text = document.text
    if not _is_prose(text):
        return []
    lines = free_lines(text, document.zones)
    paragraphs = scan(text, lines)
    _add(paragraphs, likely(text, lines))
    found = _outside(_found(document, paragraphs, frame(document, paragraphs)), document.zones)
    return [s for s in chained(text, found) if s.kind != SPEECH]


def _add(paragraphs: Sequence[Paragraph], likely: Sequence[Speech]) -> None:
    """Give each paragraph of the document what is `likely` said in it, unless a rule or a likelier one found much the same."""
    outer: list[Paragraph] = []
    known: list[list[Speech]] = []  # of each outer paragraph, with those inside its quotations, which stand behind it
    for paragraph in paragraphs:
        if paragraph.level == 0:
            outer.append(paragraph)
            known.append([])
        known[-1].extend(speech for speech, _ in paragraph.speeches)
    starts = [p.span.start for p in outer]
    for one in likely:
        at = bisect_right(starts, one.start) - 1
        if not any(_much_the_same(one, other) for other in known[at]):
            known[at].append(one)
            outer[at].speeches.append((one, outer[at].span))


def _much_the_same(one: Speech, other: Speech) -> bool:
    """Whether they share at least half of what either covers."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= max(one.end, other.end) - min(one.start, other.start)


def _found(document: Document, paragraphs: Sequence[Paragraph], proven: Frame) -> list[Found]:
    """What somebody is told to say or think, each with who it is."""
    text = document.text
    people = directory(text, paragraphs)
    opening = None if proven.turns else headline(paragraphs)
    resolver = Resolver(text, people, proven, UNKNOWN)
    first = _headlined(resolver, opening)
    found = [*first, *(_turn(text, t, proven) for t in proven.turns)]
    days = days_of(document)
    unlabelled = {t.label.start: t.start for t in proven.turns}
    found.extend(_attributed(text, paragraphs, resolver, days, list(found), unlabelled))
    return found


def _is_prose(text: str) -> bool:
    """A long text full of quotation marks or short lines is data or an attack: nobody speaks in it."""
    if len(text) < SHORT_TEXT:
        return True
    marks = sum(text.count(mark) for mark in MARKS)
    if sum(map(str.isalnum, text)) * 3 < len(text):
        return False
    return marks * MOST_MARKS < len(text) and (text.count("\n") + 1) * SHORTEST_LINES < len(text)


def _stretches(lines: Sequence[Span], zones: Sequence[Zone]) -> list[Span]:
    """What lies between the zones, each stretch in one piece."""
    borders = sorted(z.start for z in zones)
    joined: dict[int, Span] = {}
    for line in lines:
        gap = bisect_right(borders, line.start)
        joined[gap] = Span(joined[gap].start if gap in joined else line.start, line.end)
    return list(joined.values())


def _headlined(resolver: Resolver, opening: Speech | None) -> list[Found]:
    """ "Foreign Ministry: Azerbaijan will …" as the document's first line: "the statement" in it is the Ministry's."""
    if opening is None or opening.mention is None:
        return []
    mention = opening.mention
    who = Who(resolver.text[mention.start : mention.end], None, mention)
    resolver.headline = who
    return [Found(Span(opening.start, opening.end), opening.how, who, mention, opening.cue)]


def _turn(text: str, turn: Turn, proven: Frame) -> Found:
    speaker = turn.speaker
    who = Who(text[speaker.start : speaker.end], None, speaker) if speaker else UNKNOWN
    issued = speaker is not None and speaker == proven.issuer
    if issued and proven.role:
        who = who._replace(role=text[proven.role.start : proven.role.end])
    return Found(Span(turn.start, turn.end), "own" if issued else "direct", who, speaker, turn.label)


def _attributed(
    text: str,
    paragraphs: Sequence[Paragraph],
    resolver: Resolver,
    days: Sequence[Dated],
    turns: list[Found],
    unlabelled: dict[int, int],
) -> list[Found]:
    found: list[Found] = []
    latest: dict[int, int] = {}  # level → where its last paragraph starts
    before: dict[int, tuple[Paragraph, Span]] = {}  # level → its last paragraph and that one's window
    outer = _Outer(turns)
    dated: dict[Span, Dated | None] = {}
    for paragraph in paragraphs:
        window = Span(latest.get(paragraph.level, paragraph.span.start), paragraph.span.start)
        latest[paragraph.level] = paragraph.span.start
        around = outer.of(Span(unlabelled.get(paragraph.span.start, paragraph.span.start), paragraph.span.end))
        if around is not None and window.start < around.span.start:
            window = Span(paragraph.span.start, paragraph.span.start)
        for speech, whole in _in_order(paragraph, resolver, window):
            if speech.is_stance and (resolver.frame.issuer or resolver.frame.turns or around is not None):
                continue  # what a party says its rival wants is the party's word, not the rival's
            sentence = Span(unlabelled.get(whole.start, whole.start), whole.end)
            mention = speech.mention
            who = (
                resolver.who(mention, paragraph.tokens, window, around.who if around else None) if mention else UNKNOWN
            )
            if mention and not paragraph.span.start <= mention.start < paragraph.span.end:
                who = _announced_by(mention, found, before.get(paragraph.level), resolver, around)
            one = Found(Span(speech.start, speech.end), speech.how, who, mention, speech.cue, kind=speech.kind)
            at = mention or speech.cue
            if at and speech.cue:
                one.dated = dated.setdefault(at, said_on(text, days, sentence, at, speech.cue, one.span))
            if speech.kind != LIKELY:
                resolver.note(mention.start if mention else speech.start, who)
            resolver.contents.append(one.span)
            found.append(one)
            if speech.how == "direct":
                outer.add(one)
        before[paragraph.level] = paragraph, window
    return found


def _announced_by(
    mention: Span,
    found: Sequence[Found],
    before: tuple[Paragraph, Span] | None,
    resolver: Resolver,
    around: Found | None,
) -> Who:
    """Who the mention in an earlier paragraph is: as already found, or the one who announces ("He said:") a paragraph's words."""
    known = next((f.who for f in reversed(found) if f.mention == mention), None)
    if known or before is None:
        return known or UNKNOWN
    paragraph, window = before
    within = paragraph.span.start <= mention.start < paragraph.span.end
    return resolver.who(mention, paragraph.tokens, window, around.who if around else None) if within else UNKNOWN


def _entitle(text: str, found: Sequence[Found], proven: Frame, paragraphs: Sequence[Paragraph]) -> None:
    """A quotation that alone fills a line below "Statement of X", before any other words, is X's."""
    issuer = proven.issuer
    if issuer is None or proven.turns:
        return
    head = [p for p in paragraphs if p.level == 0][:HEADING_LINES]
    for paragraph in head:
        inside = [f for f in found if paragraph.span.start <= f.span.start and f.span.end <= paragraph.span.end]
        if paragraph.span.start < issuer.end:
            continue
        if len(inside) == 1 and inside[0].cue is None and inside[0].how == "direct" and len(paragraph.tokens) == 1:
            inside[0].who = Who(text[issuer.start : issuer.end], None, issuer)
        elif len(paragraph.tokens) > HEADING_TOKENS:
            return


class _Outer:
    """The direct speech that a paragraph inside a quotation belongs to."""

    def __init__(self, turns: Sequence[Found]) -> None:
        self._found = sorted((t for t in turns if t.how != "reported"), key=lambda f: f.span)

    def add(self, one: Found) -> None:
        """Statements come in the order of the text, those inside others behind them."""
        self._found.append(one)

    def of(self, span: Span) -> Found | None:
        """The innermost statement around `span`."""
        around = [f for f in self._found[-60:] if f.span.start <= span.start and span.end <= f.span.end]
        return min(around, key=lambda f: f.span.end - f.span.start, default=None)


def _in_order(paragraph: Paragraph, resolver: Resolver, window: Span) -> list[tuple[Speech, Span]]:
    """The paragraph's speeches by the place of their mention, after noting the subjects of its sentences."""
    for first, stop in paragraph.sentences:
        subject = main_subject(paragraph.tokens, first, stop)
        if subject:
            words = paragraph.tokens[subject[0] : subject[1]]
            who = resolver.who(Span(words[0].start, words[-1].end), paragraph.tokens, window, None)
            if who.person:
                resolver.note(words[0].start, who)
            elif not who.speaker or any(
                t.low in NP_LINKS for t in words
            ):  # "the manager of Harriers" is no name of his
                resolver.note_unnamed(words)
    return sorted(paragraph.speeches, key=lambda s: s[0].mention.start if s[0].mention else s[0].start)


def _outside(found: Sequence[Found], zones: Sequence[Zone]) -> list[Found]:
    ordered = sorted(zones)
    starts = [z.start for z in ordered]
    kept: dict[tuple[Span, bool], Found] = {}
    for one in found:
        before = bisect_right(starts, one.span.end - 1)
        if not any(z.end > one.span.start for z in ordered[:before][-50:]) and one.span.start < one.span.end:
            kept.setdefault((one.span, one.how == "reported"), one)
    return list(kept.values())
