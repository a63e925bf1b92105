"""What a question demands besides its subject: who shall have said it, when, in which document, in which very words.

Precision first: a demand that is only likely is left out (None), because a filter that was not asked for hides the
answer. A date is a demand only where the wording ties it to the saying ("according to the statement of 2 November"),
never where it may be the day of the event ("What happened on 19 September 2023?").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.constraints.dates import SAID, SAY, TEXT, WHEN, said_period, without_day_of_text
from assistant.constraints.names import SPEAKERS, is_state, may_speak_for, same_name, speaks_for
from assistant.names import AUXILIARY
from assistant.text import STOP_WORDS, content_stems, words
from assistant.types import Span

__all__ = [
    "Constraints",
    "asks_for_day",
    "asks_for_label",
    "constraints",
    "is_state",
    "may_speak_for",
    "reacting",
    "same_name",
    "speaks_for",
    "too_vague",
]


@dataclass(frozen=True)
class Constraints:
    """The demands of a question, None where there is none, each with the span of the question it rests on.

    `said_from` and `said_to` are days (ISO 8601), both included, either open. `rest` is the question without the
    wording of its demands and the day of a text it speaks of, or the whole question where it would not be one any more.
    """

    speaker: str | None
    speaker_span: Span | None
    said_from: str | None
    said_to: str | None
    said_span: Span | None
    publisher: str | None
    publisher_span: Span | None
    document: str | None
    document_span: Span | None
    direct_only: bool
    direct_span: Span | None
    phrase: str | None
    phrase_span: Span | None
    rest: str


_NO_SPEAKER = re.compile(
    rf"(?:(?:this|that|these|those|the|an?|its|his|her|their|any|some|one|each|all|both|every|your|my|our)\s+)?(?:\w+\s+)?(?:{TEXT})"
    r"|(?:he|she|it|they|you|we|i|one|people|anyone|anybody|someone|somebody|everyone|who|him|her|them|us|me|this|that|law)\b.*",
    re.IGNORECASE,
)
_SPAN_OF_NAME = r"(?P<name>[^,;:?!()“”\"]+?)"
_ACCORDING = re.compile(
    rf"\b(?:according to|in the (?:view|opinion|eyes|words) of|as (?:stated|said|claimed|put|told|reported|described|explained) by|in the (?:statement|remarks|words|speech) (?:of|by))\s+{_SPAN_OF_NAME}"
    rf"(?=\s*(?:[,;:?!()]|$)|\s+(?:of|in|on|from|dated)\s+{WHEN}|\s+(?:what|who|whom|why|when|where|how|which|{AUXILIARY})\b)",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    r"\bin\s+(?P<name>(?:the\s+)?[^,;:?!()“”\"]+?)[’'](?:s)?\s+(?:own\s+|very\s+|exact\s+)?(?:words|view|opinion|eyes|account)\b",
    re.IGNORECASE,
)
_AS_SAYS = re.compile(
    rf",\s*as\s+{_SPAN_OF_NAME}\s+(?:says|said|puts it|put it|claims|claimed|states|stated|sees it|tells it|told it)\b(?:\s+(?:on|in|at|during|over)\s+(?:(?:the|an?|his|her|its|their)\s+)?(?:(?:tele)?phone|call|hearing|{TEXT}|{WHEN})\b)?",
    re.IGNORECASE,
)
_SOMEBODY = r"(?P<name>(?:(?:the|an?)\s+)?(?:[^\s,;:?!()“”\"]+\s+){0,8}?[^\s,;:?!()“”\"]+?)"
_ADVERBS = r"(?:(?:also|ever|later|then|again|not|never|really|actually|publicly|reportedly|first|once)\s+)*"
_ASKED = re.compile(
    rf"\b(?:do|does|did|has|have|had|will|would|can|could|may|might|must|should)\s+{_SOMEBODY}\s+{_ADVERBS}"
    rf"(?-i:{SAY}|{SAID})\b(?!\s+(?:to have|to be)\b)",
    re.IGNORECASE,
)
_REACTING = (  # by words or by deeds; "B's words on the reply of A" are B's
    re.compile(
        rf"\b(?:how|what)\s+(?:do|does|did|has|have|had|will|would)\s+{_SOMEBODY}\s+{_ADVERBS}(?:react|respond|reply|answer)(?:ed)?\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^(?!(?:what|which|who|whose|how|why|when|where)\b)|\b(?:was|is|were|are)\s+){_SOMEBODY}[’']s?\s+(?:\w+\s+)?(?:reaction|response|reply|answer|retort)s?\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|\b(?:was|is|were|are)\s+)(?:(?:the|any|an?)\s+)?(?:\w+\s+)?(?:reaction|response|reply|answer)s?\s+(?:of|by|from)\s+{_SOMEBODY}(?=\s*(?:[,;:?!()]|$)|\s+(?:to|about|on)\b)",
        re.IGNORECASE,
    ),
)
_SAID_BY = re.compile(
    rf"\b(?:{SAID})\s+by\s+{_SPAN_OF_NAME}(?=\s*(?:[,;:?!()]|$)|\s+(?:about|on|in|that|to|regarding|concerning|when|at|during)\b)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    rf"\b(?:that|which|who|whom|what|when|where|why|how|to|about|and|or|be|been|being|{AUXILIARY}|{SAY}|{SAID})\b"
)  # with its case: "the State Department" has no verb in it

_DIRECT = re.compile(
    r"\b(?:in (?:a )?direct (?:quotations?|quotes?|speech)|as (?:a )?direct (?:quotations?|quotes?)|verbatim|word[ -]for[ -]word"
    r"|in (?:(?:his|her|its|their) (?:own|very|exact)|(?:the )?(?:exact|very)|[\w .’']{2,40}?[’']s? (?:own|very|exact)) words)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“„]([^“”„\"]+)[”“]|\"([^\"]+)\"|«([^«»]+)»")
_TITLE_BEFORE = re.compile(
    r"\b(?:article|book|document|report|paper|file|titled|entitled|headlined|called|headline|title)\s*,?\s*$",
    re.IGNORECASE,
)
_WORDS_BEFORE = re.compile(
    r"\b(?:words?|phrase|expression|term|sentence|passage|quote|quotation|say|said|says|used?|uses|call(?:s|ed)?)\s*:?\s*$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\b[\w.-]+\.(?:txt|pdf|docx?|odt|rtf|html?|eml|msg|epub|xlsx?|pptx?|csv|json|md)\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b(?:press release|release|document|statement|resolution|note)\s+(?:No\.?|number|nr\.?|№)\s*:?\s*(?P<number>[\w/-]*\d[\w/-]*)",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"\b(?:(?:published|reported|released|printed|carried|run)\s+(?:by|in|on)|(?:in|on)\s+an?\s+(?:article|report|story)\s+(?:by|in|on|from))\s+(?P<name>[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)*)"
)
_SITE = re.compile(
    r"\b(?:in|on|from|by|at|according to)\s+(?P<name>(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|az|am|ru|tr|ge|uk|de|fr|eu|gov|int|info|edu|tv))\b",
    re.IGNORECASE,
)

_LABEL = re.compile(
    r"\b(?:when|date|day|month|year|time|number|no|title|titled|headline|headlined|heading|list\w*|published|dated)\b",
    re.IGNORECASE,
)
_DAY_ASKED = re.compile(r"\b(?:when|dates?|dated|days?|month|year|time|hour|long|old|ago)\b", re.IGNORECASE)
# A line that is a date dates the text below it, so it may answer where a text is named, or that something is said or comes out
_OF_A_TEXT = re.compile(
    rf"\b(?:(?:{TEXT})s?|releases|{SAY}|{SAID}|respon\w+|repl(?:y|ies|ied)|publi\w+|issued?|posted|dated|timed|written|wrote|put out|c[ao]me out)\b",
    re.IGNORECASE,
)
_VAGUE = frozenset(
    "tell say said explain continue go thing things something anything ok okay thanks thank yes no please know mean means"
    " happen happened happens question answer help information info detail details elaborate happening hello hi hey really talk".split()
)


def constraints(question: str) -> Constraints:
    """What `question` demands of an answer besides being on its subject."""
    publisher, publisher_span, from_site = _publisher(question)
    speaker, speaker_span, adjunct = _speaker(question)
    if from_site and speaker and publisher and publisher in speaker:
        speaker = speaker_span = adjunct = None
    said = said_period(question, asks_what_was_said=speaker is not None and adjunct is None)
    document, document_span, phrase, phrase_span = _quoted(question)
    direct = _DIRECT.search(question)
    removable = [adjunct, said.adjunct if said else None, Span(*direct.span()) if direct else None]
    if adjunct and said and adjunct.end <= said.span.start <= adjunct.end + 1:
        removable.append(said.span)  # "according to X of 2 November": the one cannot stay without the other
    rest = _without(question, [span for span in removable if span])
    return Constraints(
        speaker=speaker,
        speaker_span=speaker_span,
        said_from=said.first if said else None,
        said_to=said.last if said else None,
        said_span=said.span if said else None,
        publisher=publisher,
        publisher_span=publisher_span,
        document=document,
        document_span=document_span,
        direct_only=direct is not None,
        direct_span=Span(*direct.span()) if direct else None,
        phrase=phrase,
        phrase_span=phrase_span,
        rest=bare if _asks(bare := without_day_of_text(rest)) else rest,
    )


def asks_for_label(question: str) -> bool:
    """True if a title or a line with a date may answer: "When did …?", "under which headline …?"."""
    return _LABEL.search(question) is not None


def asks_for_day(question: str) -> bool:
    """True if a bare date may answer: "When was the statement published?", not "When were the prisoners released?"."""
    return bool(_DAY_ASKED.search(question) and _OF_A_TEXT.search(question))


def reacting(question: str) -> str | None:
    """The name of whose reaction, in words or deeds, is asked for: "How did A react?", "A's response to the plan?"."""
    found = (match for pattern in _REACTING for match in pattern.finditer(question))
    spans = (_name_span(question, match.start("name"), match.end("name")) for match in found)
    return next((question[span.start : span.end] for span in spans if span), None)


def too_vague(question: str) -> bool:
    """True if the question has no word that could be searched: "Tell me more", "What?", "Who is he?"."""
    return all(question[s:e].casefold() in STOP_WORDS | _VAGUE for s, e in words(question))


def _speaker(question: str) -> tuple[str | None, Span | None, Span | None]:
    """The speaker asked for, its span, and the span of wording that may be cut from the question with it."""
    for pattern, cut in ((_ACCORDING, True), (_OWN_WORDS, True), (_AS_SAYS, True), (_SAID_BY, False), (_ASKED, False)):
        for match in pattern.finditer(question):
            span = _name_span(question, match.start("name"), match.end("name"))
            if span:
                return question[span.start : span.end], span, Span(*match.span()) if cut else None
    return None, None, None


def _name_span(question: str, start: int, end: int) -> Span | None:
    """The span of a speaker's name in the stretch, without article and "statement"; None if it is none."""
    name = question[start:end].rstrip()
    if inner := re.match(
        rf"(?:the|an?|its)\s+(?:\w+\s+)?(?:{TEXT})\s+(?:of|by|from)\s+(?=(?:the\s+)?[A-Z])", name, re.IGNORECASE
    ):
        start, name = start + inner.end(), name[inner.end() :]
    name = re.sub(rf"\s+(?:{WHEN}|himself|herself|itself|themselves)$", "", name)
    name = (
        re.sub(rf"(?:[’']s?)?\s+(?:(?:press|official|written|joint|latest|recent|own)\s+)?(?:{TEXT})$", "", name)
        if not _NO_SPEAKER.fullmatch(name)
        else name
    )
    if article := re.match(r"(?:the|an?)\s+", name, re.IGNORECASE):
        if _NO_SPEAKER.fullmatch(name):
            return None
        start, name = start + article.end(), name[article.end() :]
        named = bool(name)
    else:
        named = name[:1].isupper()
    name = re.sub(r"[’']s?$", "", name)
    if not named or not name or _NO_SPEAKER.fullmatch(name) or _INSIDE.search(name) or len(words(name)) > 9:
        return None
    return Span(start, start + len(name)) if _can_speak(name) else None


