"""The records that flow through the product. Frozen, flat and few; see docs/design.md.

Offsets are Unicode code points into `Document.text`, the canonical text of the source file, and always obey the
slice law `document.text[start:end] == quote`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch `text[start:end]` in code points."""

    start: int
    end: int


class Zone(NamedTuple):
    """A stretch kept in the text but never quoted, e.g. a menu or a list of similar news."""

    start: int
    end: int
    kind: str


class Page(NamedTuple):
    """Where one page of a paged source lies in the canonical text; `number` counts from 1."""

    number: int
    start: int
    end: int


class Statement(NamedTuple):
    """A stretch of a document, `start` to `end` (quotation marks left out), and whose words it is.

    `how` is "direct" (in quotation marks), "reported" (indirect speech) or "own" (the document's own text). `speaker` is
    the fullest name the document gives, `role` what the text calls him or her; None where nothing proves one. Evidence,
    as spans: the mention at this place (`speaker_*`) and, where that is a pronoun or short, the full name (`named_*`).
    `said_on` is the ISO date the text itself gives this statement, with its span. `reported_by` names who reports it
    inside the document, innermost first; empty where the document itself does. `kind` is "speech"; or
    "attitude" where the document tells what somebody thinks, wants or knows and nobody is told to have said it; or
    "likely" where a trained part takes the words for his and no rule proves it. The last two are only listed.
    """

    start: int
    end: int
    speaker: str | None
    role: str | None
    speaker_start: int | None
    speaker_end: int | None
    named_start: int | None
    named_end: int | None
    how: str
    cue: str | None
    said_on: str | None
    said_on_start: int | None
    said_on_end: int | None
    reported_by: tuple[str, ...]
    kind: str = "speech"


class Value(NamedTuple):
    """A metadata value and what it rests on: `metadata.jsonl`, a field of the file ("mail:Date", "html:lang"), or a
    span of the text as `start:end`."""

    value: str
    evidence: str


@dataclass(frozen=True)
class Document:
    """One source: `sha256` is that of the file's bytes, `text` what its offsets refer to.

    A file inside another (an archive's entry, a mail's attachment) is a document of its own, called "outer/inner".
    `reader` names what made the text of the bytes: extractor, version, encoding. `blocks` are its block quotations, where
    the file marks them otherwise than in the text (`<blockquote>`); the index does not keep them.
    """

    name: str
    sha256: str
    text: str
    metadata: Mapping[str, Value] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    pages: tuple[Page, ...] = ()
    reader: str = ""
    statements: tuple[Statement, ...] = ()
    blocks: tuple[Span, ...] = ()

    @property
    def text_sha256(self) -> str:
        """The hash of the canonical text, which for formats other than plain text is not that of the file."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def label(self, key: str) -> str | None:
        """The metadata value called `key`, or None where nothing proves one."""
        found = self.metadata.get(key)
        return found.value if found else None


@dataclass(frozen=True)
class Passage:
    """Whole sentences of one document, the unit that is embedded and retrieved."""

    document: str
    sha256: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """Derived from content, so that it survives re-indexing: `sha256:start-end`."""
        return f"{self.sha256}:{self.start}-{self.end}"


@dataclass(frozen=True)
class Hit:
    """A passage found for a query; `score` is the fused score, `ranks` the place (from 1) in each retriever's list."""

    passage: Passage
    score: float
    rank: int
    ranks: Mapping[str, int]


