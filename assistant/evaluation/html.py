"""The report as one HTML file: nothing from outside, one script that filters, a policy that forbids everything else.

All foreign text passes through `escaping.shown`.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence

from assistant.escaping import shown
from assistant.evaluation.gate import Comparison
from assistant.evaluation.markdown import COUNTS, GROUP_COLUMNS, OUTCOMES, figure, group_cell, groups_of, how
from assistant.evaluation.places import Corpus
from assistant.evaluation.plots import bars_plot, latency_plot, reliability_plot, risk_plot
from assistant.evaluation.questions import Question
from assistant.evaluation.record import Evaluation
from assistant.evaluation.scoring import Result
from assistant.evaluation.style import CSS, SCRIPT
from assistant.metrics import DocumentSpan
from assistant.types import Citation

AROUND = 160  # code points of context on either side of a quote
GIVEN = 3  # quotes shown of an answer
MOST = 200  # misses of a fragment, and
MOST_ROWS = 1_000  # questions in its table


def page(evaluation: Evaluation, corpus: Corpus, against: Comparison | None = None) -> str:
    """The report as a whole HTML file."""
    policy = f"default-src 'none'; style-src '{_digest(CSS)}'; script-src '{_digest(SCRIPT)}'; base-uri 'none'; form-action 'none'"
    title = f"Evaluation of {evaluation.name}"
    body = [
        f"<h1>Evaluation of <bdi>{shown(evaluation.name)}</bdi></h1>",
        *_measured(evaluation, against),
        _misses(evaluation, corpus),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f"<title>{html.escape(_seen(title))}</title><style>{CSS}</style></head><body><main>{''.join(body)}</main>"
        f"<script>{SCRIPT}</script></body></html>\n"
    )


def fragment(evaluation: Evaluation, corpus: Corpus, against: Comparison | None = None) -> str:
    """The report for a page that has its own looks and runs no script of ours: every outcome, and the first `MOST` misses."""
    rows = [
        (r.outcome, f"<bdi>{shown(q.question)}</bdi>", shown(r.kind), f"{r.confidence:.2f}", shown(q.id))
        for q, r in list(zip(evaluation.questions, evaluation.results, strict=True))[:MOST_ROWS]
    ]
    missed = evaluation.missed
    more = f"<p>{len(missed) - MOST} more are in the report as HTML.</p>" if len(missed) > MOST else ""
    items = "".join(_miss(q, r, evaluation, corpus) for q, r in missed[:MOST]) or "<p>Nothing.</p>"
    return (
        f"<h2>Evaluation of <bdi>{shown(evaluation.name)}</bdi></h2>{''.join(_measured(evaluation, against))}"
        f"<h3>Missed ({len(missed)})</h3>{items}{more}"
        f"<details><summary>Every question</summary>{_table(('outcome', 'question', 'kind', 'confidence', 'id'), rows)}</details>"
    )


def _measured(evaluation: Evaluation, against: Comparison | None) -> list[str]:
    groups = groups_of(evaluation)
    plots = f"{risk_plot(evaluation.results)}{reliability_plot(evaluation.results)}{latency_plot(evaluation.results)}"
    return [
        _headline(evaluation),
        _comparison(against) if against else "",
        f'<div class="plots">{plots}</div>',
        *(_group(name, rows) for name, rows in groups.items() if len(rows) > 1),
        f"<details><summary>All figures</summary>{_figures(evaluation)}</details>",
        f"<details><summary>Made with</summary>{_made_with(evaluation.made_with)}</details>",
        _unscored(evaluation),
    ]


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _seen(text: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in text)


def _headline(evaluation: Evaluation) -> str:
    cards = "".join(
        f'<li class="{name}"><b>{figure(evaluation.summary[name])}</b> {words}<br><small>95 %: {low:.3f} to {high:.3f}</small></li>'
        for name, words in OUTCOMES.items()
        if name in evaluation.summary
        for low, high in [evaluation.intervals[name]]
    )
    faults = [fault for r in evaluation.results for fault in r.faults]
    checked = sum(r.checked for r in evaluation.results)
    told = f"{len(evaluation.results)} questions scored, {len(evaluation.unscored)} not. Quotes proved: {checked - len(faults)} of {checked}."
    return f'<ul class="cards">{cards}</ul><p>{told}</p>{_list(faults, "bad")}'


def _comparison(against: Comparison) -> str:
    rows = [(name, f"{a:.4f}", f"{b:.4f}", f"{b - a:+.4f}", f"{p:.3g}") for name, (a, b, p) in against.changes.items()]
    verdict = "The gate fails." if against.failures else "The gate passes."
    lists = [
        f"<p>{title}: {len(ids)} {shown(', '.join(ids))}</p>"
        for title, ids in (("Won", against.won), ("Lost", against.lost))
    ]
    changes = _table(("measure", "before", "now", "change", "p of a fall"), rows)
    return f"<h2>Since the baseline</h2><p><b>{verdict}</b></p>{_list(against.failures, 'bad')}{changes}{''.join(lists)}{_list(against.notes)}"


def _list(lines: Sequence[str], kind: str = "") -> str:
    return f'<ul class="{kind}">{"".join(f"<li>{shown(line)}</li>" for line in lines)}</ul>' if lines else ""


def _group(title: str, groups: Mapping[str, Mapping[str, float]]) -> str:
    used = [c for c in GROUP_COLUMNS if any(c in row for row in groups.values())]
    rows = [(shown(name or "–"), *(group_cell(c, row) for c in used)) for name, row in groups.items()]
    table = f"<details><summary>Figures by {title}</summary>{_table((title, *used), rows)}</details>"
    return f"<h2>By {title}</h2>{_scrolled(bars_plot(groups), f'By {title}')}{table}"


def _figures(evaluation: Evaluation) -> str:
    rows = [
        (name, f"{value:.0f}" if name in COUNTS else figure(value, evaluation.intervals.get(name)))
        for name, value in evaluation.summary.items()
    ]
    return _table(("measure", "value [95 % interval]"), rows)


def _made_with(made: Mapping[str, object]) -> str:
    lines = [
        f"<dt>{shown(str(name))}</dt><dd>{_made_with(value) if isinstance(value, Mapping) else shown(str(value))}</dd>"
        for name, value in made.items()
    ]
    return f"<dl>{''.join(lines)}</dl>"


def _unscored(evaluation: Evaluation) -> str:
    if not evaluation.unscored:
        return ""
    lines = [f"{name}: {why}" for name, why in evaluation.unscored.items()]
    return f"<details><summary>Not scored ({len(lines)})</summary>{_list(lines)}</details>"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; its cells are HTML already."""
    head = "".join(f'<th scope="col">{shown(cell)}</th>' for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return _scrolled(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", ", ".join(header))


def _scrolled(wide: str, name: str) -> str:
    """What may be wider than the page, so that it scrolls by itself, by keyboard, too."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{html.escape(name)}">{wide}</div>'


def _misses(evaluation: Evaluation, corpus: Corpus) -> str:
    missed = evaluation.missed
    if not missed:
        return "<h2>Missed</h2><p>Nothing.</p>"
    kinds = sorted({r.kind for _, r in missed})
    documents = sorted({name for _, r in missed for name in r.documents})
    choices = [
        _choice("how", sorted({how(r) for _, r in missed})),
        _choice("kind", kinds),
        _choice("document", documents),
    ]
    search = '<label>words <input type="search" id="words" autocomplete="off"></label>'
    items = "".join(_miss(q, r, evaluation, corpus) for q, r in missed)
    return (
        f'<h2>Missed (<output id="count">{len(missed)}</output> of {len(missed)})</h2>'
        f'<div class="filters" role="search">{"".join(choices)}{search}</div><div id="missed">{items}</div>'
    )


def _choice(name: str, values: Sequence[str]) -> str:
    options = "".join(f'<option value="{html.escape(_seen(v))}">{shown(v or "–")}</option>' for v in values)
    return (
        f'<label>{name} <select id="{name}"><option value="">all</option>{options}</select></label>'
        if len(values) > 1
        else ""
    )


def _miss(question: Question, result: Result, evaluation: Evaluation, corpus: Corpus) -> str:
    given = evaluation.answers.get(question.id)
    documents = html.escape(_seen("\n".join(result.documents)))
    attributes = f'data-how="{how(result)}" data-kind="{html.escape(_seen(result.kind))}" data-document="{documents}"'
    before = "".join(f"<li><bdi>{shown(turn.content)}</bdi></li>" for turn in question.history)
    parts = [
        f"<p>Asked before:</p><ol>{before}</ol>" if before else "",
        f"<h4>Expected</h4>{_expected(question, corpus)}",
    ]
    if given is not None:
        answer = given.answer
        quotes = answer.nearest if answer.abstained else answer.citations
        title = "Given nothing; nearest" if answer.abstained else "Given"
        reason = f"<p>{shown(answer.reason)}</p>" if answer.reason else ""
        shown_quotes = "".join(_given(c, corpus) for c in quotes[:GIVEN])
        parts.append(f"<h4>{title} (confidence {answer.confidence:.2f})</h4>{reason}{shown_quotes}")
    return (
        f'<details class="miss" {attributes}><summary><b class="{result.outcome}">{how(result)}</b> '
        f"<bdi>{shown(question.question)}</bdi> <small>{shown(question.id)}</small></summary>{''.join(parts)}</details>"
    )


def _expected(question: Question, corpus: Corpus) -> str:
    if not question.answerable:
        return "<p>Silence: the documents do not say.</p>"
    answers = f"<p>{shown(' | '.join(question.answers))}</p>" if question.answers else ""
    spans: list[DocumentSpan] = list(question.gold)[:GIVEN]
    names = _list(sorted(question.relevant)) if not spans else ""
    who = f"<p>Speaker: {shown(question.speaker)}</p>" if question.speaker else ""
    return answers + who + names + "".join(_in_context(span, corpus, "") for span in spans)


def _given(citation: Citation, corpus: Corpus) -> str:
    labels = f"{citation.speaker or 'speaker unknown'}, {citation.day or 'day unknown'}"
    return _in_context((citation.document, citation.start, citation.end), corpus, labels)


def _in_context(span: DocumentSpan, corpus: Corpus, labels: str) -> str:
    name, start, end = span
    document = corpus.document(name)
    text = document.text if document else ""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    where = shown(f"{name} [{start}:{end}]" + (f", {labels}" if labels else ""))
    return f"<blockquote>{shown(before)}<mark>{shown(text[start:end])}</mark>{shown(after)}<footer>{where}</footer></blockquote>"
