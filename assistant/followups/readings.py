"""History → standalone question, by plain rules. The result is shown to the user, who can put it differently.

A question leans on the one before it if it opens with a connective ("And when?"), points back with a pronoun that
nothing in it explains ("Did he accept that?"), or is too short to have a subject of its own ("Why?"). Where a rule
surely fits it is put in full ("Did Blinken accept that?"); otherwise the question before is added in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.capitals import with_countries
from assistant.constraints.dates import TEXT
from assistant.followups.forms import about, corrected, elliptic
from assistant.followups.frames import unframed, without_aside
from assistant.holders import Labelled, with_holders
from assistant.names import AUXILIARY, DATE, explained, names
from assistant.text import content_stems, sentences, words
from assistant.types import Turn

Reading = tuple[str, ...]
"""One way to understand a question: as a whole, and, where that has another question in brackets, alone. A sentence's scores
with the wordings are averaged."""

FEW = 2  # content words
QUOTED = 12  # words of a quote that are repeated in "Who said “…”?"

_OPENING = re.compile(r"(?:and|but|so|also|then|or)\b[\s,]*|(?:what|how) about\b", re.IGNORECASE)
_CONNECTIVE = re.compile(r"(?:(?:and|but|so|also|then|or)\b[\s,]*)+", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(he|she|it|they|him|his|hers|her|its|them|their|theirs|that|this|those|these|there|then|same|one|latter|former)\b",
    re.IGNORECASE,
)
# the object of a sentence is not its subject, so a pronoun there points out of the question: "What did Armenia say about it?"
_OUTWARD = re.compile(
    r"\b(?:it|them|him|that|this|those|these|so|there)(?:\s+(?:for|to|about|with|of|on))?\s*[?.!]*$", re.IGNORECASE
)
# beside a name that was put for another pronoun; an object is explained by what is done to it
_UNEXPLAINED = re.compile(r"\b(?:he|she|they|his|hers?|its|theirs?)\b", re.IGNORECASE)
# to what? instead of what, after what, which side but this one?
_REACTING = re.compile(
    r"\b(?:did|do|does|has|have|will|would)\b.*\b(?:react|respond|reply|answer|agree|accept|refuse|decline|comply|obey|consent|object)\w*\s*[?.!]*$"
    r"|\b(?:(?:do|did|done|does|say|said) the same|so too|likewise|in kind|instead|afterwards?|thereafter|nonetheless|nevertheless|even so|all the same|anyway|in return|in response|in that case|since then|by then|at the time)\s*[?.!]*$"
    r"|\bthe others?\b(?! than\b)|\bthe other (?:one|party|side)\b",
    re.IGNORECASE,
)
# of what, to what? "How did the ministry word its refusal?"
_UNTOLD = re.compile(
    r"\b(?:its|his|her|their)\s+(?:refusal|rejection|reply|response|reaction|answer|decision|acceptance|request|demand|offer|objection|complaint)\b"
    r"(?!\s+(?:of|to|on|about|for|that|from|by|in|against)\b)",
    re.IGNORECASE,
)
_REACTION = re.compile(
    r"\b(?:how|what)\b.*\b(?:react(?:s|ed|ion)?|respond(?:s|ed)?|response|repl(?:y|ies|ied)|answer(?:s|ed)?)\b"
    r"|\bhow (?:did|does|has|have|was|were)\b.*\b(?:t[ao]ken?|receiv(?:e|ed)) (?:it|this|that|these|those|them)\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:(?:and|ok|please|can you|could you)\b[\s,]*)*(?:tell me more|(?:say|anything|something)?\s*more|go on|continue|what else|anything else|more details?|elaborate)"
    r"\b(?:\s+about\s+(?:it|that|this|them))?[\s,]*(?:please)?\s*[?.!]*",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:instead|else|(?<!each )others?|(?<!one )another|besides|apart from|also|further(?<!no further)|too(?=\s*[?.!]*$)|more(?!\s+(?:\w+\s+)?(?:to|than)\b))\b",
    re.IGNORECASE,
)
_SAYS = r"said|says|wrote|writes|claimed|claims|stated|states|told|announced|reported|reports|published"
_WHO_SAID = re.compile(
    rf"(?:and\s+)?who\s+({_SAYS})\s+(?:that|this|it|so|these words)\s*\??|(?:and\s+)?says who\s*\??", re.IGNORECASE
)
_WHEN_SAID = re.compile(  # not "When were the prisoners released?"
    r"(?:and\s+)?(?:when|on (?:what|which) (?:day|date)(?: and at (?:what|which) time)?)\s+(?:was|were|is)\s+(?:that|this|it|these words"
    rf"|(?:the|that|this|these|those) (?:{TEXT}|words|quote|claim|promise|order|decision|rule|law|figures?)s?)\s+"
    r"(?:said|written|stated|published|announced|reported|issued|released|posted)\s*\??"
    r"|(?:and\s+)?when\s+did\s+(?:he|she|they|it)\s+(?:say|write|state|publish|announce|report|issue|release|post)\s+(?:that|this|it|so)\s*\??",
    re.IGNORECASE,
)
_WHERE_SAID = re.compile(  # "Where were they made?" may be asked of remarks that the quote only tells of
    r"(?:and\s+)?(?:where|(?:at|in|on|during|before|to) (?:what|which)(?: \w+){1,2}?|(?:before|to) (?:whom|what)|who(?:m)? to)\s+"
    r"(?:did\s+(?:he|she|they|it|(?:[A-Z][\w.’'-]*\s+){1,3}?)\s*(?:say|state|declare)\s+(?:that|this|it|so|these words)"
    r"|(?:was|were)\s+(?:that|this|it|these words)\s+(?:said|stated|declared)"
    r"|(?:was|were)\s+(?:he|she|they)\s+(?:speaking|testifying))\s*\??",
    re.IGNORECASE,
)
# somebody or something that only what was said before can tell; what stands between may be meant elsewhere
_SUBJECT_BACK = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|nice|great|cool|thanks|thank you|well|also|then|now|right|yes|no)\b\W*)*(?:(?:for|in|on|at|by|to|from|with|of|about|since|until|under|before|after|during)\s+)?"
    rf"(?:(?:who|whom|whose|what|which|when|where|why|how)\b(?:\s+(?!(?:the|an?)\b)[\w’'-]+){{0,4}}?\s+)?{AUXILIARY}(?:n[’']t|\s+not)?\s+(?P<back>he|she|it|they|his|her|its|their)\b",
    re.IGNORECASE,
)
# "Is it possible to …?" means nothing by it
_EXPLETIVE = re.compile(
    r"\bit\s+(?:not\s+|\w+ly\s+)?(?:possible|impossible|safe|ok|okay|true|right|necessary|important|legal|illegal|allowed|permitted|better|best|good|bad|easy|hard"
    r"|difficult|worth|likely|clear|known|take|seem|appear|rain|snow|matter)\b|\bit\s+cost\s+to\b"
    r"|\bit\b[^?.!]*\b(?:that|who|whom|which)\b",  # "Was it a spark that caused it?"
    re.IGNORECASE,
)
_THIS = re.compile(  # "this novel about a beekeeper" tells which
    r"\b(?:this|these)\s+(?!(?:is|was|are|were|years?|weeks?|months?|days?|times?|ways?|mornings?|evenings?|nights?|weekends?|summer|winter|spring|autumn|season|quarter|decade|century|of|and|or|to|in|on|at|by|for|from|with|as|that)\b)"
    r"(?!(?:[\w-]+\s+){1,3}(?:about|of|called|named|that|who|which)\b)[a-z]",
    re.IGNORECASE,
)
# of these there is always more than one; "the company" may be the one whose papers they are
_KIND = "animal|bird|player|actor|actress|singer|musician|composer|painter|novelist|novel|film|movie|song|album"
_OF_KIND = re.compile(  # not "the film festival"
    rf"\bthe\s+(?:[a-z-]+\s+){{0,2}}?(?:{_KIND})(?=[’']s?\b|\s*(?:[?.!,;:]|$)|\s+(?:{AUXILIARY}|and|or|born|w[io]n|die|live|eat|get|receive|received|make|play|come)\b)",
)
_SILENCE = re.compile(
    r"The documents (?:do not say|have it only second-hand)|Not said by|The question has no word|What was found could not"
)
_ASKS = (("speaker", _WHO_SAID), ("date", _WHEN_SAID), ("occasion", _WHERE_SAID), ("more", _MORE))


class Asked(NamedTuple):
    """A question in full: what is asked, and, where that is not yet clear, the earlier question it leans on."""

    main: str
    context: str = ""

    @property
    def whole(self) -> str:
        return f"{self.main} ({self.context})" if self.context else self.main

    @property
    def enough(self) -> str:
        """The question as it stands in brackets: with its own context where it says too little."""
        short = self.context and len(content_stems(self.main)) <= FEW
        return f"{self.main} {self.context}" if short else self.main


def standalone(question: str, history: Sequence[Turn]) -> str:
    """`question` as it reads without `history`; unchanged where it leans on nothing."""
    return _asked(question, history).whole


def readings(question: str, history: Sequence[Turn], speakers: Callable[[], Labelled] = tuple) -> list[Reading]:
    """The ways to understand `question`; the first wording of the first is its standalone form. `speakers` gives those of the
    documents.

    A follow-up is read with the question before it and alone: together they score better than either (the question
    before would else draw its own answer again). A capital that may stand for its country makes a second reading, and so does
    an office for who holds it.
    """
    asked = _asked(question, history)
    wordings = (asked.whole, asked.main) if asked.context else (asked.main,)
    named = tuple(with_countries(with_holders(w, speakers)) for w in wordings)
    return [wordings] if named == wordings else [wordings, named]


def leans(question: str) -> bool:
    """True if the question cannot be understood alone."""
    text = question.strip()
    if (
        _REACTING.search(text)
        or _OPENING.match(text)
        or (len(content_stems(text)) <= FEW and not _named(text))
        or _OUTWARD.search(text)
        or (_UNTOLD.search(text) and text[1:].islower())
        or _means_one_of_kind(text)
    ):
        return True
    pointer = _POINTING.search(text)
    return pointer is not None and not _named(text[: pointer.start()])


def quoted(history: Sequence[Turn]) -> str:
    """The first sentence of the last answer, without quotation marks; empty if there is none, or it was a silence."""
    for turn in reversed(history):
        if turn.role != "user":
            if is_silence(turn.content):
                return ""
            text = " ".join(turn.content.split()).strip('“”"„«» ')
            spans = sentences(text)
            return text[spans[0].start : spans[0].end] if spans else ""
    return ""


def _asked(question: str, history: Sequence[Turn]) -> Asked:
    before: Asked | None = None
    reply: list[Turn] = []
    for turn in history:
        if turn.role == "user":
            before = _in_full(" ".join(turn.content.split()), before, quoted(reply))
            reply = []
        else:
            reply = [turn]
    return _in_full(question, before, quoted(reply))


def _in_full(question: str, before: Asked | None, reply: str) -> Asked:
    question, subject = without_aside(question)
    question = unframed(question)
    text = " ".join(question.split())
    if before is None:
        tells = any(n.kind != DATE and n.text not in text for n in names(subject))
        return Asked(question, subject) if subject and (tells or leans(text)) else Asked(question)
    if _same_words(text, before.main):
        return before
    if source := _of_the_source(text, reply):
        return Asked(source)
    for rule in (corrected, about, elliptic):
        if made := rule(text, before.main):
            return Asked(made, before.context)
    if _MORE.fullmatch(text):
        return Asked(text, before.enough)
    bare = _without_connective(text)
    named = explained(bare, before.main, reply)
    if named != bare:
        short = len(content_stems(bare)) < FEW
        return Asked(named, before.enough if leans(named) or short or _UNEXPLAINED.search(named) else "")
    return Asked(question, before.enough) if leans(text) or _repeats(text, before.main) else Asked(question)


def _of_the_source(text: str, reply: str) -> str | None:
    if not reply:
        return None
    quote = reply if len(spans := words(reply)) <= QUOTED else reply[: spans[QUOTED - 1].end] + " …"
    if said := _WHO_SAID.fullmatch(text):
        return f"Who {said[1] or 'said'} “{quote}”?"
    return None


def _without_connective(text: str) -> str:
    rest = _CONNECTIVE.sub("", text, count=1) if _CONNECTIVE.match(text) else text
    return rest[:1].upper() + rest[1:]


def _same_words(a: str, b: str) -> bool:
    return [a[s:e].casefold() for s, e in words(a)] == [b[s:e].casefold() for s, e in words(b)]


def _repeats(text: str, before: str) -> bool:
    """True if the question points at something that the one before it names: "those roads"."""
    known = set(content_stems(before))
    return any(set(content_stems(m[1])) & known for m in re.finditer(r"\b(?:that|this|those|these|such)\s+(\w+)", text))


def _named(text: str) -> bool:
    """True if there is a name that is more than the capital of the first word."""
    return any(n.start > 0 or " " in n.text for n in names(text))


class Focus(NamedTuple):
    """What a follow-up leans on: `quote`, the first sentence of the last answer (empty if that was a silence), and how it
    stands to it.

    `asks` is "speaker" ("Who said that?"), "date" ("When was it published?"), "occasion" ("Before which body did he say that?"), "more"
    ("Tell me more.") or "". `elsewhere` says that
    something else is asked for than what was quoted ("What did it do instead?"); `again` that the quote may well answer once more,
    since the question points back ("What did they want there?") or has no word of its own ("Why?"); `reaction` that what is asked
    for is how somebody took it ("How did they react?"). Where somebody or something is meant that only what was said before can tell
    ("Did it win?", "What does this bird eat?"), `question` is the follow-up itself, `asked` the question before it and `told` all of
    its answer.
    """

    quote: str
    asks: str
    elsewhere: bool
    again: bool = False
    reaction: bool = False
    question: str = ""
    asked: str = ""
    told: str = ""


def focus(question: str, history: Sequence[Turn]) -> Focus | None:
    """What `question` leans on in the last answer, be it a silence; None if it leans on nothing or there is none."""
    text, quote = " ".join(question.split()), quoted(history)
    silent = bool(history) and is_silence(history[-1].content)
    asks = next((name for name, pattern in _ASKS if pattern.fullmatch(text)), "")
    if not (quote or silent) or not (asks or standalone(question, history) != standalone(question, [])):
        return None
    elsewhere = asks == "more" or _ELSE.search(text) is not None
    again = not elsewhere and bool(_POINTING.search(text) or _OPENING.match(text) or not content_stems(text))
    found = Focus(quote, asks, elsewhere, again, _REACTION.search(text) is not None)
    if not _points_back(text):
        return found
    last = max((n for n, turn in enumerate(history) if turn.role == "user"), default=None)
    if last is None:
        return found
    told = " ".join(turn.content for turn in history[last:] if turn.role != "user" and not is_silence(turn.content))
    return found._replace(question=text, asked=history[last].content, told=told)


def _points_back(text: str) -> bool:
    """True if somebody or something is meant that nothing in the question can tell."""
    back = _SUBJECT_BACK.match(text)
    if back and not _EXPLETIVE.match(text, back.start("back")):
        return True
    this = _THIS.search(text)
    return (this is not None and not _named(text[: this.start()])) or _means_one_of_kind(text)


def _means_one_of_kind(text: str) -> bool:
    """True of "When was the famous player born?", which names nobody."""
    meant = _OF_KIND.search(text)
    return meant is not None and not names(text[: meant.start()])


def is_silence(reply: str) -> bool:
    """True of the sentences of `assistant.silence`."""
    return _SILENCE.match(reply) is not None
