#!/usr/bin/env python3
"""Train the judge of assistant/reading/zones.py: which lines of a pasted page are furniture?

Usage: train_zones.py [BENCH_FOLDER] [--folds N]

From the pages of BENCH_FOLDER/articles (gold text; for pages with a date only, in many languages, what trafilatura
extracts), each rendered twice, cut to what a careful user copies, and with most known phrases struck out, as in a
language the phrases do not cover; and from clean texts, also wrapped at 72 columns or cut a sentence a line, of which
every line is text. Gradient boosted trees of depth 4 (scikit-learn, seed 20261121). Writes
assistant/reading/zones.npz; with --folds it only cross-validates.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import trafilatura
from numpy.typing import NDArray
from pasted_pages import (
    CLEAN,
    FURNITURE,
    KEPT,
    NEITHER,
    Page,
    asked_pages,
    hidden,
    label,
    pages,
    pasted,
    report,
    spans_of,
    titles,
    use_weights,
)
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

from assistant.reading import furniture, zones

SEED, DEPTH, TREES = 20261121, 4, 120
HINTS = 5  # the column of features that knows words
TRAINED_ON = 6  # every so manyth clean text; the others stay for measuring
CLEAN_WEIGHT = 0.3  # of all clean lines together, beside the text lines of pages
FAR = 12  # lines from the main text from which on furniture is so easy that
ABOVE = 15  # lines above the main text in which its headline stands
SAMPLED = 0.2  # this share of it is enough


class Rows:
    """Lines as rows: features, what they are, weights, and the document they come from, for folds."""

    def __init__(self) -> None:
        self.features: list[Any] = []
        self.labels: list[Any] = []
        self.weights: list[Any] = []
        self.names: list[str] = []

    def add(self, name: str, lines: list[str], labels: list[int], weight: float, strike: random.Random | None) -> None:
        """The lines of a document; with `strike` nine tenths of the known phrases are unknown."""
        if not lines:
            return
        kinds = [zones._ruled(line) or zones._phrase(line) for line in lines]
        if strike:
            kinds = [kind if strike.random() < 0.1 else None for kind in kinds]
        columns = furniture.features(lines, kinds)
        if strike:
            columns[:, HINTS] = 0
        what = np.array(labels)
        words = np.array([len(line.split()) + 1 for line in lines])
        kept = np.flatnonzero(what == KEPT)
        places = np.arange(len(lines))
        far = (
            np.abs(places[:, None] - kept[None, :]).min(axis=1) > FAR if len(kept) else np.ones(len(lines), dtype=bool)
        )
        drawn = np.random.default_rng(len(lines)).random(len(lines))
        chosen = (what != NEITHER) & (~far | (drawn < SAMPLED))
        self.features.append(columns[chosen].astype(np.float32))
        self.labels.append(what[chosen])
        self.weights.append((np.sqrt(words) * np.where(far, 1 / SAMPLED, 1.0) * weight)[chosen])
        self.names += [name] * int(chosen.sum())


def with_headlines(page: Page) -> list[int]:
    """The page's labels, where headlines, bylines and dates just above the main text count as text."""
    first = next((i for i, what in enumerate(page.labels) if what == KEPT), 0)
    above = range(first - ABOVE, first)
    return [KEPT if what == NEITHER and i in above else what for i, what in enumerate(page.labels)]


def page_rows(rows: Rows, found: Iterable[Page], weight: float, dice: random.Random) -> None:
    """Pages whole, with their phrases struck out, and cut to the main text and a few lines around it."""
    for page in found:
        lines = [page.text[start:end] for start, end in page.spans]
        labels = with_headlines(page)
        rows.add(page.name, lines, labels, weight / 2, None)
        kept = [i for i, what in enumerate(labels) if what == KEPT]
        if not kept:
            continue
        if dice.random() < 0.5:
            rows.add(page.name, lines, labels, weight / 4, dice)
        first = max(0, kept[0] - int(dice.expovariate(1 / 8)))
        last = kept[-1] + int(dice.expovariate(1 / 8))
        rows.add(page.name, lines[first : last + 1], labels[first : last + 1], weight / 4, None)


