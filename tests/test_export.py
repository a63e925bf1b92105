"""Citations in the forms people use, each read by a parser that is not ours."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from assistant import Assistant
from assistant.citing import cite
from assistant.cli.main import main
from assistant.errors import BadInput
from assistant.escaping import visible
from assistant.export import FORMATS, export
from assistant.export.labels import Quoted, date_parts, line, web_address
from assistant.export.markup import html, markdown, markdown_escaped
from assistant.export.references import bibtex, csl_json, ris
from assistant.export.styles import apa, chicago, plain
from assistant.types import Answer, Document, Page, Span, Statement, Value

TEXT = "Heading\n\nThe bridge is shut, Ms Lee said on Friday. It will open in May.\n"
LABELS = {
    "title": "Bridge shut",
    "author": "Ann Lee and Bo Ray",
    "publisher": "The River Post",
    "published": "2024-05-03",
    "url": "https://example.org/a?b=1&c=2",
}
HOSTILE = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("{}\\%$#&_~^@\"'<>*[]()!|`:=-+\n\r\t .1“”")), min_size=1
)


def quoted(
    labels: dict[str, str] | None = None, text: str = TEXT, words: str = "It will open in May.", said: bool = False
) -> Quoted:
    """The words as a citation of a document with these labels."""
    start = text.index(words)
    span = Span(start, start + len(words))
    statement = Statement(
        *span, "Eve Lee", "the mayor", *(None,) * 4, "direct", None, "2024-05-02", None, None, ("Radio Ford",)
    )
    metadata = {key: Value(value, "metadata.jsonl") for key, value in (LABELS if labels is None else labels).items()}
    document = Document(
        "a.txt", "ab" * 32, text, metadata, (), (Page(3, 0, len(text)),), "plain text", (statement,) if said else ()
    )
    return Quoted(cite(document, span, span, 1, 0.5), document)


def test_chicago_notes() -> None:
    assert chicago([quoted(), quoted(said=True), quoted({})]) == (
        "“It will open in May.” [1]\n\n“It will open in May.” [2]\n\n“It will open in May.” [3]\n\n"
        "1. Ann Lee and Bo Ray, “Bridge shut,” The River Post, May 3, 2024, p. 3, https://example.org/a?b=1&c=2.\n"
        "2. Eve Lee, May 2, 2024, quoted by Radio Ford, in Ann Lee and Bo Ray, “Bridge shut,” The River Post, "
        "May 3, 2024, p. 3, https://example.org/a?b=1&c=2.\n"
        "3. a.txt, n.d., p. 3."
    )


def test_apa() -> None:
    assert apa([quoted(said=True), quoted({}), quoted({"title": "Is it?", "published": "2024-05"})]) == (
        "“It will open in May.” (Eve Lee, as quoted in Ann Lee and Bo Ray, 2024, p. 3)\n\n"
        "“It will open in May.” (a.txt, n.d., p. 3)\n\n"
        "“It will open in May.” (“Is it?”, 2024, p. 3)\n\n"
        "References\n\n"
        "Ann Lee and Bo Ray. (2024, May 3). Bridge shut. The River Post. https://example.org/a?b=1&c=2"
    )
    assert apa([quoted({"title": "Is it?", "published": "2024-05"})]).endswith("Is it? (2024, May).")
    assert apa([quoted({"published": "last spring"})]).endswith("a.txt. (last spring).")


def test_plain_tells_every_label_or_that_it_is_unknown() -> None:
    assert plain([quoted({"title": "Bridge shut"})]) == (
        "“It will open in May.”\n    speaker: unknown\n    form: unknown\n    publisher: unknown\n    published: unknown\n"
        "    title: Bridge shut\n    author: unknown\n    page: 3\n"
        f"    place: a.txt [{TEXT.index('It will')}:{TEXT.index('It will') + 20}], SHA-256 {'ab' * 32}"
    )


def test_bibtex_csl_and_ris_of_one_source_with_two_quotes() -> None:
    both = [quoted(said=True), quoted(words="The bridge is shut, Ms Lee said on Friday.")]
    (entry,) = bibtexparser.parse_string(bibtex(both)).entries
    assert (entry.key, entry.entry_type) == ("source-abababababab", "misc")
    fields = {f.key: f.value for f in entry.fields}
    notes = fields.pop("annote")
    assert fields == {
        "author": "{Ann Lee and Bo Ray}",
        "title": "{Bridge shut}",
        "howpublished": "The River Post",
        "date": "2024-05-03",
        "year": "2024",
        "month": "may",
        "url": "https://example.org/a?b=1&c=2",
    }
    assert re.findall("“[^”]*”", notes) == ["“It will open in May.”", "“The bridge is shut, Ms Lee said on Friday.”"]
    (item,) = json.loads(csl_json(both))
    item.pop("annote")
    assert item == {
        "id": "source-abababababab",
        "type": "webpage",
        "title": "Bridge shut",
        "author": [{"literal": "Ann Lee and Bo Ray"}],
        "publisher": "The River Post",
        "issued": {"date-parts": [[2024, 5, 3]]},
        "URL": "https://example.org/a?b=1&c=2",
    }
    (record,) = rispy.loads(ris(both))
    assert len(record.pop("notes")) == 2
    assert record == {
        "type_of_reference": "ELEC",
        "id": "source-abababababab",
        "authors": ["Ann Lee and Bo Ray"],
        "title": "Bridge shut",
        "publisher": "The River Post",
        "year": "2024",
        "date": "2024/05/03/",
        "urls": ["https://example.org/a?b=1&c=2"],
    }


def test_what_is_unknown_is_left_out_of_references() -> None:
    (entry,) = bibtexparser.parse_string(bibtex([quoted({})])).entries
    assert [f.key for f in entry.fields] == ["title", "annote"]
    assert sorted(json.loads(csl_json([quoted({})]))[0]) == ["annote", "id", "title", "type"]
    assert sorted(rispy.loads(ris([quoted({})]))[0]) == ["id", "notes", "title", "type_of_reference"]


STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info/>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout delimiter=" "><names variable="author"/><text variable="title" prefix=". "/>
<date variable="issued" prefix=". "><date-part name="year"/><date-part name="month" form="numeric" prefix="-"/></date>
<text variable="publisher" prefix=". "/><text variable="URL" prefix=". "/></layout></bibliography></style>"""


