"""What every form of the report tells: how many quotations of which verdict, and all of them as JSON."""

from __future__ import annotations

from typing import Any

from assistant.check_forms import TOLD, check_json
from assistant.types import ArticleCheck

NOT_JUDGED = "not judged"


def counts(found: ArticleCheck) -> dict[str, int]:
    """Quotations by verdict, those there are, in the order of docs/checking.md; those not judged last."""
    verdicts = [quote.check.verdict if quote.check else NOT_JUDGED for quote in found.quotes]
    return {name: verdicts.count(name) for name in (*TOLD, NOT_JUDGED) if name in verdicts}


def headline(found: ArticleCheck) -> str:
    """The result in one sentence."""
    judged = len(found.judged)
    if not found.quotes:
        return "There is no quotation in it."
    if not judged:
        return "No quotation in it is long enough to judge."
    true = sum(quote.check.true for quote in found.quotes if quote.check)
    return f"True to the documents: {true} of {judged} judged quotation{'s' * (judged != 1)}."


def article_json(found: ArticleCheck) -> dict[str, Any]:
    """The JSON form of docs/design.md; "id" and "inside" count from 1."""
    article = found.article
    return {
        "name": article.name,
        "sha256": article.sha256,
        "text_sha256": article.text_sha256,
        "reader": article.reader,
        "true": found.true,
        "counts": counts(found),
        "quotes": [
            {
                "id": number,
                "start": quote.start,
                "end": quote.end,
                "quote": article.text[quote.start : quote.end],
                "mark": quote.mark,
                "inside": quote.inside + 1 if quote.inside is not None else None,
                "speaker": quote.speaker,
                "role": quote.role,
                "speaker_evidence": quote.speaker_evidence,
                "reason": quote.reason,
                "check": check_json(quote.check) if quote.check else None,
            }
            for number, quote in enumerate(found.quotes, 1)
        ],
    }
