from __future__ import annotations

import random
import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import UnreadableFile
from assistant.reading.pdf import MOST_PAGES, READER, read_pdf
from assistant.reading.record import Part, Reading
from assistant.types import Page, Value
from tests.toys import ROOT

SAMPLES = ROOT.parent / "shared/bench/bad_inputs/corpus"

Shown = tuple[float, float, str] | tuple[float, float, str, float]  # x, y from below, text, size


def build(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first of which is the catalog."""
    out, offsets = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    size = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % offsets.get(n, 0) for n in range(1, size))
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, trailer, len(out))
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def shown(lines: list[Shown]) -> bytes:
    out = b""
    for x, y, text, *size in lines:
        escaped = re.sub(rb"([()\\])", rb"\\\1", text.encode("cp1252"))
        out += b"BT /F %g Tf %g %g Td (%b) Tj ET\n" % (*(size or [10.0]), x, y, escaped)
    return out


def pdf(
    *contents: bytes | list[Shown],
    catalog: bytes = b"",
    page: bytes = b"",
    font: bytes = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    trailer: bytes = b"",
    objects: dict[int, bytes] | None = None,
) -> bytes:
    """A PDF of one content stream a page; /F is the font."""
    kids = range(10, 10 + 2 * len(contents), 2)
    found = {
        1: b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog,
        2: b"<</Type/Pages/Kids[%b]/Count %d>>" % (b" ".join(b"%d 0 R" % k for k in kids), len(contents)),
        3: font,
    }
    for kid, content in zip(kids, contents, strict=True):
        found[kid] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>%b>>"
            % (kid + 1, page)
        )
        found[kid + 1] = stream(content if isinstance(content, bytes) else shown(content))
    return build(found | (objects or {}), trailer)


def column(text: str, x: float = 50, top: float = 700) -> list[Shown]:
    """Lines of 10 points, 12 apart."""
    return [(x, top - 12 * k, line) for k, line in enumerate(text.split("\n"))]


def check_spans(reading: Reading) -> None:
    reading.text.encode("utf-8", "surrogatepass")
    for spans in (reading.pages, reading.zones):
        at = 0
        for span in spans:
            assert at <= span.start < span.end <= len(reading.text)
            at = span.end
    numbers = [page.number for page in reading.pages]
    assert numbers == sorted(set(numbers))
    assert not "".join(
        reading.text[a.end : b.start] for a, b in zip(reading.pages, reading.pages[1:], strict=False)
    ).strip()


def test_the_lines_of_a_paragraph_become_one_line_and_headings_stay_alone() -> None:
    lines: list[Shown] = [(50, 730, "The river Kura", 16)]
    lines += column("The river flows to the east and through the whole of the valley. It\nis long and deep.")
    lines += column("In spring, when the snow of the mountains melts, the river is wide.\nNobody swims.", top=660)
    assert read_pdf(pdf(lines), "x.pdf") == Reading(
        "The river Kura\n\n"
        "The river flows to the east and through the whole of the valley. It is long and deep.\n\n"
        "In spring, when the snow of the mountains melts, the river is wide. Nobody swims.",
        READER,
        pages=(Page(1, 0, 184),),
    )


def test_paragraphs_are_known_by_their_indent_or_their_short_last_line() -> None:
    indented: list[Shown] = [
        (62, 700, "The mayor said that the bridge was closed in the autumn of 2021, as it was"),
        (50, 688, "old and weak, and that it would not be opened again before the next spring."),
        (62, 676, "Nobody had asked him. The people of the city take the ferry, which is free"),
        (50, 664, "of charge."),
        (50, 652, "A second ferry is being built at the moment, and will be ready in the year"),
        (50, 640, "2031."),
    ]
    assert read_pdf(pdf(indented), "x.pdf").text.split("\n\n") == [
        "The mayor said that the bridge was closed in the autumn of 2021, as it was old and weak, and that it would not "
        "be opened again before the next spring.",
        "Nobody had asked him. The people of the city take the ferry, which is free of charge.",
        "A second ferry is being built at the moment, and will be ready in the year 2031.",
    ]


def test_items_of_a_list_stay_apart_and_a_number_inside_a_sentence_begins_none() -> None:
    lines = column(
        "1. The first item of this list is long enough to be broken into two lines, as you\nsee here.\n"
        "2. The second one is short.\nThe sentence about the match that ended only after two tie-breaks and a score of 7-6\n"
        "(5) goes on."
    )
    assert read_pdf(pdf(lines), "x.pdf").text.split("\n\n") == [
        "1. The first item of this list is long enough to be broken into two lines, as you see here.",
        "2. The second one is short.",
        "The sentence about the match that ended only after two tie-breaks and a score of 7-6 (5) goes on.",
    ]


@pytest.mark.parametrize(
    ("evidence", "first", "second", "joined"),
    [
        ("This is an example.", "We give one exam-", "ple here.", "We give one example here."),
        ("It is well-known.", "The man is well-", "known here.", "The man is well-known here."),
        ("", "They won by 7-", "6 here.", "They won by 7-6 here."),
        ("", "It is a U.S.-", "backed plan.", "It is a U.S.-backed plan."),
        ("An example of it.", "The soft hyphen exam\u00ad", "ple here.", "The soft hyphen example here."),
        ("This is understood.", "Both pre-", "and post-war times.", "Both pre- and post-war times."),
        ("", "The end \u2013", "as we say.", "The end \u2013 as we say."),
        ("", "The end\u2014", "as we say.", "The end\u2014as we say."),
        ("", "This is a respon-", "sibility here.", "This is a responsibility here."),
        ("", "This is a state-", "owned bank.", "This is a state-owned bank."),
    ],
)
def test_hyphens_at_line_ends(evidence: str, first: str, second: str, joined: str) -> None:
    lines: list[Shown] = [(50, 700, evidence or "Nothing."), (50, 640, first), (50, 628, second)]
    assert read_pdf(pdf(lines), "x.pdf").text == f"{evidence or 'Nothing.'}\n\n{joined}"


LEFT = [f"Line {k} of the left column goes on in the next" for k in "abcdefghijkl"]
RIGHT = [f"row {k} of the right column is no less long than" for k in "abcdefghijkl"]


@pytest.mark.parametrize("row_by_row", [False, True])
def test_columns_are_read_one_after_the_other(row_by_row: bool) -> None:
    pairs: list[list[Shown]] = [
        [(50, 700 - 12 * k, a), (320, 700 - 12 * k, b)] for k, (a, b) in enumerate(zip(LEFT, RIGHT, strict=True))
    ]
    lines = [s for pair in pairs for s in pair] if row_by_row else [p[0] for p in pairs] + [p[1] for p in pairs]
    lines = [(50, 740, "A headline over both columns", 18), *lines]
    assert read_pdf(pdf(lines), "x.pdf").text == "A headline over both columns\n\n" + " ".join(LEFT + RIGHT)


def test_what_is_drawn_late_is_read_where_it_stands() -> None:
    lines: list[Shown] = [
        (50, 500, "The end of it."),
        (50, 600, "The middle of it."),
        (50, 700, "The beginning of it."),
    ]
    assert read_pdf(pdf(lines), "x.pdf").text == "The beginning of it.\n\nThe middle of it.\n\nThe end of it."


def test_rows_of_a_table_are_lines_and_cells_are_parted_by_tabs() -> None:
    rows = [("Region", "People", "Share"), ("North of it", "1000", "3.5%"), ("South", "200", "47.0%")]
    lines: list[Shown] = [
        (50 + 100 * c, 700 - 15 * r, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)
    ]
    lines += [(50, 600, "The table above is about the regions.")]
    assert read_pdf(pdf(lines), "x.pdf").text == (
        "Region\tPeople\tShare\nNorth of it\t1000\t3.5%\nSouth\t200\t47.0%\n\nThe table above is about the regions."
    )


def test_cells_of_several_lines_stay_in_their_row() -> None:
    lines: list[Shown] = []
    for row, top in enumerate((700, 650)):
        lines += [(50, top, f"Name {row}"), (200, top + 6, "The remark is long"), (200, top - 6, "and has two lines")]
    assert read_pdf(pdf(lines), "x.pdf").text == (
        "Name 0\tThe remark is long and has two lines\nName 1\tThe remark is long and has two lines"
    )


def test_page_furniture_is_a_zone_and_never_stands_inside_a_sentence() -> None:
    def page(number: int, body: str) -> list[Shown]:
        head: list[Shown] = [(50, 770, "The Quarterly Review", 8), (500, 770, "Volume 12", 8)]
        return [*head, *column(body), (280, 30, f"Page {number} of 2", 8)]

    first = "The first page has one paragraph.\n\nThe second one is so long that it does not end before the page"
    second = "ends, but on the next one.\n\nThen comes another."
    reading = read_pdf(pdf(page(1, first), page(2, second)), "x.pdf")
    text = (
        "The Quarterly Review\n\nVolume 12\n\nPage 1 of 2\n\nThe first page has one paragraph.\n\n"
        "The second one is so long that it does not end before the page ends, but on the next one.\n\n"
        "The Quarterly Review\n\nVolume 12\n\nThen comes another.\n\nPage 2 of 2"
    )
    middle = text.index("ends, but")
    assert reading.text == text
    assert reading.pages == (Page(1, 0, middle - 1), Page(2, middle, len(text)))
    assert [(text[a:b], kind) for a, b, kind in reading.zones] == [
        ("The Quarterly Review", "page header"),
        ("Volume 12", "page header"),
        ("Page 1 of 2", "page number"),
        ("The Quarterly Review", "page header"),
        ("Volume 12", "page header"),
        ("Page 2 of 2", "page number"),
    ]


def test_what_is_alike_on_two_pages_but_does_not_count_with_them_is_text() -> None:
    pages = [[*column(f"In the year {year} it rained.\nNobody was glad about it.")] for year in (1998, 2007)]
    reading = read_pdf(pdf(*pages), "x.pdf")
    assert reading.zones == ()
    assert reading.text == (
        "In the year 1998 it rained. Nobody was glad about it.\n\nIn the year 2007 it rained. Nobody was glad about it."
    )


def test_footnotes_do_not_part_a_sentence_that_runs_over_the_page() -> None:
    note: Shown = (50, 60, "1 A footnote in small letters.", 7)
    first = column("A short paragraph.\n\nThis sentence is the last one on its page and goes on and on until it")
    reading = read_pdf(pdf([*first, note], column("ends here.\n\nThen comes another sentence.")), "x.pdf")
    assert reading.text == (
        "1 A footnote in small letters.\n\nA short paragraph.\n\n"
        "This sentence is the last one on its page and goes on and on until it ends here.\n\nThen comes another sentence."
    )
    check_spans(reading)


def test_pages_without_text_are_left_out_and_keep_their_number() -> None:
    assert read_pdf(pdf([], column("Words."), b"0 0 m 9 9 l S", column("More.")), "x.pdf") == Reading(
        "Words.\n\nMore.", READER, pages=(Page(2, 0, 6), Page(4, 8, 13))
    )


def test_turned_pages_and_turned_words() -> None:
    turned = b"BT /F 10 Tf 0 1 -1 0 300 50 Tm (The page is) Tj ET BT /F 10 Tf 0 1 -1 0 312 50 Tm (turned.) Tj ET"
    assert read_pdf(pdf(turned, page=b"/Rotate 90"), "x.pdf").text == "The page is turned."
    stamp = b"BT /F 40 Tf .7071 .7071 -.7071 .7071 100 100 Tm (DRAFT COPY) Tj ET "
    assert read_pdf(pdf(stamp + shown(column("It is a\ndraft."))), "x.pdf").text == "It is a draft.\n\nDRAFT COPY"


XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><rdf:Description rdf:about="" prism:url="https://a.org/1">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Another title</rdf:li><rdf:li xml:lang="de">Titel</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>A. One</rdf:li><rdf:li>B. Two</rdf:li></rdf:Seq></dc:creator>
<dc:publisher><rdf:Bag><rdf:li>The Press</rdf:li></rdf:Bag></dc:publisher>
<prism:publicationDate>2023-11-02T10:00:00Z</prism:publicationDate>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def test_metadata_is_what_the_fields_say_and_nothing_else() -> None:
    info = {4: b"<</Title(On  rivers)/CreationDate(D:20200101)>>", 5: stream(XMP, b"/Type/Metadata/Subtype/XML")}
    data = pdf(column("Words."), catalog=b"/Lang(en-GB)/Metadata 5 0 R", trailer=b"/Info 4 0 R", objects=info)
    assert read_pdf(data, "x.pdf").metadata == {
        "title": Value("On rivers", "pdf:Title"),
        "language": Value("en-GB", "pdf:Lang"),
        "author": Value("A. One, B. Two", "xmp:dc:creator"),
        "publisher": Value("The Press", "xmp:dc:publisher"),
        "url": Value("https://a.org/1", "xmp:prism:url"),
        "published": Value("2023-11-02", "xmp:prism:publicationDate"),
    }


@pytest.mark.parametrize(
    ("title", "author"),
    [
        (b"untitled", b"user"),
        (b"Microsoft Word - report.doc", b"Administrator"),
        (b"report_final.docx", b"(anonymous)"),
        (b"C:\\\\files\\\\report", b""),
        (b" ", b"-"),
    ],
)
def test_junk_is_no_metadata(title: bytes, author: bytes) -> None:
    info = {4: b"<</Title(%b)/Author(%b)>>" % (title, author)}
    assert read_pdf(pdf(column("Words."), trailer=b"/Info 4 0 R", objects=info), "x.pdf").metadata == {}


def test_attachments_are_parts() -> None:
    names = b"/Names<</EmbeddedFiles<</Names[(a)4 0 R(b)6 0 R]>>>>"
    objects = {
        4: b"<</Type/Filespec/F(a.txt)/UF(a.txt)/EF<</F 5 0 R>>>>",
        5: stream(zlib.compress(b"In the file."), b"/Type/EmbeddedFile/Filter/FlateDecode"),
        6: b"<</Type/Filespec/F(b.txt)/UF(b.txt)>>",
    }
    assert read_pdf(pdf(column("Words."), catalog=names, objects=objects), "x.pdf").parts == (
        Part("a.txt", b"In the file."),
        Part("b.txt", refusal="it is empty or damaged."),
    )


def test_what_was_typed_into_a_form_is_read() -> None:
    box = b"/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 3 0 R>>>>"
    objects = {
        4: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Ada)/Rect[50 640 250 660]/F 4/AP<</N 5 0 R>>>>",
        5: stream(shown([(0, 5, "Ada of London")]), box),
    }
    data = pdf(column("Your name:"), catalog=b"/AcroForm<</Fields[4 0 R]>>", page=b"/Annots[4 0 R]", objects=objects)
    assert read_pdf(data, "x.pdf").text == "Your name:\n\nAda of London"


def mapped(*codes: bytes) -> bytes:
    """A page that shows the characters A, B, C…, which stand for `codes` (UTF-16 in hexadecimal digits)."""
    chars = b"".join(b"<%02X> <%b>\n" % (65 + k, code) for k, code in enumerate(codes))
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
    cmap += b"%d beginbfchar\n%bendbfchar endcmap end" % (len(codes), chars)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>"
    return pdf([(50, 700, "".join(chr(65 + k) for k in range(len(codes))))], font=font, objects={4: stream(cmap)})


def test_odd_characters_are_kept() -> None:
    text = read_pdf(mapped(b"00E9", b"D83CDF84", b"0301", b"00AD", b"0061"), "x.pdf").text
    assert text == "\xe9\U0001f384\u0301\u00ada"
    check_spans(read_pdf(mapped(b"D800", b"0061", b"0000", b"DFFF", b"FFFF", b"0007"), "x.pdf"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "a damaged PDF, or none at all; save or download it anew."),
        (b"%PDF-1.4\nnothing more", "a damaged PDF, or none at all; save or download it anew."),
        (pdf(column("Words."))[:300], "a damaged PDF, or none at all; save or download it anew."),
        (
            pdf(column("Words."), objects={2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"}),
            "a damaged PDF, of which no page can be read; save or download it anew.",
        ),
        (
            pdf(
                column("Words."),
                trailer=b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>" % (b"0" * 64, b"0" * 64),
            ),
            "is encrypted; save it without a password first.",
        ),
        (
            pdf(b"0 0 m 9 9 l S"),
            "has no text layer (scanned pictures?); run text recognition (OCR) on it first.",
        ),
        (
            mapped(b"E000", b"E001", b"E002", b"0061"),
            "its fonts do not say which characters they show; run text recognition (OCR) on it first.",
        ),
        (
            pdf(
                objects={
                    2: b"<</Type/Pages/Kids[%b]/Count 5001>>" % (b"9 0 R " * 5001),
                    9: b"<</Type/Page/Parent 2 0 R>>",
                }
            ),
            f"has 5001 pages, more than {MOST_PAGES}; split it first.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_pdf(data, "x.pdf")
    assert str(caught.value) == f"x.pdf: {reason}"


WORDS = st.text(st.sampled_from("ab.-\u2014(1\xad A"), min_size=1, max_size=12)
PLACES = st.tuples(st.integers(0, 500), st.integers(0, 780), WORDS, st.sampled_from([7.0, 10.0, 10.0, 18.0]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PLACES, max_size=12), min_size=1, max_size=4))
def test_spans_are_in_order_whatever_stands_where(pages: list[list[Shown]]) -> None:
    try:
        check_spans(read_pdf(pdf(*pages), "x.pdf"))
    except UnreadableFile:
        assert not any(c.isalnum() for page in pages for _, _, text, *_ in page for c in text)


def test_damaged_bytes_are_read_or_refused() -> None:
    whole = pdf(column("The river flows.\nIt is long."), column("It ends."), catalog=b"/Lang(en)")
    chance = random.Random(7)
    refusals = []
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            check_spans(read_pdf(bytes(data[: chance.choice([len(data), chance.randrange(len(data))])]), "x.pdf"))
        except UnreadableFile as refusal:
            refusals.append(str(refusal))
    assert all(refusal.startswith("x.pdf: ") for refusal in refusals)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not here")
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda p: p.name)
def test_real_files(path: Path) -> None:
    if path.name == "made_cut.pdf":
        with pytest.raises(UnreadableFile, match="damaged"):
            read_pdf(path.read_bytes(), path.name)
    else:
        check_spans(read_pdf(path.read_bytes(), path.name))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample files are not here")
def test_a_paper_in_two_columns() -> None:
    text = read_pdf((SAMPLES / "026_multicolumn.pdf").read_bytes(), "x.pdf").text
    assert text.startswith(
        "1\n\nTwo-Column Document with Lorem Ipsum\n\nYour Name\n\nJanuary 3, 2024\n\nAbstract\n\n"
        "This is a sample document with two columns filled with Lorem Ipsum text.\n\n"
    )
    assert "\nLorem ipsum dolor sit amet, consectetuer adipiscing elit. Ut purus elit, vestibulum ut," in text
