"""Train the forest that chooses a web page's main text: `python eval/train_maintext.py ARTICLES_FOLDER [--save]`.

ARTICLES_FOLDER is the set described in docs/reading.md (gold.jsonl and corpus/). Prints the figures of the set's own
protocol (word 4-grams, precision and recall averaged over pages, F1 of the two means) with pages of one site never in
both halves of a fold; with --save it then trains on all pages and writes assistant/reading/main-text.npz.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from reading_bench import figures
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold

from assistant.reading.blocks import find_blocks, parse
from assistant.reading.decoding import decode_html
from assistant.reading.maintext import features, shares, votes

FOREST = {"n_estimators": 100, "min_samples_leaf": 3, "random_state": 0, "n_jobs": 2}
WEIGHTS = Path(__file__).parent.parent / "assistant" / "reading" / "main-text.npz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--save", action="store_true")
    args = parser.parse_args()
    rows = [json.loads(line) for line in (args.folder / "gold.jsonl").open(encoding="utf-8")]
    rows = [r for r in rows if "text" in r]
    seen, labels, weights, texts, voted = [], [], [], [], []
    for row in rows:
        html, _ = decode_html((args.folder / "corpus" / row["file_name"]).read_bytes())
        tree = parse(html, row["file_name"])
        blocks = find_blocks(tree)
        voted.append(votes(tree, blocks))
        seen.append(features(blocks, voted[-1]))
        labels.append(np.array(shares(blocks, row["text"])) > 0.5)
        weights.append(np.sqrt([max(1, len(re.findall(r"\w+", b.text))) for b in blocks]))
        texts.append([b.text for b in blocks])
    gold = [r["text"] for r in rows]

    def kept(masks: list[np.ndarray]) -> list[str]:
        return ["\n\n".join(t for t, k in zip(ts, m, strict=True) if k) for ts, m in zip(texts, masks, strict=True)]

    def show(name: str, masks: list[np.ndarray]) -> None:
        f1, precision, recall = figures(kept(masks), gold)
        right = [np.array(m) == y for m, y in zip(masks, labels, strict=True)]
        print(
            f"{name:20} F1 {f1:.4f} / {precision:.4f} / {recall:.4f}  blocks right {np.mean(np.concatenate(right)):.4f}"
        )

    sites = [".".join(urlsplit(r["url"]).hostname.split(".")[-3:]) for r in rows]
    masks: list[np.ndarray] = [np.array([])] * len(rows)
    for train, test in GroupKFold(10).split(rows, groups=sites):
        model = RandomForestClassifier(**FOREST)
        model.fit(
            *(np.concatenate([x[i] for i in train]) for x in (seen, labels)),
            np.concatenate([weights[i] for i in train]),
        )
        for i in test:
            masks[i] = model.predict_proba(seen[i])[:, 1] > 0.5
    for number, name in enumerate(("trafilatura", "trafilatura, strict", "readability")):
        show(name, [v[:, number] > 0.5 for v in voted])
    show("forest, unseen sites", masks)
    show("best blocks", labels)
    if args.save:
        model = RandomForestClassifier(**FOREST).fit(
            np.concatenate(seen), np.concatenate(labels), np.concatenate(weights)
        )
        save(model)


def save(model: RandomForestClassifier) -> None:
    """All trees one after another in flat arrays; a leaf has no `left` (-1) and the share of main text among its blocks."""
    trees = [e.tree_ for e in model.estimators_]
    starts = np.cumsum([0, *(t.node_count for t in trees[:-1])])

    def moved(children: str) -> np.ndarray:
        parts = [getattr(t, children) for t in trees]
        return np.concatenate([np.where(p < 0, -1, p + s) for p, s in zip(parts, starts, strict=True)]).astype(np.int32)

    np.savez_compressed(
        WEIGHTS,
        root=starts.astype(np.int32),
        feature=np.concatenate([np.maximum(0, t.feature) for t in trees]).astype(np.int16),
        threshold=np.concatenate([t.threshold for t in trees]),
        left=moved("children_left"),
        right=moved("children_right"),
        share=np.concatenate([t.value[:, 0, 1] / t.value[:, 0].sum(axis=1) for t in trees]).astype(np.float32),
    )
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
