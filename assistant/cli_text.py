"""Records as text for people at a terminal. Results go to stdout; what went wrong, and progress, to stderr."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from tqdm import tqdm

from assistant.evaluate import Question, Result, by_kind
from assistant.types import Answer, Citation, IndexReport

WIDTH = 100


def show_report(report: IndexReport) -> None:
    """What an indexing run did."""
    for reason in report.refused.values():
        print(f"refused: {reason}", file=sys.stderr)
    parts = [f"{len(getattr(report, name))} {name}" for name in ("added", "changed", "unchanged", "removed")]
    if not (report.added or report.changed or report.unchanged or report.removed or report.refused):
        print("assistant: there is no document in it.", file=sys.stderr)
    print(
        f"{', '.join(parts)}, {len(report.refused)} refused; {report.embedded} of {report.passages} passages embedded in {report.seconds:.1f} s."
    )


def show_answer(answer: Answer) -> None:
    """An answer, or a silence with its reason and what is nearest."""
    if answer.standalone_question != answer.question:
        print(f"Read as: {answer.standalone_question}\n")
    for reason in answer.withheld:
        print(f"Withheld: {reason}\n", file=sys.stderr)
    if answer.abstained:
        print(answer.reason)
        if answer.nearest:
            print("\nNearest passages (not an answer):")
    for citation in answer.nearest if answer.abstained else answer.citations:
        print("\n" + shown(citation))
    print(f"\nConfidence {answer.confidence:.2f}, {answer.seconds:.2f} s.")


def shown(citation: Citation) -> str:
    """A citation for people: the quote, its sentence where that is longer, and its labels."""
    lines = [
        textwrap.fill(citation.quote, WIDTH, initial_indent=f"[{citation.rank}] “", subsequent_indent="     ") + "”"
    ]
    if (citation.sentence_start, citation.sentence_end) != (citation.start, citation.end):
        lines.append(
            textwrap.fill(
                f"in the sentence: {citation.sentence}", WIDTH, initial_indent="    ", subsequent_indent="    "
            )
        )
    page = f", page {citation.page}" if citation.page else ""
    lines.append(f"    {citation.document} [{citation.start}:{citation.end}]{page}")
    labels = {"speaker": citation.speaker, "publisher": citation.publisher, "published": citation.published}
    lines.append("    " + ", ".join(f"{name}: {value or 'unknown'}" for name, value in labels.items()))
    return "\n".join(lines)


def show_summary(
    summary: Mapping[str, float], results: Sequence[Result], pairs: Sequence[tuple[Question, Answer]]
) -> None:
    """The measures, a line for each kind of question, and every miss."""
    for name, value in summary.items():
        print(f"{name:22}{value:10.4f}")
    print(f"\n{'kind':18}{'questions':>10}{'hit@1':>8}{'hit@3':>8}{'char_f1@1':>11}{'abstained':>11}")
    for kind, row in by_kind(results).items():
        cells = "".join(
            f"{row[c]:{w}.3f}" if c in row else " " * (w - 1) + "-"
            for c, w in (("hit@1", 8), ("hit@3", 8), ("char_f1@1", 11), ("abstained", 11))
        )
        print(f"{kind:18}{row['questions']:10.0f}{cells}")
    missed = [
        (q, r)
        for (q, _), r in zip(pairs, results, strict=True)
        if r.measures.get("hit@1") == 0 or (not r.answerable and not r.abstained)
    ]
    if missed:
        print(f"\n{len(missed)} missed:")
    for question, result in missed:
        how = (
            "silent" if result.abstained else "wrong" if result.answerable else "answered, but the documents do not say"
        )
        print(f"  {question.id} ({how}): {question.question}")


class Bars:
    """A progress bar for each stage, on stderr, only where somebody looks at it."""

    def __init__(self) -> None:
        self.bars: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self.bars:
            unit = {"reading": "file", "embedding": "passage"}.get(stage, "question")
            self.bars[stage] = tqdm(total=total, desc=stage, unit=f" {unit}s", disable=None, leave=False)
        self.bars[stage].update(done - self.bars[stage].n)
        if done >= total:
            self.bars[stage].close()
