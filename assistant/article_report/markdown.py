"""The report as Markdown; all foreign text passes through `escaping.markdown`."""

from __future__ import annotations

from assistant.article_report.forms import counts, headline
from assistant.check_forms import compared, verdict_told
from assistant.escaping import markdown
from assistant.types import ArticleCheck, ArticleQuote, Citation, QuoteCheck


def article_markdown(found: ArticleCheck) -> str:
    """The report on one article, ending in a line break."""
    lines = [f"# Article check: {markdown(found.article.name)}", "", headline(found), ""]
    if found.quotes:
        lines += ["| verdict | quotations |", "|---|---|", *(f"| {v} | {n} |" for v, n in counts(found).items()), ""]
    numbered = list(enumerate(found.quotes, 1))
    for number, quote in numbered:
        if quote.check:
            lines += [*_quote(number, quote, found.article.text), *_check(quote.check)]
    unjudged = [
        f"- {number}. “{markdown(q.words)}” (characters {q.start:,} to {q.end:,}): {markdown(q.reason or '')}"
        for number, q in numbered
        if not q.check
    ]
    return "\n".join([*lines, *(["## Not judged", "", *unjudged, ""] if unjudged else [])])


def _quote(number: int, quote: ArticleQuote, text: str) -> list[str]:
    assert quote.check is not None
    role = f" ({markdown(quote.role)})" if quote.role else ""
    who = f"{markdown(quote.speaker)}{role}" if quote.speaker else "unknown"
    inside = f", inside quotation {quote.inside + 1}" if quote.inside is not None else ""
    return [
        f"## {number}. {verdict_told(quote.check).split(':')[0].rstrip('.')}",
        "",
        f"> {markdown(text[quote.start : quote.end])}",
        "",
        f"In the article: characters {quote.start:,} to {quote.end:,}{inside}. Attributed to: {who}.",
        "",
        markdown(verdict_told(quote.check)),
        "",
    ]


def _check(check: QuoteCheck) -> list[str]:
    lines = []
    for one in check.missing:
        lines += [f"Cut off ({one.kind}): “{markdown(one.words)}”", ""]
    for number, citation in enumerate(check.matches):
        if number < len(check.diffs):
            lines += [f"Changed: {_diff(check, number)}", ""]
        lines += _citation(citation)
    if check.nearest:
        lines += ["Nearest passages (not the quote):", ""]
    for citation in check.nearest:
        lines += _citation(citation)
    return lines


def _diff(check: QuoteCheck, number: int) -> str:
    """Struck out what only the quote has, bold what only the document has."""
    words = []
    for kind, given, there in compared(check.quote, check.matches[number], check.diffs[number]):
        if kind == "kept":
            words.append(markdown(there))
        else:
            words += [f"~~{markdown(given)}~~"] * bool(given) + [f"**{markdown(there)}**"] * bool(there)
    return " ".join(words)


def _citation(citation: Citation) -> list[str]:
    role = f" ({markdown(citation.role)})" if citation.speaker and citation.role else ""
    labels = {
        "speaker": f"{markdown(citation.speaker)}{role}" if citation.speaker else None,
        "said on": citation.said_on,
        "published": citation.published and markdown(citation.published),
        "publisher": citation.publisher and markdown(citation.publisher),
    }
    told = ", ".join(f"{name}: {value or 'unknown'}" for name, value in labels.items())
    place = f"{markdown(citation.document)}, characters {citation.start:,} to {citation.end:,}"
    sentence = [f"  In the sentence: {markdown(citation.sentence)}", ""] if citation.sentence != citation.quote else []
    return [f"- The documents have: “{markdown(citation.quote)}”", "", *sentence, f"  {place}; {told}", ""]
