from __future__ import annotations

import io
import zipfile

import pytest

from assistant.errors import UnreadableFile
from assistant.reading.ebook import read_epub
from assistant.types import Value
from tests.reading_damage import damaged
from tests.toys import ROOT

BAD = ROOT.parent / "shared" / "bench" / "bad_inputs" / "corpus"
XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title><style>p {}</style></head><body>%s</body></html>'
)
CHAPTER = XHTML % (
    '<script src="x.js"/><h1>One</h1><p>The sea&nbsp;rose\n <i>twice</i> a&#x301; day.<a id="x"/><br/>So it did.</p>'
    "<nav><p>Contents</p></nav><ul><li>Salt</li><li><p>Sand</p><p>Silt</p></li></ul>"
    "<table><caption>Tides</caption><tr><th>M</th><th>H</th></tr><tr><td><p>May</p><p>June</p></td><td>3</td></tr></table>"
    "<pre>  a\n   b</pre><aside>The note.</aside>tail"
)
BROKEN = "<html><body><p>Not closed<p>Sea &copy; 2020</body>"


def book(metadata: str = "", spine: str = '<itemref idref="c2"/><itemref idref="c1"/>', **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>',
        )
        kind = 'media-type="application/xhtml+xml"'
        archive.writestr(
            "OEBPS/a.opf",
            f'<package xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><metadata>'
            f'{metadata}</metadata><manifest><item id="c1" href="text/one%20a.xhtml" {kind}/>'
            f'<item id="c2" href="two.xhtml" {kind}/><item id="n" href="nav.xhtml" properties="nav" {kind}/>'
            f'<item id="p" href="p.svg" media-type="image/svg+xml"/></manifest><spine>{spine}</spine></package>',
        )
        contents = {"OEBPS/text/one a.xhtml": CHAPTER, "OEBPS/two.xhtml": BROKEN, "OEBPS/nav.xhtml": XHTML % "Contents"}
        for name, content in {**contents, **parts}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


BOOK = book(
    "<dc:title>The Sea</dc:title><dc:creator>Ann Lee</dc:creator><dc:creator>Bob</dc:creator><dc:publisher>Bay</dc:publisher>"
    '<dc:date opf:event="modification">2021-01-01</dc:date><dc:date>2020-05-03T00:00:00Z</dc:date><dc:language>en</dc:language>',
    '<itemref idref="p"/><itemref idref="n"/><itemref idref="c2"/><itemref idref="c1"/>',
)


def test_chapters_are_read_in_the_order_of_the_spine() -> None:
    reading = read_epub(BOOK, "b.epub")
    assert reading.text == (
        "Not closed\n\nSea © 2020\n\nOne\n\nThe sea\u00a0rose twice a\u0301 day.\nSo it did.\n\nSalt\nSand\nSilt\n\nTides\n\n"
        "M\tH\nMay June\t3\n\na\n   b\n\nThe note.\n\ntail"
    )
    assert reading.metadata == {
        "title": Value("The Sea", "epub:dc:title"),
        "author": Value("Ann Lee; Bob", "epub:dc:creator"),
        "publisher": Value("Bay", "epub:dc:publisher"),
        "published": Value("2020-05-03", "epub:dc:date"),
        "language": Value("en", "epub:dc:language"),
    }


def test_a_year_alone_is_no_date() -> None:
    assert read_epub(book("<dc:date>2020</dc:date>"), "b.epub").metadata == {}


ENCRYPTION = (
    "<encryption><EncryptedData><CipherData><CipherReference URI='%s'/></CipherData></EncryptedData></encryption>"
)


def test_copy_protection_is_refused_but_encrypted_fonts_are_not() -> None:
    with pytest.raises(UnreadableFile, match=r"^b: copy-protected, its chapters are encrypted\.$"):
        read_epub(book(**{"META-INF/encryption.xml": ENCRYPTION % "OEBPS/text/one%20a.xhtml"}), "b")
    assert read_epub(book(**{"META-INF/encryption.xml": ENCRYPTION % "OEBPS/font.otf"}), "b").text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "b: the file is empty."),
        (b"PK", "b: damaged or cut off, not a whole zip file; fetch it again."),
        (book(spine=""), "b: there is not one word in it."),
        (book(spine='<itemref idref="none"/>'), "b: damaged, a chapter its list names is missing."),
        (
            book(**{"OEBPS/two.xhtml": "<!DOCTYPE html [<!ENTITY a 'b'>]><html>&a; x</html>"}),
            "b: its part OEBPS/two.xhtml declares entities of its own, which are not expanded; write them out first.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_epub(data, "b")
    assert str(caught.value) == reason


def test_damage_is_refused_or_survived() -> None:
    for broken in damaged(BOOK, 150):
        try:
            read_epub(broken, "x")
        except UnreadableFile as error:
            assert str(error).startswith("x: ")  # noqa: PT017


@pytest.mark.skipif(not BAD.is_dir(), reason="the kit of bad files is not here")
def test_the_kits_book() -> None:
    reading = read_epub((BAD / "made_small.epub").read_bytes(), "b.epub")
    assert reading.text == "Chapter one\n\nThe lighthouse was built in 1871."