def _can_speak(name: str) -> bool:
    """True for a proper name or a common name of somebody who speaks: "the ministry in Baku", not "the meeting in Baku"."""
    if re.search(rf"\d|\b(?:{TEXT})\b|\b(?:the|an?|of|in|on|at|by|for|from|with)$", name, re.IGNORECASE):
        return False
    head = re.split(r"\s(?:in|of|on|at|for|from|with|by)\s", name)[0]
    last = head.split()[-1]
    speaks = last[:1].isupper() or last.casefold() in SPEAKERS or last.casefold().removesuffix("s") in SPEAKERS
    return speaks and bool(content_stems(name))


def _quoted(question: str) -> tuple[str | None, Span | None, str | None, Span | None]:
    """The document named and the very words asked for, with their spans."""
    document = document_span = phrase = phrase_span = None
    for match in _QUOTED.finditer(question):
        number = next(i for i in (1, 2, 3) if match[i] is not None)
        before = question[: match.start()]
        if document is None and _TITLE_BEFORE.search(before) and not re.search(r"\bcalled\s*$", before):
            document, document_span = match[number].strip(), Span(*match.span(number))
        elif (
            phrase is None
            and any(c.isalnum() for c in match[number])
            and (_WORDS_BEFORE.search(before) or len(words(match[number])) > 1)
        ):
            phrase, phrase_span = match[number], Span(*match.span(number))
    if document is None and (file := _FILE.search(question)):
        document, document_span = file.group(), Span(*file.span())
    if document is None and (number_of := _NUMBERED.search(question)):
        document, document_span = number_of["number"], Span(*number_of.span("number"))
    return document, document_span, phrase, phrase_span


