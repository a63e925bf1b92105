"""The verdict on a quote, from what was found of it in the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.checking.alignment import KEPT, LEFT_OUT, Alignment, align
from assistant.checking.candidates import Stretch, sharing_shingles, sharing_words
from assistant.checking.citations import all_cited, cited, said_by, sentence_around
from assistant.checking.claim import Claim
from assistant.checking.crops import missing, omitted
from assistant.checking.parts import Part, literal, parts, unbroken
from assistant.checking.splices import LEAST, cover, runs
from assistant.checking.standing import Place, pieces, places_in, standing
from assistant.errors import BadInput
from assistant.index import View
from assistant.models import Encoder
from assistant.retrieve import retrieve
from assistant.shingles import folded
from assistant.types import Citation, Missing, QuoteCheck, Span

LONGEST_QUOTE = 20_000  # code points
SIMILAR = 0.6  # share of words in common from which a passage counts as an altered form of the quote
LONGEST_QUERY = 1_000  # code points of it that are searched as a question
VERDICTS = ("exact", "formatting only", "cropped", "misattributed")  # of true words, best first
GAP = 1_000  # code points that an ellipsis may stand for
ALIGNED = 8  # stretches that a quote is aligned with
ALTERED = 3  # matches shown of an altered quote
NEAREST = 3  # passages shown beside "not found"


def check(
    quote: str, speaker: str | None, view: View, encoder: Encoder, beside: tuple[str, str] = ("", "")
) -> QuoteCheck:
    """The verdict on `quote`, said to be the words of `speaker` if one is named. Raises BadInput where it has no word.

    An empty `speaker` is somebody who has no name: nothing to compare, but who says it was not cut off. `beside` are the
    words right before and after the quote in the text that quotes it: what stands there was not cut off either.
    """
    claim = Claim(speaker, *beside)
    whole = literal(quote)
    if whole is None:
        raise BadInput("The quote has no word in it.")
    if len(quote) > LONGEST_QUOTE:
        raise BadInput(f"The quote has {len(quote):,} characters; {LONGEST_QUOTE:,} are the most.")
    found = _true(quote, whole, claim, view)
    if found is None and (joined := unbroken(quote)) != quote and (again := literal(joined)):
        found = _true(joined, again, claim, view)
    given = parts(quote)
    if found is None and len(parts(quote, brackets=False)) > 1:
        found = _in_parts(quote, parts(quote, brackets=False), claim, view)
    if found is None and any(p.tokens != whole.tokens for p in given):
        found = _in_parts(quote, given, claim, view) or _altered_parts(quote, given, view)
    if found is None:
        found = _untrue(quote, given[0] if len(given) == 1 else whole, view)
    return replace(found or _not_found(quote, view, encoder), quote=quote, speaker=speaker or None)


# --- true words ----------------------------------------------------------------------------------------------------


def _true(quote: str, part: Part, claim: Claim, view: View) -> QuoteCheck | None:
    """The verdict on a quote that stands somewhere in one piece; None if it does not."""
    if part.inserted:
        return None
    judged = [j for place in standing(part, quote, view) if (j := _judged(place, claim, view))]
    if not judged:
        return None
    judged.sort(key=lambda j: j[0])
    rank = judged[0][0]
    verdict = VERDICTS[rank]
    best = [j for j in judged if j[0] == rank]
    if len(best[0][1]) > 1:  # page furniture between its words
        return QuoteCheck(quote, verdict, _ranked(best[0][1]), parts=(part.span,), missing=best[0][2])
    return QuoteCheck(quote, verdict, _ranked(j[1][0] for j in best), missing=best[0][2])


Judged = tuple[int, list[Citation], tuple[Missing, ...]]


def _judged(place: Place, claim: Claim, view: View, beside: Sequence[Place] = ()) -> Judged | None:
    """The number of the verdict on a place, its proved words and what they lack; None without a proof.

    `beside` are the places of the quote's other parts, which it does not lack.
    """
    found = all_cited(place.document, place.spans, view.store)
    if not found:
        return None
    if claim.speaker:
        owned = [said_by(c, place.document, claim.speaker) for c in found]
        if not all(owned):
            return 3, found, ()
        found = [c for c in owned if c]
    start, end = sentence_around(view.store.sentences(place.document.name), place.whole)
    start = max([start, *(p.whole.end for p in beside if p.whole.end <= place.whole.start)])
    after = [p.whole.start for p in beside if p.whole.start >= place.whole.end]
    around = Span(start, min([end, *after]))
    lacking = missing(place.document, around, place.whole, named=claim.speaker is not None)
    if after and min(after) <= end:
        lacking += omitted(place.document, Span(place.whole.end, min(after)))
    lacking = tuple(m for m in lacking if not claim.tells(m, place.whole))
    return (2 if lacking else int(not place.exact)), found, lacking


def _ranked(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(replace(c, rank=i) for i, c in enumerate(citations, 1))


# --- quotes with omissions and brackets ------------------------------------------------------------------------------


def _in_parts(quote: str, given: Sequence[Part], claim: Claim, view: View) -> QuoteCheck | None:
    """The verdict on a quote with omissions; None where a part of it stands nowhere."""
    if any(p.inserted for p in given):
        return None
    if len(given) == 1:
        return _true(quote, given[0], claim, view)
    chain = _chain(quote, given, view)
    if chain is None:
        places = [standing(p, quote, view) for p in given]
        return (
            _spliced(quote, given, [p[0] for p in places], view) if all(places) else _altered_parts(quote, given, view)
        )
    judged = [j for place in chain if (j := _judged(place, claim, view, chain))]
    if len(judged) < len(chain):
        return None
    speakers = {c.speaker for _, citations, _ in judged for c in citations if c.speaker}
    if len(speakers) > 1 and len({c.sentence_start for _, citations, _ in judged for c in citations}) > 1:
        return _spliced(quote, given, chain, view)
    verdict = VERDICTS[max(j[0] for j in judged)]
    lacking = tuple(dict.fromkeys(m for j in judged for m in j[2]))
    return QuoteCheck(quote, verdict, _ranked(c for j in judged for c in j[1]), parts=_spans(given), missing=lacking)


def _chain(quote: str, given: Sequence[Part], view: View) -> list[Place] | None:
    """The places of all parts in the order of the quote, in one document and near each other; None if there are none."""
    longest = max(range(len(given)), key=lambda i: len(given[i].tokens))
    for place in standing(given[longest], quote, view):
        room = (GAP + len(quote)) * len(given)
        around = Stretch(place.document, Span(place.whole.start - room, place.whole.end + room))
        sentences = view.store.sentences(place.document.name)
        found: list[list[Place]] = [[]]
        for part in given:
            here = [place] if part is given[longest] else list(places_in(around, part, quote))
            found = [
                [*before, p] for before in found for p in here if not before or _follows(before[-1], p, sentences)
            ][:50]
        if found:
            return min(found, key=lambda chain: chain[-1].whole.end - chain[0].whole.start)
    return None


def _follows(before: Place, after: Place, sentences: Sequence[Span]) -> bool:
    """Whether an omission may lie between the two.

    It must be short. Over the end of a sentence it must leave one side whole, the sentence that ends or the one that
    begins: the beginning of one sentence and the end of another say what neither does. Nor may a word or two stand alone.
    """
    gap = Span(before.whole.end, after.whole.start)
    if not 0 <= gap.end - gap.start <= GAP:
        return False
    begun = [s for s in sentences if gap.start <= s.start <= gap.end]
    if not begun:
        return True
    text = before.document.text
    short = any(len(text[slice(*p.whole)].split()) < 3 for p in (before, after))
    ended = not any(s.start < gap.start and any(c.isalnum() for c in text[gap.start : s.end]) for s in sentences)
    return not short and (ended or not any(c.isalnum() for c in text[begun[-1].start : gap.end]))


def _spliced(quote: str, given: Sequence[Part], places: Sequence[Place], view: View) -> QuoteCheck | None:
    found = [c for p in places for c in all_cited(p.document, p.spans, view.store)]
    return QuoteCheck(quote, "spliced", _ranked(found), parts=_spans(given)) if found else None


def _altered_parts(quote: str, given: Sequence[Part], view: View) -> QuoteCheck | None:
    """Every part beside the words most like it; None where one is like none."""
    matches, diffs = [], []
    for part in given:
        best = next(iter(_aligned(part, quote, view)), None)
        citation = cited(best.document, _whole(best), view.store, best.shared) if best else None
        if best is None or citation is None or best.shared < SIMILAR:
            return None
        matches.append(citation)
        diffs.append(best.changes)
    several = _spans(given) if len(given) > 1 else ()
    return QuoteCheck(quote, "altered", _ranked(matches), tuple(diffs), parts=several)


def _spans(given: Sequence[Part]) -> tuple[Span, ...]:
    return tuple(p.span for p in given)


# --- untrue words ----------------------------------------------------------------------------------------------------


def _untrue(quote: str, part: Part, view: View) -> QuoteCheck | None:
    """Altered or spliced; None where nothing in the documents is like it."""
    aligned = _aligned(part, quote, view)
    best = aligned[0] if aligned and aligned[0].shared >= SIMILAR else None
    if best is None or not _of_one_place(best, part, view):
        words = part.words
        joined = cover(len(words), runs(words, sharing_shingles(words, view)))
        if len(joined) > 1:
            found = [c for run in joined if (c := cited(run.document, run.span, view.store))]
            spans = tuple(Span(words[r.first].start, words[r.last - 1].end) for r in joined)
            if len(found) == len(joined):
                return QuoteCheck(quote, "spliced", _ranked(found), parts=spans)
    altered = []
    for alignment in aligned[:ALTERED]:
        citation = cited(alignment.document, _whole(alignment), view.store, alignment.shared)
        if citation and alignment.shared >= SIMILAR:
            altered.append((citation, alignment.changes))
    if not altered:
        return None
    return QuoteCheck(quote, "altered", _ranked(c for c, _ in altered), tuple(changes for _, changes in altered))


def _aligned(part: Part, quote: str, view: View) -> list[Alignment]:
    """The stretches most like the part, best first, each place once."""
    words = folded(quote[slice(*part.span)])
    stretches = [
        *sharing_shingles(part.words, view)[:ALIGNED],
        *sharing_words(words[:LONGEST_QUERY], view, ALIGNED, all_words=False),
    ]
    found = [a for s in stretches if (a := align(part, s)) and len(pieces(a.document, list(a.there))) == 1]
    found.sort(key=lambda a: (-a.shared, a.document.name, a.there[0].start))
    return list({(a.document.name, a.there[0].start): a for a in reversed(found)}.values())[::-1]


def _whole(alignment: Alignment) -> Span:
    return Span(alignment.there[0].start, alignment.there[-1].end)


def _of_one_place(alignment: Alignment, given: Part, view: View) -> bool:
    """Whether both ends of the quote come from this place, and no end of a sentence was silently left out between."""
    kept = [c.given for c in alignment.changes if c.kind == KEPT and c.given]
    firm = [span for span in kept if sum(span.start <= w.start < span.end for w in given.words) >= LEAST - 1]
    if not firm:
        return True
    before = sum(w.start < firm[0].start for w in given.words)
    if max(before, sum(w.start >= firm[-1].end for w in given.words)) >= LEAST:
        return False
    sentences = view.store.sentences(alignment.document.name)
    left_out = [c.found for c in alignment.changes if c.kind == LEFT_OUT and c.found]
    return not any(
        span.start <= s.start < span.end and s.start > alignment.there[0].start for span in left_out for s in sentences
    )


def _not_found(quote: str, view: View, encoder: Encoder) -> QuoteCheck:
    """The passages nearest in meaning and words, of each the stretch most like the quote."""
    whole = literal(quote)
    nearest = []
    for hit in retrieve(view, encoder, quote[:LONGEST_QUERY], ALIGNED):
        document = view.store.document(hit.passage.document)
        stretch = Stretch(document, Span(hit.passage.start, hit.passage.end))
        alignment = align(whole, stretch) if whole else None
        if alignment:
            nearest.append(cited(document, _whole(alignment), view.store, alignment.shared))
    shown = sorted((c for c in nearest if c), key=lambda c: -c.score)[:NEAREST]
    return QuoteCheck(quote, "not found", nearest=_ranked(shown))
