"""An answer as Markdown for chat clients: quotes with their labels, everything of the documents escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.citing import reading_order
from assistant.escaping import markdown
from assistant.export.labels import said_by
from assistant.filters.selection import told
from assistant.types import Answer, Citation

_QUOTE = re.compile(r"^> “(.*)” \\\[\d+\\\]$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@[-`{-~])")


def pieces(answer: Answer) -> Iterator[str]:
    """The paragraphs: how it was read, each quote with its labels; or why there is none and what is nearest."""
    if answer.standalone_question != answer.question:
        yield f"Read as: {markdown(answer.standalone_question)}"
    if answer.filters:
        yield f"Filter: {markdown(told(answer.filters))}"
    for sentence in answer.withheld:
        yield f"Withheld: {markdown(sentence)}"
    for sentence in answer.notes:
        yield f"Note: {markdown(sentence)}"
    if answer.abstained:
        yield markdown(answer.reason or "The documents do not say.")
        if answer.nearest:
            yield f"Nearest passages{' outside your filter' if answer.outside else ''} (not an answer):"
        yield from (_quoted(citation) for citation in answer.nearest)
    else:
        yield from (_quoted(citation, rf" \[{citation.rank}\]") for citation in reading_order(answer.citations))
    yield f"Confidence: {answer.confidence:.2f}"


def spoken(content: str) -> str:
    """What an earlier answer of ours said, as the engine takes it: its quotes, or else its first paragraph."""
    quotes = [_ESCAPE.sub(r"\1", quote) for quote in _QUOTE.findall(content)]
    return " ".join(quotes) or content.partition("\n\n")[0]


def _quoted(citation: Citation, number: str = "") -> str:
    labels = ", ".join(f"{name}: {markdown(value or 'unknown')}" for name, value in said_by(citation).items())
    before = f"> (the sentence before: {markdown(citation.antecedent)})\n>\n" if citation.antecedent else ""
    where = f"{markdown(citation.document)}, characters {citation.start} to {citation.end}"
    return f"{before}> “{markdown(citation.quote)}”{number}\n>\n> {where}; {labels}"
