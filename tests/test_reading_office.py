from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import docx
import openpyxl
import pptx
import pytest
from pptx.util import Inches

from assistant.errors import UnreadableFile
from assistant.reading.office import read_docx, read_odt, read_pptx, read_xlsx
from assistant.reading.record import Reading
from assistant.reading.rtf import read_rtf
from assistant.types import Page, Value, Zone
from tests.reading_damage import damaged

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def word_file(body: str, **parts: str) -> bytes:
    """A .docx of `body` and other parts: footnotes="…" is word/footnotes.xml."""
    return zipped(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*((kind.rstrip("0123"), f"{kind}.xml") for kind in parts)),
            **{f"word/{kind}.xml": content for kind, content in parts.items()},
        }
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_word_document_made_by_a_library_is_read_in_order_with_its_core_properties() -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Tides", "Ann Lee"
    document.add_heading("Tides of the bay", 1)
    document.add_paragraph("The sea rose “twice” a day.").add_run(" Cafe\u0301 too.")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Month", "Height", "May", "3.1 m\nat noon"), strict=True):
        cell.text = text
    document.add_paragraph("Salt", style="List Bullet")
    document.add_paragraph("Sand", style="List Bullet")
    document.add_paragraph("One line\nand another.")
    document.sections[0].header.paragraphs[0].text = "Bay Office"
    buffer = io.BytesIO()
    document.save(buffer)
    reading = read_docx(buffer.getvalue(), "tides.docx")
    assert reading.text == (
        "Tides of the bay\n\nThe sea rose “twice” a day. Cafe\u0301 too.\n\nMonth\tHeight\nMay\t3.1 m at noon\n\n"
        "Salt\nSand\n\nOne line\nand another.\n\nBay Office"
    )
    assert reading.metadata == {
        "title": Value("Tides", "docx:core.title"),
        "author": Value("Ann Lee", "docx:core.creator"),
    }
    assert [(reading.text[z.start : z.end], z.kind) for z in reading.zones] == [("Bay Office", "header")]
    assert reading.reader.startswith("docx (lxml ")


def test_what_a_program_writes_where_nobody_said_anything_is_no_label() -> None:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("The sea rose.")
    document.save(buffer)
    assert document.core_properties.author == "python-docx"
    assert read_docx(buffer.getvalue(), "sea.docx").metadata == {}


WORD = word_file(
    p("First.") + '<w:p><w:ins><w:r><w:t xml:space="preserve">Kept insertion</w:t></w:r></w:ins>'
    "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    "<w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
    '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>, seen</w:t></w:r>'
    '<w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>hidden too</w:t></w:r>'
    '<w:r><w:noBreakHyphen/><w:t>x</w:t><w:tab/><w:t>y</w:t><w:br/><w:t>z</w:t><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'
    '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    '<w:fldSimple w:instr="DATE"><w:r><w:t xml:space="preserve"> of 9</w:t></w:r></w:fldSimple></w:p>'
    '<w:p><w:r><mc:AlternateContent xmlns:mc="mc"><mc:Choice><w:drawing><w:txbxContent>'
    + p("In the box.")
    + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
    + p("In the box.")
    + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Beside the box.</w:t></w:r></w:p>"
    + "<w:sdt><w:sdtPr/><w:sdtContent>"
    + p("One", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    + p("Two", '<w:pStyle w:val="ListDeep"/>')
    + "</w:sdtContent></w:sdt>"
    + f"<w:tbl><w:tr><w:tc>{p('a')}{p('b')}</w:tc><w:tc><w:tbl><w:tr><w:tc>{p('c')}</w:tc></w:tr></w:tbl></w:tc></w:tr>"
    + f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('old')}</w:tc><w:tc>{p('row')}</w:tc></w:tr></w:tbl>"
    + f"<w:tbl><w:tr><w:tc>{p('A framed')}{p('text.')}</w:tc></w:tr></w:tbl>",
    footnotes=f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{p("---")}</w:footnote>'
    f'<w:footnote w:id="2">{p("The note.")}</w:footnote></w:footnotes>',
    endnotes=f'<w:endnotes {W}><w:endnote w:id="1">{p("The end note.")}</w:endnote></w:endnotes>',
    comments=f'<w:comments {W}><w:comment w:id="1">{p("A remark.")}</w:comment></w:comments>',
    header1=f"<w:hdr {W}>{p('Running head')}</w:hdr>",
    header2=f"<w:hdr {W}>{p('Running head')}</w:hdr>",
    footer1=f"<w:ftr {W}>{p('Foot')}</w:ftr>",
    styles=f'<w:styles {W}><w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="List"><w:pPr><w:numPr/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="ListDeep"><w:basedOn w:val="List"/></w:style></w:styles>',
)