def test_a_citation_processor_formats_our_csl_json() -> None:
    items = CiteProcJSON(json.loads(csl_json([quoted()])))
    made = CitationStylesBibliography(
        CitationStylesStyle(io.BytesIO(STYLE.encode()), validate=False), items, formatter.plain
    )
    made.register(Citation([CitationItem("source-abababababab")]))
    assert [str(entry) for entry in made.bibliography()] == [
        "Ann Lee and Bo Ray. Bridge shut. 2024-5. The River Post. https://example.org/a?b=1&c=2"
    ]


@given(HOSTILE, HOSTILE)
@example("''", "a -- b")
def test_hostile_labels_stay_values_in_bibtex_and_ris(title: str, author: str) -> None:
    one = quoted({"title": title, "author": author})
    wanted = {"title": line(title) or "a.txt", "author": line(author) or None}
    library = bibtexparser.parse_string(bibtex([one, one]), append_middleware=[LatexDecodingMiddleware()])
    assert len(library.blocks) == len(library.entries) == 1
    fields = {f.key: f.value for f in library.entries[0].fields}
    assert set(fields) == {"title", "annote"} | ({"author"} if wanted["author"] else set())
    assert plain_words(fields["title"]) == plain_words(wanted["title"])
    (record,) = rispy.loads(ris([one]))
    assert (
        {"type_of_reference", "id", "title", "notes"}
        <= set(record)
        <= {"type_of_reference", "id", "title", "notes", "authors"}
    )
    assert record["title"].strip() == wanted["title"]
    assert [item["title"] for item in json.loads(csl_json([one]))] == [wanted["title"]]


@given(HOSTILE, HOSTILE)
def test_hostile_text_ends_no_line_and_hides_nothing_in_texts_for_people(title: str, words: str) -> None:
    words = words.strip() or "x"
    one = quoted({"title": title, "author": title}, text=f"a {words} b", words=words)
    for style, breaks in ((chicago, 2), (apa, 4), (plain, 8)):
        made = style([one])
        assert made.count("\n") == breaks
        assert visible(made) == made
        assert f"“{line(words)}”" in made


def plain_words(text: str) -> str:
    """Without the braces and white space a BibTeX reader may add or drop; the reader has other accents for \\textascii…."""
    return re.sub(r"[\s{}]", "", text).replace("ˆ", "^").replace("˜", "~")


@given(HOSTILE)
def test_hostile_text_is_no_markup_in_markdown(text: str) -> None:
    parsed = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(markdown_escaped(f"x {text}"))
    assert {t.type for t in parsed} == {"paragraph_open", "inline", "paragraph_close"}
    children = [c for t in parsed for c in t.children or []]
    assert {c.type for c in children} <= {"text", "hardbreak", "text_special"}
    written = "".join("\n" if c.type == "hardbreak" else c.content for c in children)
    wanted = [shown for part in f"x {text}".splitlines() if (shown := line(part))]
    assert written.split("\n") == wanted


