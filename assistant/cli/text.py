"""Records as text for people at a terminal. Results go to stdout; what went wrong, and progress, to stderr."""

from __future__ import annotations

import sys
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Any

from tqdm import tqdm

from assistant.citing import reading_order
from assistant.export.labels import said_by
from assistant.filters.selection import told
from assistant.types import Answer, Citation, Document, IndexReport, Statement

WIDTH = 100


def show_report(report: IndexReport) -> None:
    """What an indexing run did."""
    for reason in report.refused.values():
        print(f"refused: {one_line(reason)}", file=sys.stderr)
    for reason in report.skipped.values():
        print(f"left out: {one_line(reason)}", file=sys.stderr)
    for name, other in report.duplicates.items():
        print(f"same bytes: {one_line(name)} is {one_line(other)} once more, so it is indexed once.", file=sys.stderr)
    for name, other in report.copies:
        print(
            f"near copies: {one_line(name)} and {one_line(other)} are largely the same text, so what both say is shown once.",
            file=sys.stderr,
        )
    counts = [(len(getattr(report, name)), name) for name in ("added", "changed", "unchanged", "removed", "refused")]
    if not any(count for count, _ in counts):
        print("assistant: there is no document in it.", file=sys.stderr)
    print(
        f"{', '.join(f'{count} {name}' for count, name in counts)}; {report.embedded} of {report.passages} passages embedded in {report.seconds:.1f} s."
    )


def show_document(document: Document) -> None:
    """A document as it is read: its labels with what proves them, its text, zones between « and », pages' beginnings."""
    print(f"{document.name}\n  read as: {document.reader}\n  sha256: {document.sha256}")
    for key, (value, evidence) in sorted(document.metadata.items()):
        print(f"  {key}: {value}  [{evidence}]")
    hidden = sum(z.end - z.start for z in document.zones)
    print(f"  {len(document.text):,} characters, {hidden:,} of them never quoted (between « »)\n")
    marks = [(z.start, f"«{z.kind}: ") for z in document.zones] + [(z.end, "»") for z in document.zones]
    marks += [(p.start, f"[page {p.number}] ") for p in document.pages]
    at = 0
    for place, mark in sorted(marks, key=lambda m: (m[0], m[1] != "»")):
        print(printable(document.text[at:place]) + mark, end="")
        at = place
    print(printable(document.text[at:]) + "\n")


def show_statements(document: Document, statements: Sequence[Statement]) -> None:
    """Every stretch of a document with whose words it is."""
    print(document.name)
    for said in statements:
        chain = "".join(f", reported by {name}" for name in said.reported_by)
        who = f"{said.speaker or 'unknown'}{f' ({said.role})' if said.role else ''}{chain}"
        day = f", on {said.said_on}" if said.said_on else ""
        manner = said.how if said.kind == "speech" else said.kind
        print(f"\n  [{said.start}:{said.end}] {manner}: {who}{day}" + (f"  [{said.cue}]" if said.cue else ""))
        text = printable(document.text[said.start : said.end])
        print(textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    "))


def printable(text: str) -> str:
    """`text` for a terminal: control and invisible characters, which could steer or deceive it, become a dot."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c.isprintable() or c in "\n\t" or unicodedata.category(c) == "Zs" else "·" for c in lines)


def one_line(text: str) -> str:
    """A name or sentence for a terminal, on one line."""
    return printable(text).replace("\n", "·")


def show_answer(answer: Answer) -> None:
    """An answer, or a silence with its reason and what is nearest."""
    if answer.standalone_question != answer.question:
        print(f"Read as: {answer.standalone_question}\n")
    if answer.filters:
        print(f"Filter: {one_line(told(answer.filters))}\n")
    for reason in answer.withheld:
        print(f"Withheld: {reason}\n", file=sys.stderr)
    if answer.abstained:
        print(answer.reason)
        if answer.nearest:
            print(f"\nNearest passages{' outside your filter' if answer.outside else ''} (not an answer):")
    for note in answer.notes:
        print(f"Note: {one_line(note)}")
    for citation in answer.nearest if answer.abstained else reading_order(answer.citations):
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
    if citation.antecedent:
        before = f"the sentence before: {citation.antecedent}"
        lines.append(textwrap.fill(before, WIDTH, initial_indent="    ", subsequent_indent="    "))
    page = f", page {citation.page}" if citation.page else ""
    lines.append(f"    {citation.document} [{citation.start}:{citation.end}]{page}")
    if citation.also_in:
        lines.append(f"    the same words also in: {', '.join(citation.also_in)}")
    lines.append("    " + ", ".join(f"{name}: {value or 'unknown'}" for name, value in said_by(citation).items()))
    return "\n".join(lines)


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