def test_a_word_document_gives_what_its_reader_sees_and_nothing_else() -> None:
    text = (
        "First.\n\nKept insertion, seen\u2011x\ty\nz\n\nPage 7 of 9\n\nBeside the box.\n\nIn the box.\n\nOne\nTwo\n\n"
        "a b\tc\n\nA framed\n\ntext.\n\nThe note.\n\nThe end note.\n\nRunning head\n\nFoot"
    )
    head, foot = text.index("Running"), text.index("Foot")
    reading = read_docx(WORD, "w.docx")
    assert (reading.text, reading.zones) == (text, (Zone(head, head + 12, "header"), Zone(foot, foot + 4, "footer")))


ODT_NAMES = " ".join(
    f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"'
    for k, v in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "meta": "meta",
        "manifest": "manifest",
    }.items()
)


def odt_file(body: str, styles: str = "", manifest: str = "") -> bytes:
    hidden = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODT_NAMES}><office:automatic-styles>{hidden}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODT_NAMES}><office:master-styles>{styles}</office:master-styles></office:document-styles>",
            "meta.xml": f'<office:document-meta {ODT_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
            "<dc:title>Boats</dc:title><meta:initial-creator>Ann</meta:initial-creator><dc:creator>Bob</dc:creator>"
            "<dc:date>2020-01-01T00:00:00</dc:date></office:meta></office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {ODT_NAMES}>{manifest}</manifest:manifest>",
        }
    )


ODT = odt_file(
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
    "</text:tracked-changes><text:h>Boats</text:h>"
    "<text:p>A  wide\n <text:span>ri<text:span>ver</text:span></text:span><text:s text:c='2'/>runs<text:tab/>here"
    "<text:line-break/>and there.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>The note."
    "</text:p></text:note-body></text:note><office:annotation><text:p>A remark.</text:p></office:annotation>"
    "<text:span text:style-name='H'>hidden</text:span><text:hidden-text>x</text:hidden-text></text:p>"
    "<text:p><draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>Beside it.</text:p>"
    "<text:list><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>Two</text:p></text:list-item>"
    "</text:list></text:list-item></text:list>"
    "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>M</text:p></table:table-cell>"
    "<table:table-cell><text:p>H</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row>"
    "<table:table-cell><text:p>May</text:p><text:p>June</text:p></table:table-cell><table:covered-table-cell/>"
    "<table:table-cell><text:p>3</text:p></table:table-cell></table:table-row></table:table>"
    "<text:section text:display='none'><text:p>never</text:p></text:section>"
    "<text:section><text:p>Last.</text:p></text:section>",
    "<style:master-page><style:header><text:p>Head</text:p></style:header><style:footer><text:p>Foot</text:p>"
    "</style:footer></style:master-page>",
)