def _publisher(question: str) -> tuple[str | None, Span | None, bool]:
    for pattern, site in ((_SITE, True), (_PUBLISHER, False)):
        if match := pattern.search(question):
            return (
                match["name"].rstrip(".’'"),
                Span(match.start("name"), match.start("name") + len(match["name"].rstrip(".’'"))),
                site,
            )
    return None, None, False


def _without(question: str, spans: Iterable[Span]) -> str:
    """The question without the stretches; the question itself where what is left would not be one."""
    rest = question
    end = len(question)
    for span in sorted(spans, reverse=True):
        before, after = rest[: span.start].rstrip(), rest[max(span.start, min(span.end, end)) :]
        if after.startswith(",") and (before.endswith(",") or question[span.start] == ","):
            before, after = before.removesuffix(","), after[1:]
        rest = f"{before} {after}"
        end = span.start
    if rest == question:
        return question
    rest = re.sub(r"\s+([,?!.;:])", r"\1", " ".join(rest.split())).strip(" ,;:")
    rest = re.sub(r",\s*(?=[,?!])", "", rest)
    rest = rest[:1].upper() + rest[1:]
    return rest if _asks(rest) else question


def _asks(text: str) -> bool:
    """Whether what is left of a question is one."""
    opens = re.match(
        rf"(?:\w+\s+)?(?:what|which|who|whom|whose|when|where|why|how)\b|{AUXILIARY}\b", text, re.IGNORECASE
    )
    return opens is not None and len(content_stems(text)) > 1