class Turn(NamedTuple):
    """One turn of a conversation; `role` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True)
class Filters:
    """What alone may be quoted; what is empty, None or False admits everything, and all that is set must hold.

    `speakers` are whose words it is, their own or as they report them; `publishers` and `languages` (BCP 47) are labels
    of the document; `documents` names of documents, or of a folder or archive they lie in. Days are ISO 8601, both ends
    included; "2023-11" and "2023" mean their first day as a beginning and their last as an end. Said on is the day the
    text gives a statement, else the document's published day. `phrase` are words the quoted sentence must have in this
    order; case and marks may differ.
    """

    speakers: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    said_from: str | None = None
    said_to: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    direct_only: bool = False
    phrase: str | None = None


@dataclass(frozen=True)
class InForce:
    """One filter an answer was found under: `name` and `value` for people, and the `words` of the question it rests
    on, None where the caller set it."""

    name: str
    value: str
    words: str | None = None


@dataclass(frozen=True)
class Citation:
    """A verified quote and its labels. A label that nothing proves is None and is shown as "unknown".

    `speaker`, `role`, `how`, `said_on` and `reported_by` are those of the `Statement` the quote belongs to, and
    `speaker_evidence` the span that names the speaker, as `start:end`. `also_in` names near copies of the document (reprints, syndicated text) that have the same sentence: one witness.
    `antecedent` is the sentence before, offered as context where the quote opens with a pronoun.
    """

    document: str
    sha256: str
    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int
    sentence: str
    rank: int
    score: float
    page: int | None = None
    speaker: str | None = None
    role: str | None = None
    how: str | None = None
    said_on: str | None = None
    reported_by: tuple[str, ...] = ()
    speaker_evidence: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    also_in: tuple[str, ...] = ()
    antecedent: str | None = None
    antecedent_start: int | None = None
    antecedent_end: int | None = None

    @property
    def day(self) -> str | None:
        """The day (ISO 8601) the text says it was said, else the day the document was published."""
        return self.said_on or self.published


@dataclass(frozen=True)
class Answer:
    """What the documents say to a question, or why they don't: `abstained` with a `reason`.

    `confidence` is in 0..1; `nearest` are passages shown beside a silence, never as an answer; `withheld` says, a
    sentence each, which quotes failed their proof, and `notes` what must be known of those shown: a name of the question
    that the documents lack. `seconds` is wall time. All citations pass the `filters` in force, and so do `nearest`
    unless `outside` says that they lie outside them.
    """

    question: str
    standalone_question: str
    abstained: bool
    reason: str | None
    confidence: float
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    withheld: tuple[str, ...]
    seconds: float
    filters: tuple[InForce, ...] = ()
    outside: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """What one voice says on a subject: verified `entries`, oldest first, direct before reported.

    `speaker` is the fullest name in the documents; None where nobody is proved to speak: a document's own text, or words
    of somebody it does not name. `side` is the country whose office the speaker's name or role names, else the body the
    role speaks for; of a document's own text its publisher. `side_evidence` are the words that prove it, or "publisher";
    both None where nothing does.
    """

    speaker: str | None
    role: str | None
    side: str | None
    side_evidence: str | None
    entries: tuple[Citation, ...]


@dataclass(frozen=True)
class Comparison:
    """Who says what on a subject, without a verdict; or a silence: no groups, and a `reason`.

    `parallels` are pairs of entries of different documents that tell the same in other words; `notes` are what must be
    known of the choice (only one side is in the documents, a party named has no words of its own in them); `withheld`
    says, a sentence each, which quotes failed their proof; `seconds` is wall time.
    """

    question: str
    standalone_question: str
    reason: str | None
    groups: tuple[Group, ...]
    parallels: tuple[tuple[Citation, Citation], ...]
    notes: tuple[str, ...]
    withheld: tuple[str, ...]
    seconds: float


class Change(NamedTuple):
    """Words in which a quote and a document agree or differ: `given` is their span in the quote, `found` in the document.

    `kind` is "kept", "changed", "added" (only the quote has them), "in brackets" (added, but the quote owns to it) or
    "left out" (only the document has them). Marks count as words.
    """

    kind: str
    given: Span | None
    found: Span | None


class Missing(NamedTuple):
    """Words of a document's sentence that a quote left out although they turn it round: `words` is `text[start:end]`.

    `kind` is "negation", "condition" or "attribution".
    """

    kind: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class QuoteCheck:
    """Whether a quote stands in the documents. The verdicts are told in docs/checking.md.

    `verdict` is "exact", "formatting only", "altered", "spliced", "cropped", "misattributed" or "not found". `matches`
    are the proved true words, best first; where the quote has `parts` (their spans in the quote), the places of those in
    the quote's order instead. `diffs` belong to the matches one by one ("altered" only), `missing` to the first match
    ("cropped" only). `nearest` is shown beside "not found". `speaker` is whose words the quote was said to be.
    """

    quote: str
    verdict: str
    matches: tuple[Citation, ...] = ()
    diffs: tuple[tuple[Change, ...], ...] = ()
    nearest: tuple[Citation, ...] = ()
    speaker: str | None = None
    parts: tuple[Span, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def true(self) -> bool:
        """Whether the documents have these words as the quote gives them."""
        return self.verdict in ("exact", "formatting only")


@dataclass(frozen=True)
class ArticleQuote:
    """A quotation of an article, `text[start:end]` of it without the marks around it, and what the documents have of it.

    `words` are what was checked: of the same length, with blanks where a "he said" or marks that a paragraph opens anew
    lie between. `mark` is the mark that opens it, ">" of a block quote. `speaker` and `role` are those the article's own
    words give it, None where they give none, and `speaker_evidence` the span of the article that names the speaker, as
    `start:end`. `inside` is the number (from 0) of the quotation around it. `check` is None where the quotation is not
    judged; `reason` says why.
    """

    start: int
    end: int
    words: str
    mark: str
    speaker: str | None = None
    role: str | None = None
    speaker_evidence: str | None = None
    inside: int | None = None
    check: QuoteCheck | None = None
    reason: str | None = None


@dataclass(frozen=True)
class ArticleCheck:
    """The quotations of `article` in the order of its text, those inside others right behind them."""

    article: Document
    quotes: tuple[ArticleQuote, ...]

    @property
    def judged(self) -> tuple[ArticleQuote, ...]:
        """The quotations that have a verdict."""
        return tuple(q for q in self.quotes if q.check)

    @property
    def true(self) -> bool:
        """Whether the documents have every judged quotation as the article gives it."""
        return all(q.check.true for q in self.quotes if q.check)


@dataclass(frozen=True)
class Settings:
    """How documents are cut: the target size of a passage in tiktoken tokens (cl100k)."""

    passage_tokens: int = 200


@dataclass(frozen=True)
class IndexReport:
    """What an indexing run did.

    Documents by name: `added`, `changed`, `unchanged`, `removed`; `refused` (could not be read) and `skipped` (left out
    on purpose: hidden, excluded) map a file to the sentence that says why; `duplicates` maps a file to the document
    that has the same bytes; `copies` are pairs of documents that are nearly the same text.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    refused: Mapping[str, str]
    skipped: Mapping[str, str]
    duplicates: Mapping[str, str]
    copies: tuple[tuple[str, str], ...]
    passages: int
    embedded: int
    seconds: float
