"""Every quotation of an article held against the documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.article.prepared import prepared
from assistant.article.quotations import Found, find, joined
from assistant.article.speakers import attributed, claimed, rest_of, spans_of
from assistant.checking import check
from assistant.errors import BadInput
from assistant.index import View
from assistant.models import Encoder
from assistant.shingles import tokens
from assistant.text import trim
from assistant.types import ArticleCheck, ArticleQuote, Document, QuoteCheck, Span, Statement

MOST = 2_000  # quotations of an article
SHORT = 2  # words; so few stand anywhere, and are a scare quote or a term more often than a quotation
BESIDE = 400  # code points of the article on either side of a quotation: what they say was not cut off
TOO_SHORT, TITLE = "too short to judge", "a title or a name"
STANDING = ("exact", "formatting only", "cropped", "misattributed")  # the documents have all the words in one place
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # Japanese and Chinese: about two characters a word


def check_article(article: Document, view: View, encoder: Encoder) -> ArticleCheck:
    """All quotations of `article`, and of each what the documents have. Raises BadInput for no word, or too many of them."""
    if not any(c.isalnum() for c in article.text):
        raise BadInput("There is no word in the article.")
    if any(block.start == 0 for block in article.blocks):  # there is no place for its mark
        later = check_article(_later(article), view, encoder)
        return ArticleCheck(article, tuple(map(_earlier, later.quotes)))
    text = prepared(article.text, article.blocks)
    found = find(text, article.zones, article.text)
    if len(found) > MOST:
        raise BadInput(f"The article has {len(found):,} quotations; {MOST:,} are the most, so check it in parts.")
    said = attributed(replace(article, text=text), found)
    quotes: list[ArticleQuote] = []
    place: dict[int | None, int | None] = {None: None}  # number of a quotation found → of the one it is (part of)
    for number, one in enumerate(found):
        if number in place:
            continue
        rest = rest_of(number, found, said, text)
        quote = _interrupted([one, *(found[n] for n in rest)], said[number], text, view, encoder) if rest else None
        place |= dict.fromkeys([number, *rest] if quote else [number], len(quotes))
        quote = quote or _judged(one, said[number], text, view, encoder)
        in_block = one.mark == "「" and article.text[one.inner[0].start - 1] != one.mark
        quotes.append(replace(quote, inside=place[one.inside], mark=">" if in_block else one.mark))
    return ArticleCheck(article, tuple(quotes))


def _later(article: Document) -> Document:
    """The article behind one line break."""
    zones = tuple(zone._replace(start=zone.start + 1, end=zone.end + 1) for zone in article.zones)
    blocks = tuple(Span(block.start + 1, block.end + 1) for block in article.blocks)
    return replace(article, text=f"\n{article.text}", zones=zones, blocks=blocks)


def _earlier(quote: ArticleQuote) -> ArticleQuote:
    """A quotation of `_later`'s article as one of the article's own."""
    evidence = quote.speaker_evidence and ":".join(str(int(at) - 1) for at in quote.speaker_evidence.split(":"))
    return replace(quote, start=quote.start - 1, end=quote.end - 1, speaker_evidence=evidence)


def _interrupted(
    parts: Sequence[Found], said: Statement | None, text: str, view: View, encoder: Encoder
) -> ArticleQuote | None:
    """A quotation with a "he said" in it as one, with its comma or without; None where the documents do not have it so."""
    for comma in (False, True):
        spans = spans_of(parts, text, comma=comma)
        words = joined(text, spans)
        start, end = trim(words, 0, len(words))
        at = spans[0].start
        whole = replace(parts[0], start=at + start, end=at + end, words=words[start:end], titled=False)
        quote = _judged(whole, said, text, view, encoder)
        if quote.check and quote.check.verdict in STANDING:
            return quote
    return None


def _judged(one: Found, said: Statement | None, text: str, view: View, encoder: Encoder) -> ArticleQuote:
    quote = ArticleQuote(one.start, one.end, one.words, one.mark)
    if said and said.speaker and said.named_start is not None:
        evidence = f"{said.named_start}:{said.named_end}"
        quote = replace(quote, speaker=said.speaker, role=said.role, speaker_evidence=evidence)
    reason = _too_little(one, said)
    checked: QuoteCheck | None = None
    if reason is None:
        try:
            checked = check(one.words, claimed(said, text), view, encoder, _beside(one, text))
        except BadInput as error:  # one that cannot be judged does not end the others
            reason = str(error)
    return replace(quote, check=checked, reason=reason)


def _beside(one: Found, text: str) -> tuple[str, str]:
    """What the article says right before and behind the quotation, in its paragraph."""
    start, end = one.inner[0].start, one.inner[-1].end
    return text[max(0, start - BESIDE) : start].rpartition("\n")[2], text[end : end + BESIDE].partition("\n")[0]


def _too_little(one: Found, said: Statement | None) -> str | None:
    """Why the quotation is not judged, by its form alone; None where it is."""
    words = [t for t in tokens(one.words) if t.is_word]
    if sum(max(1, len(_NO_SPACES.findall(t.form)) // 2) for t in words) <= SHORT:
        return TOO_SHORT
    capitals = one.titled and any(len(word) > 3 for word in one.words.split())
    return TITLE if capitals and said is None else None