def silver(bench: Path) -> list[Page]:
    """Pages without gold, in many languages, with what trafilatura takes for their text."""
    found = []
    for line in (bench / "articles" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        html = (bench / "articles" / "corpus" / row["file_name"]).read_bytes().decode("utf-8", "replace")
        text = "" if "text" in row else trafilatura.extract(html, include_comments=False) or ""
        if len(text) >= 300:
            found.append(label(row["file_name"], pasted(html), text, titles(html)))
    return found


def clean_texts(bench: Path) -> Iterable[tuple[str, str]]:
    """Names and texts without furniture: prose, lists, licences, code."""
    for name in CLEAN:
        for path in sorted((bench / name / "corpus").glob("*.txt"))[::TRAINED_ON]:
            yield f"{name}/{path.name}", path.read_text(encoding="utf-8", errors="replace")[:40_000]
    code = sorted(Path(os.__file__).parent.glob("*.py"))[::TRAINED_ON]
    papers = sorted(
        p for n in ("LICENSE*", "METADATA", "*.md", "*.rst") for p in Path(np.__file__).parents[1].glob(f"*/**/{n}")
    )
    for path in [*code, *papers[::TRAINED_ON]]:
        if path.is_file():
            yield path.name, path.read_text(encoding="utf-8", errors="replace")[:20_000]


def build(bench: Path) -> tuple[Any, Any, Any, Any]:
    """Features, labels, weights and document names of all lines to learn from."""
    dice, rows, clean = random.Random(SEED), Rows(), Rows()
    found = pages(bench)
    for gold in (found, pages(bench, by_chromium=True)):
        page_rows(rows, gold, 1.0, dice)
    page_rows(rows, silver(bench), 1.0, dice)
    for page in found:
        for text in (page.gold, "\n".join(textwrap.wrap(page.gold, 72)), page.gold.replace(". ", ".\n")):
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            clean.add(page.name, lines, [KEPT] * len(lines), 1.0, None)
    for name, text in clean_texts(bench):
        lines = [text[start:end] for start, end in spans_of(text)]
        clean.add(name, lines, [KEPT] * len(lines), 1.0, None)
    weights, labels = np.concatenate(rows.weights), np.concatenate(rows.labels)
    clean_weights = np.concatenate(clean.weights)
    clean_weights *= CLEAN_WEIGHT * weights[labels == KEPT].sum() / clean_weights.sum()
    return (
        np.concatenate(rows.features + clean.features),
        np.concatenate([labels, *clean.labels]),
        np.concatenate([weights, clean_weights]),
        np.array(rows.names + clean.names),
    )


def fit(features: Any, labels: Any, weights: Any) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=0.12,
        max_depth=DEPTH,
        max_leaf_nodes=12,
        min_samples_leaf=40,
        l2_regularization=5.0,
        max_features=0.4,
        max_bins=64,
        early_stopping=False,
        random_state=SEED,
    )
    return model.fit(features, labels == FURNITURE, sample_weight=weights)


def as_arrays(model: HistGradientBoostingClassifier) -> dict[str, NDArray[Any]]:
    """The trees as complete binary trees in breadth-first order; a leaf further up is repeated below."""
    inner = 2**DEPTH - 1
    feature = np.zeros((TREES, inner), dtype=np.uint8)
    threshold = np.zeros((TREES, inner))
    value = np.zeros((TREES, inner + 1), dtype=np.float32)
    for tree, (predictor,) in enumerate(model._predictors):
        nodes = predictor.nodes

        def put(at: int, place: int, tree: int = tree, nodes: Any = nodes) -> None:
            node = nodes[at]
            if place >= inner:
                value[tree, place - inner] = node["value"]
                return
            if not node["is_leaf"]:
                feature[tree, place], threshold[tree, place] = node["feature_idx"], node["num_threshold"]
            put(at if node["is_leaf"] else int(node["left"]), 2 * place + 1)
            put(at if node["is_leaf"] else int(node["right"]), 2 * place + 2)

        put(0, 0)
    return {
        "feature": feature,
        "threshold": threshold,
        "value": value,
        "base": np.array(model._baseline_prediction.item()),
    }


def fold_of(names: Any, folds: int) -> Any:
    """The fold of each row: all rows of a page are in one."""
    order = sorted(set(names.tolist()))
    random.Random(SEED).shuffle(order)
    places = {name: i % folds for i, name in enumerate(order)}
    return np.array([places[name] for name in names])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, nargs="?", default=Path("../shared/bench"))
    parser.add_argument("--folds", type=int, default=0, help="cross-validate by page, write nothing")
    parser.add_argument(
        "--unasked", action="store_true", help="learn nothing from the pages pasted_pages.py asks about"
    )
    parser.add_argument("--out", type=Path, default=furniture.WEIGHTS)
    args = parser.parse_args()
    features, labels, weights, names = build(args.bench)
    print(f"{len(labels):,} lines, {features.shape[1]} features, {np.mean(labels == FURNITURE):.1%} furniture")
    if args.folds:
        return cross_validate(args.bench, args.folds, (features, labels, weights, names))
    if args.unasked:
        chosen = ~np.isin(names, [page.name for page in asked_pages(pages(args.bench))])
        features, labels, weights = features[chosen], labels[chosen], weights[chosen]
    save(args.out, fit(features, labels, weights))
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")
    return None


def save(path: Path, model: HistGradientBoostingClassifier) -> None:
    arrays = as_arrays(model)
    np.savez_compressed(
        path, feature=arrays["feature"], threshold=arrays["threshold"], value=arrays["value"], base=arrays["base"]
    )


def cross_validate(bench: Path, count: int, rows: tuple[Any, Any, Any, Any]) -> None:
    """Print how well lines are told on pages that were not learned from."""
    features, labels, weights, names = rows
    folds = fold_of(names, count)
    of_name = dict(zip(names.tolist(), folds.tolist(), strict=True))
    with tempfile.TemporaryDirectory() as scratch:
        for fold in range(count):
            save(Path(scratch) / f"{fold}.npz", fit(*(part[folds != fold] for part in (features, labels, weights))))
        for title, found in (("walker", pages(bench)), ("Chromium", pages(bench, True)), ("silver", silver(bench))):
            marks = []
            for page in found:
                use_weights(Path(scratch) / f"{of_name.get(page.name, 0)}.npz")
                marks.append(hidden(page))
            print(title)
            report(found, marks)


if __name__ == "__main__":
    main()
