"""How long the check of a quote takes over a large index: `python eval/check_speed.py [PASSAGES] [--quotes N]`.

Writes documents of made-up sentences (words drawn by Zipf's law from 30,000) straight into a store, with random vectors in
place of embeddings, so that 100,000 passages take minutes and not hours; searching is the product's own, and queries are
embedded by the bundled encoder. Checks true, altered, spliced, short and foreign quotes and prints the times and what the
shingles take on disk.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import numpy as np

from assistant import Assistant, Settings
from assistant.index import LocalIndex
from assistant.models import BUNDLED_ENCODER, load_encoder
from assistant.passages import passages
from assistant.snapshot import StoredSource
from assistant.text import sentences
from assistant.types import Document

SEED = 20261123
PER_DOCUMENT = 40  # passages
SENTENCES = 8  # a passage


def texts(rng: random.Random) -> Iterator[str]:
    """Documents without end, of about `PER_DOCUMENT` passages."""
    syllables = [a + b for a in "b d f g k l m n p r s t v".split() for b in "a e i o u".split()]
    words = sorted({"".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(60_000)})
    rng.shuffle(words)
    words = words[:30_000]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    while True:
        lines = []
        for _ in range(PER_DOCUMENT * SENTENCES):
            drawn = rng.choices(words, cum_weights=weights, k=rng.randint(8, 22))
            lines.append(" ".join(drawn).capitalize() + ".")
        yield "\n".join(" ".join(lines[i : i + SENTENCES]) for i in range(0, len(lines), SENTENCES))


def fill(index: LocalIndex, count: int, rng: random.Random) -> list[str]:
    """Store documents until there are `count` passages; some of their texts."""
    kept, done, number = [], 0, 0
    vectors = np.random.default_rng(SEED)
    made = texts(rng)
    while done < count:
        with index.store.write() as transaction:
            for _ in range(50):
                document = Document(f"{number:06}.txt", f"{number:064}", next(made))
                spans = sentences(document.text)
                cut = passages(document, spans, Settings())
                hashes = [f"{number}-{i}" for i in range(len(cut))]
                transaction.put_vectors(
                    hashes, vectors.standard_normal((len(cut), index.encoder.dimension), dtype=np.float32) / 20
                )
                transaction.put_source(StoredSource(document.name, f"/nowhere/{document.name}", document.sha256, "0"))
                transaction.put(document, document.name, spans, cut, hashes)
                done, number = done + len(cut), number + 1
                if number % 20 == 0:
                    kept.append(document.text)
        print(f"\r{done} passages", end="", file=sys.stderr, flush=True)
    return kept


def quotes(kept: list[str], count: int, rng: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, quote), `count` of each kind."""
    foreign = texts(random.Random(SEED + 1))
    for _ in range(count):
        text = rng.choice(kept)
        lines = [s for s in text.replace("\n", " ").split(". ") if s]
        at = rng.randrange(len(lines) - 4)
        words = lines[at].split()
        yield "a sentence", lines[at]
        yield "four sentences", ". ".join(lines[at : at + 4])
        yield "three words", " ".join(words[2:5])
        yield "a word", words[3]
        yield "altered", " ".join([*words[:4], "not", *words[5:]])
        yield "spliced", " ".join([*words[:7], *rng.choice(rng.choice(kept).split(". ")).split()[-7:]])
        yield "foreign", next(foreign).split(". ")[3] + " zzyzx"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", nargs="?", type=int, default=100_000)
    parser.add_argument("--quotes", type=int, default=60, help="of each kind (default: %(default)s)")
    args = parser.parse_args()
    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "index"
        index = LocalIndex.create(folder, load_encoder(BUNDLED_ENCODER), BUNDLED_ENCODER, Settings())
        kept = fill(index, args.passages, rng)
        with index.store.write() as transaction:
            transaction.set_fact("generation", "1")
        assistant = Assistant.open(folder)
        began = time.perf_counter()
        with assistant.index.view() as view:  # built from the store, once
            count = view.store.passage_count()
            ((rows,),) = view.store.rows("SELECT count(*) FROM shingles")
            pages = dict(view.store.rows("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        print(f"\n{count} passages, derived files in {time.perf_counter() - began:.0f} s; {rows} shingles, "
              f"{pages['shingles'] / count:.0f} bytes a passage; the store has {sum(pages.values()) / count:.0f}")  # fmt: skip
        seconds: dict[str, list[float]] = defaultdict(list)
        verdicts: dict[str, Counter[str]] = defaultdict(Counter)
        for kind, quote in quotes(kept, args.quotes, rng):
            began = time.perf_counter()
            verdicts[kind][assistant.check(quote).verdict] += 1
            seconds[kind].append(time.perf_counter() - began)
    for kind, found in [*seconds.items(), ("all", [s for ss in seconds.values() for s in ss])]:
        ranked = sorted(found)
        told = ", ".join(f"{v} {n}" for v, n in verdicts[kind].most_common()) if kind != "all" else ""
        print(
            f"{kind:16} p50 {ranked[len(ranked) // 2] * 1000:7.1f} ms   p95 {ranked[int(len(ranked) * 0.95)] * 1000:7.1f} ms   {told}"
        )


if __name__ == "__main__":
    main()