@given(HOSTILE, HOSTILE)
def test_hostile_text_is_no_markup_in_html(title: str, words: str) -> None:
    words = words.strip() or "x"
    one = quoted({"title": title, "url": LABELS["url"]}, text=f"a {words} b", words=words)
    root = lxml_html.fromstring(html([one]))
    tags = {element.tag for element in root.iter()}
    assert tags <= {"figure", "blockquote", "p", "figcaption", "cite", "a", "br", "span"}
    assert root.xpath("//cite")[0].text_content() == (line(title) or "a.txt")
    assert root.xpath("//blockquote/@cite") == [LABELS["url"]]
    assert root.xpath("//a/@href")[0].startswith("https://example.org/a?b=1&c=2")
    assert root.xpath("//p")[0].text_content().replace("\n", "") == "".join(visible(p) for p in words.splitlines())


def test_markdown_and_html_of_one_quote() -> None:
    link = "https://example.org/a?b=1&c=2#:~:text=It%20will%20open%20in%20May."
    labels = f"Ann Lee and Bo Ray, The River Post, 2024-05-03, page 3, a.txt [52:72], SHA-256 {'ab' * 32}"
    assert markdown([quoted()]) == (
        f"> It will open in May.\n>\n> — [Bridge shut](<{link.replace('&', chr(92) + '&')}>), "
        + labels.replace("[", r"\[").replace("]", r"\]")
    )
    assert html([quoted()]) == (
        '<figure>\n<blockquote cite="https://example.org/a?b=1&amp;c=2"><p dir="auto">It will open in May.</p></blockquote>\n'
        f'<figcaption><cite><a href="{link.replace("&", "&amp;")}">Bridge shut</a></cite>, {labels}</figcaption>\n</figure>'
    )
    assert f'href="{link.replace("&", "&amp;")}"' in MarkdownIt().render(markdown([quoted()]))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///a", "https://a b", "https://a\u202eb", "//a", "http://[", ""],
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert web_address(url) is None
    assert "href" not in html([quoted({"url": url})])


def test_dates() -> None:
    assert [date_parts(d) for d in ("2024-05-03", "2024-05", "2024", "2024-13", "03.05.2024", None)] == [
        (2024, 5, 3), (2024, 5), (2024,), (), (), (),
    ]  # fmt: skip


def test_an_answer_and_a_check_are_exported_and_a_silence_is_told(toy: Assistant) -> None:
    answer = toy.ask("Where is the river?")
    found = replace(answer, abstained=False, reason=None, citations=toy.check("The mountain is high.").matches)
    assert export(found, "chicago", toy) == "“The mountain is high.” [1]\n\n1. b.txt, n.d."
    assert export(toy.check("The mountain is high."), "apa", toy).startswith("“The mountain is high.” (b.txt, n.d.)")
    silence = Answer("Why?", "Why?", True, "The <documents> do not say.", 0.1, (), (), (), 0.1)
    assert {form: export(silence, form, toy) for form in FORMATS if form != "bundle"} == {
        "chicago": "The <documents> do not say.",
        "apa": "The <documents> do not say.",
        "plain": "The <documents> do not say.",
        "bibtex": "",
        "csl-json": "[]",
        "ris": "",
        "markdown": r"The \<documents\> do not say.",
        "html": "<p>The &lt;documents&gt; do not say.</p>",
        "w3c": "[]",
    }
    with pytest.raises(BadInput, match="no format 'mla'; there are chicago, apa"):
        export(found, "mla", toy)


def test_what_the_index_no_longer_has_is_not_exported(toy: Assistant, corpus: Path) -> None:
    found = toy.check("The mountain is high.")
    (corpus / "b.txt").write_text("The mountain is low. Nobody lives there.", encoding="utf-8")
    toy.add([corpus])
    with pytest.raises(BadInput, match="has changed since it was indexed, so it cannot be exported; ask again"):
        export(found, "plain", toy)


def test_the_option_of_ask_and_check(
    toy: Assistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Assistant, "open", lambda *_: toy)
    assert main(["check", "The mountain is low.", "--format", "chicago"]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == (
        "“The mountain is high” [1]\n\n1. b.txt, n.d.\n",
        "Altered: the documents have other words.\n",
    )
    assert main(["ask", "Which zebras did Xanthippe Quux paint?", "--format", "ris"]) == 0
    out, err = capsys.readouterr()
    assert (out, err[:25]) == ("\n", "The documents do not say:")
    assert main(["ask", "What?", "--format", "ris", "--json"]) == 2
    assert main(["check", "--file", "q.txt", "--format", "ris"]) == 2
