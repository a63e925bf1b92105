"""Which blocks of a web page are its main text: three extractors vote, and a forest of decision trees weighs the votes.

The extractors are trafilatura in its usual and in its strict setting and the readability algorithm it carries. None of
their output is shown: it is aligned word by word with the page's own blocks, so that a kept block has the page's exact
characters. The forest also sees each block's length, links, tag, names and neighbours; `eval/train_maintext.py`
trains it, docs/reading.md has the figures.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import lxml.html
import numpy as np
import trafilatura
from lxml import etree
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq
from trafilatura.readability_lxml import Document as Readability

from assistant.reading.blocks import Block

Floats = NDArray[np.float64]

DEEPEST = 400  # elements; the extractors recurse, so a page nested deeper keeps every block
MOST_BLOCKS = 5_000  # the extractors take more than linear time; a longer page, a book say, keeps every block
MOST_WORDS = 25_000  # aligning takes (words of the page x words kept) bits; a longer page is aligned block by block
_WORD = re.compile(r"\w+")
_ENDS = tuple(".!?…:;。！？।")
_NAMES = [
    re.compile(pattern)
    for pattern in (
        "comment",
        "relat|recommend|more|popular|trending|teaser|read-?next",
        "share|social|follow",
        "foot|copyright",
        "nav|menu|breadcrumb|header|toolbar|skip",
        "side|widget|rail",
        "promo|advert|banner|sponsor|newsletter|subscri|signup|cookie|popup|modal",
        "byline|author|meta|date|time|credit|info",
        "caption|figure|gallery|image|photo|slide",
        "tag|categor|topic",
    )
]
_TAGS = (("p",), ("li", "dd", "dt"), ("h1",), ("h2", "h3", "h4", "h5", "h6"), ("td", "th"), ("div",), ("figcaption", "caption"), ("blockquote",))  # fmt: skip
_AROUND = (("article",), ("main",), ("nav", "footer", "aside", "header", "form"), ("figure",))


def main_text(tree: lxml.html.HtmlElement, blocks: Sequence[Block]) -> list[Block]:
    """The blocks that are the page's main text, in order; all of them where none is, or the page is too large to tell."""
    if not blocks or len(blocks) > MOST_BLOCKS or max(len(b.elements) for b in blocks) > DEEPEST:
        return list(blocks)
    kept = probabilities(features(blocks, votes(tree, blocks))) > 0.5
    return [b for b, keep in zip(blocks, kept, strict=True) if keep] or list(blocks)


def votes(tree: lxml.html.HtmlElement, blocks: Sequence[Block]) -> Floats:
    """The share of each block's words that each extractor kept, shape (blocks, extractors)."""
    kept = [_trafilatura(tree, strict=False), _trafilatura(tree, strict=True), _readability(tree)]
    return np.column_stack([shares(blocks, text) for text in kept])


def _trafilatura(tree: lxml.html.HtmlElement, *, strict: bool) -> str:
    found = trafilatura.extract(
        copy.deepcopy(tree), include_comments=False, include_tables=True, favor_precision=strict
    )
    return found or ""


def _readability(tree: lxml.html.HtmlElement) -> str:
    try:
        summary = lxml.html.fromstring(Readability(copy.deepcopy(tree)).summary())
    except (
        etree.ParserError,
        etree.XMLSyntaxError,
        ValueError,
        AttributeError,
    ):  # what it raises on a page without text
        return ""
    return " ".join(summary.itertext())


def shares(blocks: Sequence[Block], text: str) -> list[float]:
    """The share of each block's words that stand in `text`, in the same order as on the page."""
    words = [_WORD.findall(b.text) for b in blocks]
    wanted = _WORD.findall(text)
    if sum(map(len, words)) > MOST_WORDS or len(wanted) > MOST_WORDS:
        joined = f" {' '.join(wanted)} "
        return [float(f" {' '.join(w)} " in joined) for w in words]
    owner = [number for number, w in enumerate(words) for _ in w]
    found = np.zeros(len(blocks))
    for step in LCSseq.opcodes([word for w in words for word in w], wanted):
        if step.tag == "equal":
            np.add.at(found, owner[step.src_start : step.src_end], 1)
    return [n / max(1, len(w)) for n, w in zip(found, words, strict=True)]


def features(blocks: Sequence[Block], voted: Floats) -> Floats:
    """What the forest sees of each block, shape (blocks, features)."""
    lengths = np.array([len(_WORD.findall(b.text)) for b in blocks], dtype=np.float64)
    own = np.array(
        [_own(b, n, i / max(1, len(blocks) - 1)) for i, (b, n) in enumerate(zip(blocks, lengths, strict=True))]
    )
    mean = voted.mean(axis=1)
    kept = np.flatnonzero(mean > 0.5)
    within = np.zeros(len(blocks))
    if len(kept):
        within[kept[0] : kept[-1] + 1] = 1
    near = [column for reach in (1, 3, 8) for column in _neighbours(mean, lengths, reach)]
    linked = own[:, 1]
    crossed = (mean * own[:, 0], mean * linked, linked * own[:, 0])
    return np.column_stack([own, voted, mean, mean > 0.5, voted.prod(axis=1) > 0.5, within, *near, *crossed])


def _own(block: Block, length: float, place: float) -> list[float]:
    names = " ".join(
        f"{e.get('class') or ''} {e.get('id') or ''}" for e in block.elements[-6:] if e.tag not in ("body", "html")
    ).lower()
    around = {e.tag for e in block.elements}
    return [
        np.log1p(length),
        min(1.0, block.linked / len(block.text)),
        block.text.rstrip("\"”’»') ").endswith(_ENDS),
        place,
        *(block.tag in tags for tags in _TAGS),
        *(not around.isdisjoint(tags) for tags in _AROUND),
        block.text.isupper(),
        any(c.isdigit() for c in block.text),
        length <= 3,
        *(pattern.search(names) is not None for pattern in _NAMES),
    ]


def _neighbours(mean: Floats, lengths: Floats, reach: int) -> tuple[Floats, Floats]:
    """The mean vote of the `reach` blocks before and after each block, weighed by their words."""
    total = np.concatenate([[0], np.cumsum(lengths)])
    voted = np.concatenate([[0], np.cumsum(mean * lengths)])
    here = np.arange(len(mean))
    first, last = np.maximum(0, here - reach), np.minimum(len(mean), here + 1 + reach)
    before, after = total[here] - total[first], total[last] - total[here + 1]
    return (
        np.divide(voted[here] - voted[first], before, out=np.zeros(len(mean)), where=before > 0),
        np.divide(voted[last] - voted[here + 1], after, out=np.zeros(len(mean)), where=after > 0),
    )


@cache
def _forest() -> dict[str, Any]:
    with resources.files("assistant.reading").joinpath("main-text.npz").open("rb") as file:
        return dict(np.load(file, allow_pickle=False))


def probabilities(seen: Floats) -> Floats:
    """The forest's probability that each block is main text: the mean over its trees of the leaves' shares."""
    forest = _forest()
    rows = np.arange(len(seen))[:, None]
    values = seen.astype(np.float32)  # what the trees were grown on
    node = np.repeat(forest["root"][None, :], len(seen), axis=0)
    while (inner := forest["left"][node] >= 0).any():
        low = values[rows, forest["feature"][node]] <= forest["threshold"][node]
        node = np.where(inner, np.where(low, forest["left"][node], forest["right"][node]), node)
    return np.asarray(forest["share"][node].mean(axis=1), dtype=np.float64)
