"""The gates on the seeds, which take longest: each in a test file of its own, so that two workers share them."""

from __future__ import annotations

import hashlib

from assistant import Assistant
from assistant.evaluation import (
    Answered,
    ask_all,
    compare,
    corpus_of,
    load_baseline,
    load_questions,
    place,
    scored_all,
    summarise,
)
from assistant.quotes import proof
from tests.toys import ROOT, SEEDS


def assert_passes(seeds: Assistant, name: str) -> None:
    """All questions of eval/`name`.jsonl: every quote is proved against the file itself, and no figure falls below the baseline."""
    questions = load_questions(ROOT / "eval" / f"{name}.jsonl")
    pairs = list(ask_all(seeds, questions))
    for _, answer in pairs:
        assert answer.withheld == ()
        for citation in (*answer.citations, *answer.nearest):
            assert proof(seeds.document(citation.document), citation) == ""
            data = (SEEDS / citation.document).read_bytes()
            assert hashlib.sha256(data).hexdigest() == citation.sha256
            assert data.decode()[citation.start : citation.end] == citation.quote
    corpus = corpus_of(seeds)
    placed, unscored = place(questions, corpus)
    assert unscored == {}
    results = scored_all(placed, [Answered(q.id, a) for q, a in pairs], corpus)
    assert summarise(results)["verbatim"] == 1.0
    # paired tests: a few close decisions that another processor's int8 kernels move are no significant fall
    assert compare(results, load_baseline(ROOT / "eval" / f"baseline_{name}.json")).failures == ()