def test_an_odt_gives_what_its_reader_sees_and_nothing_else() -> None:
    reading = read_odt(ODT, "b.odt")
    assert reading.text == (
        "Boats\n\nA wide river  runs\there\nand there.\n\nBeside it.\n\nIn the box.\n\nOne\nTwo\n\nM\tH\nMay June\t3\n\n"
        "Last.\n\nThe note.\n\nHead\n\nFoot"
    )
    assert [(reading.text[z.start : z.end], z.kind) for z in reading.zones] == [("Head", "header"), ("Foot", "footer")]
    assert reading.metadata == {
        "title": Value("Boats", "odt:meta.title"),
        "author": Value("Ann", "odt:meta.initial-creator"),
    }


def slides() -> bytes:
    deck = pptx.Presentation()
    deck.core_properties.title = "Deck"
    deck.core_properties.author = ""
    first = deck.slides.add_slide(deck.slide_layouts[5])
    low = first.shapes.add_textbox(Inches(1), Inches(5), Inches(2), Inches(1))
    low.text_frame.text = "Below\vbroken"
    right = first.shapes.add_textbox(Inches(5), Inches(3), Inches(2), Inches(1))
    right.text_frame.text = "Right"
    left = first.shapes.add_textbox(Inches(1), Inches(3), Inches(2), Inches(1))
    left.text_frame.text = "Left"
    group = first.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(6), Inches(1), Inches(1)).text_frame.text = "Grouped"
    first.shapes.title.text = "Tides"
    first.notes_slide.notes_text_frame.text = "Say hello."
    deck.slides.add_slide(deck.slide_layouts[6])
    third = deck.slides.add_slide(deck.slide_layouts[6])
    table = third.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for index, text in enumerate(("Month", "Height", "May", "3.1")):
        table.cell(index // 2, index % 2).text = text
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def test_slides_are_pages_in_reading_order_with_notes_after_them() -> None:
    first, third = "Tides\n\nLeft\n\nRight\n\nBelow\nbroken\n\nGrouped\n\nSay hello.", "Month\tHeight\nMay\t3.1"
    text = f"{first}\n\n{third}"
    reading = read_pptx(slides(), "d.pptx")
    assert (reading.text, reading.pages, reading.metadata) == (
        text,
        (Page(1, 0, len(first)), Page(3, len(first) + 2, len(text))),
        {"title": Value("Deck", "pptx:core.title")},
    )


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.properties.title, book.properties.creator = "Prices", "Ann"
    sheet = book.active
    sheet.title = "2024"
    sheet["B2"], sheet["C2"], sheet["E2"] = "Item", "Price", "Since"
    sheet["B5"], sheet["C5"], sheet["E5"] = "Tea\nblack", 3.0, datetime(2024, 5, 3)
    sheet["B6"], sheet["C6"], sheet["E6"] = True, 0.125, datetime(2024, 5, 3, 14, 30)
    sheet["E5"].number_format = "[$-en-US]yyyy/mm/dd"
    sheet["C6"].number_format = "0.0%"
    sheet["C7"] = 0.1 + 0.2
    sheet["B8"] = "=SUM(C5:C6)"
    hidden = book.create_sheet("Kept")
    hidden.sheet_state = "hidden"
    hidden["A1"] = 12345678901
    book.create_sheet("Empty")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_gives_each_sheet_row_by_row_as_shown() -> None:
    reading = read_xlsx(workbook(), "p.xlsx")
    assert reading.text == (
        "2024\n\nItem\tPrice\tSince\nTea black\t3\t2024-05-03\nTRUE\t12.5%\t2024-05-03 14:30:00\n\t0.3\n\nKept\n\n12345678901"
    )
    assert reading.metadata == {
        "title": Value("Prices", "xlsx:core.title"),
        "author": Value("Ann", "xlsx:core.creator"),
    }


def test_a_formula_shows_its_kept_result() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</f><v></v>", b"</f><v>3.125</v>").replace(
        b"</f><v/>", b"</f><v>3.125</v>"
    )
    assert "\n3.125\n" in read_xlsx(zipped(parts), "p.xlsx").text


RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0;}"
    rb"{\info{\title The bay}{\author Ann}{\creatim\yr2020}}{\header\pard Head\par}"
    rb"\pard Caf\'e9 \'93twice\'94 {\b bo}ld\~\emdash  \uc1\u8364?x {\v hidden}{\deleted gone}"
    rb"{\f1 \'cc\'e8\'f0}{\footnote\pard The note.\par}\line next\par"
    rb'{\*\unknown never}{\field{\*\fldinst HYPERLINK "http://a.b"}{\fldrslt a link}}{\pict 00ff\bin3 }}}}.\par'
    rb"{\listtext\'b7\tab}One\par\pard{\listtext\'b7\tab}Two\par\pard "
    rb"\trowd\pard\intbl M\par N\cell H\cell\row\pard\intbl May\cell 3\cell\row\pard \u-10179?\u-8704? End.}"
)


def test_rtf_gives_what_its_reader_sees_and_nothing_else() -> None:
    reading = read_rtf(RTF, "r.rtf")
    assert reading.text == (
        "Café “twice” bold\u00a0— €x Мир\nnext\n\na link.\n\nOne\nTwo\n\nM N\tH\nMay\t3\n\n\U0001f600 End.\n\nThe note.\n\nHead"
    )
    assert [(reading.text[z.start : z.end], z.kind) for z in reading.zones] == [("Head", "header")]
    assert reading.metadata == {"title": Value("The bay", "rtf:info.title"), "author": Value("Ann", "rtf:info.author")}


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, EXTERNAL, "<!DOCTYPE x SYSTEM 'http://example.invalid/x.dtd'>"])
def test_no_entity_or_definition_is_ever_followed(doctype: str) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = doctype.encode("utf-16") + b"<sst>&a;</sst>"
    with pytest.raises(UnreadableFile, match=r"^x: its part xl/sharedStrings.xml has a document type definition"):
        read_xlsx(zipped(parts), "x")
    word = {"_rels/.rels": relations(("officeDocument", "d.xml")), "d.xml": f"{doctype}<d><body><p>&a;</p></body></d>"}
    with pytest.raises(UnreadableFile, match=r"^x: its part d.xml has a document type definition"):
        read_docx(zipped({**word}), "x")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("read", "data", "reason"),
    [
        (read_docx, b"", "x: the file is empty."),
        (read_docx, word_file(p(" . ")), "x: there is not one word in it."),
        (read_docx, b"PK\x03\x04 cut", "x: damaged or cut off, not a whole zip file; fetch it again."),
        (
            read_docx,
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "x: encrypted with a password; save it without one first.",
        ),
        (read_xlsx, OLE, "x: in the old binary Office format; save it as .docx, .xlsx or .pptx first."),
        (read_docx, zipped({"a": "b"}), "x: not a .docx file, or a damaged one: no document is in it."),
        (read_xlsx, zipped({"a": "b"}), "x: not a .xlsx file, or a damaged one: no document is in it."),
        (read_odt, zipped({"a": "b"}), "x: damaged, its part content.xml is missing."),
        (
            read_odt,
            odt_file("", manifest="<manifest:encryption-data/>"),
            "x: encrypted with a password; save it without one first.",
        ),
        (read_odt, odt_file(""), "x: there is not one word in it."),
        (read_rtf, b" ", "x: the file is empty."),
        (read_rtf, b"hello", "x: not an RTF file, or a damaged one: it does not begin as one."),
        (read_rtf, rb"{\rtf1 .}", "x: there is not one word in it."),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    read: Callable[[bytes, str], Reading], data: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "x")
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("read", "data"),
    [(read_docx, WORD), (read_odt, ODT), (read_pptx, slides()), (read_xlsx, workbook()), (read_rtf, RTF)],
)
def test_damage_is_refused_or_survived(read: Callable[[bytes, str], Reading], data: bytes) -> None:
    for broken in damaged(data, 40):
        try:
            read(broken, "x")
        except UnreadableFile as error:
            assert str(error).startswith("x: ")  # noqa: PT017
