"""Spans of sentences and words, and normal forms for search that never touch the text offsets refer to.

Sentence borders come from nupunkt (a Punkt model trained on edited prose), run line by line, because a line break in
a pasted page ends a sentence. Three things it cannot know are mended after it: initialisms ("U.S. Secretary"), a
missing space after a full stop ("process.All this") and endless lines without any sentence end.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from itertools import pairwise

import nupunkt
import Stemmer

from assistant.types import Span

LONGEST_SENTENCE = 700  # code points; longer "sentences" are tables, lists and chats without full stops

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"\w+(?:[’'.,]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
_INITIALISM = re.compile(r"(?:\b[A-Za-z]\.){2,}$")
_GLUED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]*\s)")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
_DATELINE = re.compile(rf"(?:[\w-]+[ ,:|]+){{0,4}}{_DATE}[\s,|:\d.()+A-Za-z-]{{0,25}}", re.IGNORECASE)
_CLAUSE_ENDS = tuple(re.compile(p) for p in (r"[;:!?](?=\s)", r"[,–—](?=\s)", r"\s"))

# Function words: they carry no subject, so they neither identify a passage nor prove that a question was understood.
_SHORTENED = """i'm i've i'd i'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd it'll we're we've we'd
    we'll they're they've they'd they'll that's that'd there's here's what's what're who's who'd who'll where's when's why's
    how's how'd let's isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't mustn't needn't
    haven't hasn't hadn't""".split()
STOP_WORDS = frozenset(_SHORTENED + [word.replace("'", "’") for word in _SHORTENED]) | frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between
    both but by can cannot could did do does doing done down during each either else ever few for from further get
    give given gives had has have having he her here hers herself him himself his how i if in into is it its itself
    just let may me might mine more most must my myself neither no nor not now of off on once one only or other ought
    our ours ourselves out over own please same shall she should so some such than that the their theirs them
    themselves then there these they this those through to too under until up upon us very was we were what whatever
    when where whether which while who whoever whom whose why will with within without would yet you your yours
    yourself yourselves""".split()
)


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, in order, trimmed of white space, each with at least one word in it."""
    found: list[Span] = []
    for line in _LINE.finditer(text):
        for start, end in _sentences_of_line(line.group()):
            span = trim(text, line.start() + start, line.start() + end)
            if not any(c.isalnum() for c in text[span.start : span.end]):
                continue
            found.extend(_cut(text, span))
    return found


def _sentences_of_line(line: str) -> list[Span]:
    edges = {0, len(line)}
    edges.update(start for start, _ in nupunkt.sent_spans(line))
    edges.update(m.start() for m in _GLUED.finditer(line))
    kept = [e for e in sorted(edges) if e in (0, len(line)) or not _is_false_border(line, e)]
    return [Span(a, b) for a, b in pairwise(kept)]


def _is_false_border(line: str, edge: int) -> bool:
    # a word or two tell; the whole of an endless line at each of its borders would take quadratic time
    before, after = line[max(0, edge - 60) : edge].rstrip(), line[edge : edge + 100].lstrip()
    following = re.match(r"\w+", after)
    if following and following.group()[0].islower() and before.endswith("."):
        return True
    # "U.S. Secretary" goes on, "Washington, D.C. The rejection" does not: a capitalised function word starts anew
    return bool(_INITIALISM.search(before) and following and following.group().lower() not in STOP_WORDS)


def is_sentence(text: str) -> bool:
    """True if `text` ends as a sentence does; a heading has no full stop."""
    return _SENTENCE_END.search(text) is not None


def is_dateline(line: str) -> bool:
    """True for a line that is nothing but a date, perhaps with a time or a few words: "Press release 02 November 2023"."""
    return len(line) <= 60 and not line.endswith((".", "!", "?")) and _DATELINE.fullmatch(line) is not None


def _cut(text: str, span: Span) -> list[Span]:
    """Cut an endless sentence at its last clause border (else any space) before the limit."""
    pieces = []
    start, end = span
    while end - start > LONGEST_SENTENCE:
        window = text[start : start + LONGEST_SENTENCE]
        cut = next(
            (
                borders[-1]
                for p in _CLAUSE_ENDS
                if (borders := [m.end() for m in p.finditer(window, LONGEST_SENTENCE // 3)])
            ),
            len(window),
        )
        piece = trim(text, start, start + cut)
        if any(c.isalnum() for c in text[piece.start : piece.end]):
            pieces.append(piece)
        start += cut
    rest = trim(text, start, end)
    return [*pieces, rest] if any(c.isalnum() for c in text[rest.start : rest.end]) else pieces


def storable(text: str) -> str:
    """`text` with U+FFFD for NULs and lone surrogates, which no tokenizer or terminal takes; halves of a pair are joined."""
    if not _UNSTORABLE.search(text):
        return text
    return text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at its ends; empty at `start` if there is nothing else."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, start + left + len(piece.strip()))


def words(text: str) -> list[Span]:
    """Spans of the words of `text`; "Azerbaijan's", "D.C" and "2,000" are one word each."""
    return [Span(*m.span()) for m in _WORD.finditer(text)]


def on_word_borders(text: str, start: int, end: int) -> bool:
    """True if `text[start:end]` neither begins nor ends inside a word (law 2)."""

    def inside(at: int) -> bool:
        return 0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at])

    return not inside(start) and not inside(end)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.combining(char) != 0


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)  # without a cache of its own: `stem` has one


@cache
def stem(word: str) -> str:
    """The search form of one word: NFKC, case folded, possessive dropped, English stem."""
    folded = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").removesuffix("'s").replace(".", "")
    return str(_stemmer().stemWord(folded))


def content_stems(text: str) -> list[str]:
    """Search forms of the words of `text` that are not function words, in order, repeats kept."""
    return [stem(text[s:e]) for s, e in words(text) if text[s:e].casefold() not in STOP_WORDS]


def is_capital_inside(text: str, start: int) -> bool:
    """True if the word at `start` begins with a capital that no sentence, quotation or line in capitals asks for."""
    before = text[max(0, start - 3) : start].rstrip()
    return (
        text[start].isupper() and bool(before) and (before[-1].islower() or before[-1].isdigit() or before[-1] in ",(")
    )


def words_digest(text: str) -> int:
    """63 bits of a hash over the words of `text`, never 0; the same for two sentences that differ in marks and case only."""
    joined = " ".join(word_form(text[w.start : w.end]) for w in words(text))
    digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> 1 or 1


def word_form(word: str) -> str:
    """The form words are counted in: case folded, possessive dropped."""
    return word.casefold().replace("’", "'").removesuffix("'s")
