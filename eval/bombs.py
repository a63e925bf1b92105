#!/usr/bin/env python3
"""Does indexing survive files made to break it?

Usage: bombs.py [--only GLOB] [--without GLOB] [--keep FOLDER] [--json FILE]

Makes bombs and broken files of our own, always the same ones, and indexes them together with good files through the
real `assistant index` in a fresh folder. Prints what came of each and the seconds it took, the peak memory of the
command and of its reading process, and every promise that was broken; the exit code is 1 where one was. Readable
giants, whose embedding would take hours, are read and cut into passages but not indexed.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import random
import resource
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.reading import legible

Bombs = Mapping[str, Callable[[], bytes]]
Entry = tuple[str | zipfile.ZipInfo, bytes]

MIB = 2**20
LONGEST_SECONDS = 20  # for a small file, and as many more for each MiB: the limits of the reading process and a little
LARGEST_MEMORY = 2**30  # bytes, of any one process
LONGEST_RUN = 420  # seconds, then the command is stopped
LONGEST_GIANT = 60
MOST_PASSAGES = 50_000  # of one file; embedding more takes hours
PORT = 47_813  # of this machine; bombs point to it, and nobody may knock
VANISHING = "zz-vanishing.txt"
PROSE = b"The river ran over its banks in the spring of that year, and the mill stood in water. "
GOOD = b"The lighthouse at Cape %d was built in 18%d0 by the harbour board, which kept it for a hundred years.\n"


# --- zip files


def zipped(*entries: Entry, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An honest zip file of names (or ZipInfos) and contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in entries:
            file.writestr(name, content, method)
    return buffer.getvalue()


def raw_zip(*entries: tuple[bytes, bytes, int], shared: bool = False, flags: int = 0) -> bytes:
    """Entries of name, packed bytes and declared size, as no honest program writes them; `shared`: all are the first."""
    bodies: list[bytes] = []
    listing: list[bytes] = []
    at = 0
    for name, packed, size in entries:
        fields = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0, 0, 0, len(packed), size, len(name), 0)
        place = 0 if shared else at
        listing.append(b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, place) + name)
        if not shared or not bodies:
            bodies.append(b"PK\3\4" + fields + name + packed)
            at += len(bodies[-1])
    listed = b"".join(listing)
    count = min(len(entries), 0xFFFF)
    return b"".join(bodies) + listed + b"PK\5\6" + struct.pack("<4HIIH", 0, 0, count, count, len(listed), at, 0)


def deflated(piece: bytes, times: int = 1) -> bytes:
    """`piece` over and over as one raw deflate stream, packed once and repeated: gigabytes cost nothing to make."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed * times + b"\3\0"


def zip_in_zip(depth: int) -> bytes:
    data = b"words " * MIB
    for level in range(depth):
        data = zipped(*((f"{copy}.zip" if level else f"{copy}.txt", data) for copy in range(4)))
    return data


def odd_names() -> bytes:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    names = [
        "/etc/cron.d/x",
        "../../up.txt",
        "a/../../b.txt",
        "C:\\x.txt",
        "be\x07ll\x1b[2J.txt",
        "-rf",
        "n\n.txt",
        " ",
    ]
    entries: list[Entry] = [(name, b"Words of " + name.encode("unicode_escape")) for name in names]
    return zipped(*entries, (link, b"/etc/passwd"), ("x" * 60_000 + ".txt", b"A long name has this file."))


def archives() -> Bombs:
    zeros = b"\0" * MIB
    inner = zipped(("b.txt", b"Inner words."))
    cut, once = zipped(("a.txt", PROSE * 100)), deflated(PROSE * 500)
    return {
        "flat.zip": lambda: raw_zip((b"a.txt", deflated(zeros, 400), 400 * MIB)),
        "nested.zip": lambda: zip_in_zip(5),
        "overlapping.zip": lambda: raw_zip(
            *((b"%d.txt" % n, once, 500 * len(PROSE)) for n in range(9000)), shared=True
        ),
        "entries-100000.zip": lambda: zipped(*((f"{n}", b"") for n in range(100_000))),
        "listing-400000.zip": lambda: raw_zip(*((b"%d" % n, b"", 0) for n in range(400_000)), shared=True),
        "lying-size.zip": lambda: raw_zip((b"a.txt", deflated(zeros, 500), 10)),
        "declares-10gb.zip": lambda: raw_zip(*((b"%d" % n, deflated(b"x"), 3_500_000_000) for n in range(3))),
        "odd-names.zip": odd_names,
        "nul-name.zip": lambda: raw_zip((b"a\0.txt", deflated(PROSE), len(PROSE))),
        "encrypted.zip": lambda: raw_zip((b"a.txt", deflated(PROSE), len(PROSE)), flags=1),
        "mimetype-2gb.odt": lambda: raw_zip((b"mimetype", deflated(zeros, 2048), 2**31)),
        "mimetype-damaged.odt": lambda: raw_zip((b"mimetype", b"\xff" * 40, 39)),
        "same-path.zip": lambda: zipped(("a", inner), ("a/b.txt", b"Outer words.")),
        "bad-pdfs.zip": lambda: zipped(*((f"{n}.pdf", b"%%PDF-1.7 %d" % n) for n in range(9000))),
        "cut.zip": lambda: cut[: len(cut) // 2],
    }


# --- documents that are zip files of XML

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11)) + "]>"
)
QUADRATIC = f'<!DOCTYPE a [<!ENTITY q "{"quadratic " * 20_000}">]>'
FILE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = f'<!DOCTYPE a SYSTEM "http://127.0.0.1:{PORT}/a.dtd" [<!ENTITY x SYSTEM "http://127.0.0.1:{PORT}/x">]>'


def related(*relations: tuple[str, str, str]) -> str:
    rows = "".join(f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{target}"/>' for i, kind, target in relations)
    return f'<Relationships xmlns="{_P}">{rows}</Relationships>'


def packaged(parts: Mapping[str, str | bytes]) -> bytes:
    """Stored, not packed: what packs too well is refused before anything of it is parsed."""
    entries = [(name, p.encode() if isinstance(p, str) else p) for name, p in parts.items()]
    return zipped(*entries, method=zipfile.ZIP_STORED)


def docx(body: str, before: str = "", title: str = "", more: Mapping[str, str] | None = None) -> bytes:
    core = f'<c xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>{title}</d:title></c>'
    return packaged(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": related(
                ("a", "officeDocument", "word/document.xml"), ("b", "metadata/core-properties", "core.xml")
            ),
            "core.xml": core,
            "word/document.xml": f'{before}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>',
            **(more or {}),
        }
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(rows: str, strings: str | bytes = "", before: str = "", sheets: int = 1, dimension: str = "A1") -> bytes:
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="a"/>' for n in range(1, sheets + 1))
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return packaged(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/></Types>',
            "_rels/.rels": related(("a", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": related(
                ("a", "worksheet", "worksheets/s.xml"), ("b", "sharedStrings", "sharedStrings.xml")
            ),
            "xl/sharedStrings.xml": strings
            if isinstance(strings, bytes)
            else f'{before}<sst xmlns="{_S}">{strings}</sst>',
            "xl/worksheets/s.xml": f'<worksheet xmlns="{_S}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>',
        }
    )


SHARED = '<c t="s"><v>0</v></c>'  # a cell that shows the first shared string


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def column(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def odt(body: str, before: str = "") -> bytes:
    office, text = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    return packaged(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f'{before}<o:document-content xmlns:o="{office}" xmlns:t="{text}" xmlns:table="{table}"><o:body>'
            f"<o:text>{body}</o:text></o:body></o:document-content>",
        }
    )


def epub(chapter: str, spine: str = '<itemref idref="a"/>', items: str = "", before: str = "") -> bytes:
    return packaged(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
            "b.opf": f'{before}<package><metadata/><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            f"{items}</manifest><spine>{spine}</spine></package>",
            "a.xhtml": chapter,
        }
    )


def pptx(slide: str, before: str = "", times: int = 1) -> bytes:
    names = "http://schemas.openxmlformats.org/presentationml/2006/main"
    listed = '<p:sldId id="256" r:id="a"/>' * times
    return packaged(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": related(("a", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{names}" xmlns:r="{_R}"><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": related(("a", "slide", "slides/s.xml")),
            "ppt/slides/s.xml": f'{before}<p:sld xmlns:p="{names}"><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>',
        }
    )


def office() -> Bombs:
    deep = "<w:tbl><w:tr><w:tc>" * 30_000 + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * 30_000
    group = "<p:grpSp>" * 100_000 + "</p:grpSp>" * 100_000
    loop = {
        "word/_rels/document.xml.rels": related(("a", "header", "document.xml"), ("b", "footnotes", "document.xml"))
    }
    return {
        "laughs.docx": lambda: docx(paragraph("&l10;"), LAUGHS),
        "quadratic.docx": lambda: docx(paragraph("&q;" * 20_000), QUADRATIC),
        "file-entity.docx": lambda: docx(paragraph("&x;"), FILE),
        "remote-entity.docx": lambda: docx(paragraph("&x;"), REMOTE),
        "nested.docx": lambda: docx(deep),
        "header-is-body.docx": lambda: docx(paragraph("Words in a loop.") + '<w:headerReference r:id="a"/>', more=loop),
        "laughs.xlsx": lambda: xlsx(cell("A1", "x"), "<si><t>&l10;</t></si>", LAUGHS),
        "laughs-utf16.xlsx": lambda: xlsx("", f"{LAUGHS}<sst>&l10;</sst>".encode("utf-16")),
        "row-999999999.xlsx": lambda: xlsx(f'<row r="999999999">{cell("XFD999999999", "far away")}</row>'),
        "dimension.xlsx": lambda: xlsx(f'<row r="1">{cell("A1", "Only one cell")}</row>', dimension="A1:XFD1048576"),
        "strings-flood.xlsx": lambda: xlsx(
            ('<row r="1">' + SHARED * 1500 + "</row>"), f"<si><t>{'word ' * 10_000}</t></si>"
        ),
        "sheets-300.xlsx": lambda: xlsx(f'<row r="1">{cell("A1", "many sheets")}</row>' * 200, sheets=300),
        "laughs.pptx": lambda: pptx("&l10;", LAUGHS),
        "nested.pptx": lambda: pptx(group),
        "slides-30000.pptx": lambda: pptx(group[:0], times=30_000),
    }


def books() -> Bombs:
    return {
        "laughs.odt": lambda: odt("<t:p>&l10;</t:p>", LAUGHS),
        "spaces.odt": lambda: odt('<t:p>a<t:s t:c="2000000000"/>b</t:p>' * 2000),
        "repeated.odt": lambda: odt(
            '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            'table:number-columns-repeated="1000000"><t:p>Once.</t:p></table:table-cell></table:table-row></table:table>'
        ),
        "laughs.epub": lambda: epub(f"{LAUGHS}<html><body><p>&l10;</p></body></html>"),
        "file-entity.epub": lambda: epub(f"{FILE}<html><body><p>&x;</p></body></html>"),
        "remote-opf.epub": lambda: epub("<html><body><p>Words.</p></body></html>", before=REMOTE),
        "spine-100000.epub": lambda: epub(
            "<html><body><p>One chapter.</p></body></html>", '<itemref idref="a"/>' * 100_000
        ),
        "missing-100000.epub": lambda: epub(
            "<p>x</p>",
            "".join(f'<itemref idref="i{n}"/>' for n in range(100_000)),
            "".join(f'<item id="i{n}" href="{n}.xhtml" media-type="text/html"/>' for n in range(100_000)),
        ),
        "circle.epub": lambda: epub(
            "<html><body><p>Round.</p></body></html>",
            '<itemref idref="b"/>',
            '<item id="b" href="b.opf" media-type="text/html"/>',
        ),
        "laughs.xml": lambda: f"{LAUGHS}<a>&l10;</a>".encode(),
        "remote.xml": lambda: f"{REMOTE}<a>&x; Words.</a>".encode(),
        "nested.xml": lambda: b"<a>" * 100_000 + b"deep" + b"</a>" * 100_000,
    }


# --- PDF


def pdf(*objects: bytes, trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """Objects numbered from 1, of which the first is the catalog."""
    out, places = b"%PDF-" + version + b"\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    listed = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    return (
        out
        + listed
        + b"trailer <</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, len(out))
    )


def stream(data: bytes, keys: bytes = b"", length: int | None = None) -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data) if length is None else length, keys, data)


def one_page(content: bytes, *more: bytes, page: bytes = b"", catalog: bytes = b"", count: int = 1) -> bytes:
    """Objects: 1 catalog, 2 pages, 3 page, 4 font, 5 `content`, and `more` from 6 on."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b"3 0 R " * min(count, 4900)),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>%s>>>>" % page,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        content,
        *more,
    )


def shown(text: bytes) -> bytes:
    return b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % text


def attached() -> bytes:
    """Two attachments of one name, and one whose name leads out of the folder."""
    files = b"/Names<</EmbeddedFiles<</Names[(a)6 0 R(b)7 0 R(c)8 0 R]>>>>"
    specs = [
        b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F %d 0 R>>>>" % (n, n, k)
        for n, k in ((b"a.txt", 9), (b"a.txt", 10), (b"../../up.txt", 11))
    ]
    return one_page(
        stream(shown(b"With attachments.")),
        *specs,
        *(stream(b"Words of file %d." % n) for n in range(3)),
        catalog=files,
    )


def beginning(content: bytes, share: float) -> Callable[[], bytes]:
    return lambda: content[: int(len(content) * share)]


def pdfs() -> Bombs:
    """Files whose frame is broken or runs in circles."""
    plain = one_page(stream(shown(b"The tide table hangs beside the door.")))
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    packed_objects = stream(b"6 0 <</A 6 0 R>>", b"/Type/ObjStm/N 1/First 4/Extends 5 0 R")
    start = plain.rindex(b"startxref")
    locked = b"<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>" % (b"o" * 32, b"u" * 32)
    cuts = {f"cut-{n}.pdf": beginning(plain, n / 11) for n in range(1, 11)}
    return cuts | {
        "page-loop.pdf": lambda: pdf(catalog, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>"),
        "million-pages.pdf": lambda: pdf(catalog, b"<</Type/Pages/Count 1000000/Kids[]>>"),
        "claims-4900-pages.pdf": lambda: pdf(catalog, b"<</Type/Pages/Count 4900/Kids[]>>"),
        "same-page-4900.pdf": lambda: one_page(stream(shown(b"x" * 5000)), count=4900),
        "object-stream-loop.pdf": lambda: one_page(packed_objects, b"<</Length 6 0 R>>"),
        "negative-length.pdf": lambda: one_page(stream(shown(b"Negative."), length=-5)),
        "huge-length.pdf": lambda: one_page(stream(shown(b"Huge."), length=10**18)),
        "length-is-itself.pdf": lambda: one_page(b"<</Length 5 0 R>>\nstream\n" + shown(b"Round.") + b"\nendstream"),
        "xref-loop.pdf": lambda: plain.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % plain.rindex(b"xref\n0")),
        "xref-far.pdf": lambda: plain[:start] + b"startxref\n99999999999999\n%%EOF",
        "encrypted.pdf": lambda: pdf(
            catalog, b"<</Type/Pages/Count 0/Kids[]>>", locked, trailer=b"/Encrypt 3 0 R/ID[(i)(i)]"
        ),
        "nested-arrays.pdf": lambda: pdf(b"[" * 200_000 + b"]" * 200_000),
        "huge-box.pdf": lambda: plain.replace(b"[0 0 612 792]", b"[0 0 9e9 9e9]"),
        "attachments.pdf": attached,
    }


def pdf_contents() -> Bombs:
    """Files whose frame is whole, around a content that is not."""
    wrapped = b"\x78\x9c" + deflated(b"(words) Tj " * 100_000, 2000)
    five = b"BT /F 12 Tf (x) Tj ET " * 200_000
    for _ in range(5):
        five = zlib.compress(five, 9)
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    tile = stream(
        b"/P scn 0 0 9 9 re f",
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 1/YStep 1/Resources<</Pattern<</P 6 0 R>>>>",
    )
    tiled = stream(b"/Pattern cs /P scn 0 0 99 99 re f " + shown(b"Tiles."))
    laughs = stream(
        b"<x:xmpmeta>" + LAUGHS.encode() + b"&l10;</x:xmpmeta>",
        b"/Type/Metadata/Subtype/XML",
    )
    scattered = b"".join(b"1 0 0 1 %d %d Tm (w%d) Tj " % (n * 7919 % 612, n * 104_729 % 792, n) for n in range(10_000))
    return {
        "flate-2gb.pdf": lambda: one_page(stream(wrapped, b"/Filter/FlateDecode")),
        "filters.pdf": lambda: one_page(stream(five, b"/Filter[" + b"/FlateDecode" * 5 + b"]")),
        "filters-1000.pdf": lambda: one_page(stream(five, b"/Filter[" + b"/ASCIIHexDecode" * 1000 + b"]")),
        "form-in-itself.pdf": lambda: one_page(stream(b"/X Do"), form, page=b"/XObject<</X 6 0 R>>"),
        "pattern-in-itself.pdf": lambda: one_page(tiled, tile, page=b"/Pattern<</P 6 0 R>>"),
        "glyphs-450000.pdf": lambda: one_page(stream(shown(b"word " * 90_000))),
        "glyphs-10000.pdf": lambda: one_page(stream(b"BT /F 1 Tf " + scattered + b"ET")),
        "xmp-laughs.pdf": lambda: one_page(stream(shown(b"With a packet.")), laughs),
    }


# --- web pages, data and text


def html() -> Bombs:
    page = b"<!doctype html><html><body>%s</body></html>"
    return {
        "divs.html": lambda: b"<html><body>" + b"<div>" * 200_000 + b"Words at the bottom.",
        "cells.html": lambda: page % (b"<table>" + b"<tr>" * 100 + b"<td>c" * 200_000),
        "tables.html": lambda: page % (b"<table><tr><td>" * 20_000 + b"inside"),
        "attributes.html": lambda: page % (b"<p " + b" ".join(b"a%d=1" % n for n in range(8_000)) + b">Words.</p>"),
        "attribute-1mb.html": lambda: page % (b'<p class="' + b"nav " * 250_000 + b'">Words here.</p>'),
        "style-5mb.html": lambda: page % (b'<p style="display' + b" " * 5_000_000 + b'x">Words here.</p>'),
        "entities.html": lambda: page % (b"<p>" + b"&nbsp;&CounterClockwiseContourIntegral;&#x41;" * 50_000),
        "unclosed-script.html": lambda: b"<html><p>Words before.</p><script>" + b"if (a < b) {" * 100_000,
        "unclosed-comment.html": lambda: b"<html><p>Words before.</p><!--" + b"- - " * 500_000,
        "charset-lies.html": lambda: b'<meta charset="utf-16"><p>' + "Wörter über alles.".encode("cp1252"),
        "utf-7.html": lambda: b'<html><meta charset="utf-7">+ADw-script+AD4- and words.</html>',
        "json-ld.html": lambda: (
            page % (b'<script type="application/ld+json">' + b'{"a":[' * 100_000 + b"</script><p>Words.")
        ),
        "less-than.html": lambda: page % (b"<a" * 400_000),
        "open-tags.html": lambda: b"<div>" * 3000 + b"<a" * 40_000,
        "title-1mb.html": lambda: (
            b"<html><title>" + b"title " * 170_000 + b"</title><body>" + (b"<p>" + PROSE * 4) * 300
        ),
        "comments.txt": lambda: b"<!---->" * 40 + b"<x>Words.",
        "comments.xml": lambda: b"<!-- a licence -->\n" * 40 + b"<doc>Words in a file with many comments.</doc>",
        "breaks.html": lambda: page % (b"<br>" * 20_000 + b"end"),
        "anchors.html": lambda: page % (b"<p>" + b"<b><i><a>" * 60_000 + b"end"),
        "feed.xml": lambda: b"<rss><channel>" + b"<item><title>t</title><description>&lt;p>" * 20_000,
    }


def data() -> Bombs:
    return {
        "nested.json": lambda: b"[" * 1_000_000 + b"]" * 1_000_000,
        "number.json": lambda: b'{"n": ' + b"9" * 2_000_000 + b"}",
        "exponent.json": lambda: b"[1e" + b"9" * 1_000_000 + b"]",
        "escapes.json": lambda: b'"' + b"\\u0041" * 800_000 + b'"',
        "surrogates.json": lambda: b'{"title": "' + b"\\ud800" * 1000 + b' words"}',
        "keys.json": lambda: b'{"' + b"key " * 7500 + b'": [' + b"1," * 3000 + b"2]}",
        "open.json": lambda: b'{"a": "' + b"x" * 2_000_000,
        "bad-line.jsonl": lambda: b'{"a": "words"}\n' * 1000 + b"{bad}\n",
        "columns.csv": lambda: b"a," * 300_000 + b"b\n" + b"1," * 300_000 + b"2\n",
        "unclosed-quote.csv": lambda: b'a,b\n1,"' + b"2,3\n" * 50_000,
        "quotes.csv": lambda: b'"' * 5_000_000,
        "padded.csv": lambda: b"a," + b" " * 1_000_000 + b"x,c\n",
        "cues.srt": lambda: b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<" * 1_000_000 + b"\nWords.\n",
        "arrows.vtt": lambda: b"WEBVTT\n\n" + b"00:" * 300_000 + b"\n\n1\n00:01.000 --> 00:02.000\nWords.\n",
    }


def text() -> Bombs:
    quoted = b"From: a@example.org\nTo: b@example.org\nSubject: s\n\n"
    return {
        "spaces-60mb.txt": lambda: b" " * 60 * MIB,
        "newlines-30mb.txt": lambda: b"\n" * 30 * MIB,
        "nuls-10mb.txt": lambda: b"\0" * 10 * MIB,
        "too-large.txt": lambda: b"words " * (11 * MIB),
        "combining.txt": lambda: "\u0301".encode() * 5_000_000,
        "parentheses.txt": lambda: b"(" * 5_000_000,
        "arrows.txt": lambda: b">" * 5_000_000,
        "dots.txt": lambda: b"." * 5_000_000,
        "quotation-marks.txt": lambda: "A “".encode() + "”’»“".encode() * 400_000,
        "byline.txt": lambda: b"By " + b"A" * 300_000 + b"\n\n" + PROSE * 3,
        "byline-names.txt": lambda: b"By " + b"Ann " * 29 + b"x1\n" + PROSE * 3,
        "published.txt": lambda: b"Published: " + b"1" * 300_000 + b"\n" + PROSE * 3,
        "subject-300kb.txt": lambda: b"Subject: " + b"subject " * 40_000 + b"\n\n" + (PROSE * 4 + b"\n\n") * 200,
        "gap-1mb.txt": lambda: b"before" + b" " * MIB + b"after",
        "hyphens.txt": lambda: (b"-" * MIB + b"\n") * 3 + b"words",
        "bidi.txt": lambda: "\u202e\u200b\u2066\ufeff".encode() * 200_000 + b"words",
        "controls.txt": lambda: b"\x01\x02\x1b" * MIB,
        "surrogates.txt": lambda: b"\xed\xa0\x80\xed\xb0\x80" * 50 + b" The \xed\xa0\x80 words of the text.",
        "surrogate-title.txt": lambda: b"Title: The \xed\xa0\x80 gate of the old town\n\n" + PROSE * 4,
        "utf-16-odd.txt": lambda: b"\xff\xfe" + "Words of an odd length.".encode("utf-16-le") + b"x",
        "utf-32-range.txt": lambda: b"\xff\xfe\0\0" + b"\xff\xff\xff\x7f" * 1000,
        "one-line-200kb.txt": lambda: PROSE * 2300,
        "digits.txt": lambda: b"1." * 100_000,
        "mail-like.txt": lambda: b"X-a:\n" + b" \n" * 200_000,
        "headers.eml": lambda: b"".join(b"X-%d: y\n" % n for n in range(100_000)) + quoted + b"Words.",
        "header-10mb.eml": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 750_000 + b"\n\nWords.",
        "quotes.eml": lambda: quoted + b"> Their line.\n\nMy own words.\n\n" * 2000,
        "base64.eml": lambda: b'Content-Type: application/zip; name="a.zip"\nContent-Transfer-Encoding: base64\nX: y\n\n'
        + base64.encodebytes(raw_zip((b"a.txt", deflated(b"\0" * MIB, 400), 400 * MIB))),
        "multiparts.eml": lambda: b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)),
        "messages.eml": lambda: b"Content-Type: message/rfc822\n\n" * 200 + quoted + b"Words inside.",
        "parts.eml": lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000,
        "boundary.eml": lambda: b'Subject: s\nContent-Type: multipart/mixed; boundary="' + b"b" * MIB + b'"\n\n--b\n\nWords.',
        "groups.rtf": lambda: b"{\\rtf1 " + b"{" * 1_000_000 + b"deep",
        "bin.rtf": lambda: b"{\\rtf1 before\\bin2147483647 after}",
        "headers.rtf": lambda: b"{\\rtf1 Words." + b"".join(b"{\\header h%d}" % n for n in range(4_000)) + b"}",
        "unicode.rtf": lambda: b"{\\rtf1 \\uc32767 \\u-10179 Words" + b"\\u55357?" * 50_000 + b"}",
    }  # fmt: skip


def ole(fat: Iterable[int], directory: bytes, difat: tuple[int, int] = (0xFFFFFFFE, 0)) -> bytes:
    """An OLE container of one FAT sector, 0, and a directory that begins in sector 1."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 2, 1, *difat) + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = [*fat]
    return head + struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table))) + directory.ljust(1024, b"\0")


def entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    links = struct.pack("<HBB3I", len(encoded) + 2, kind, 1, left, right, child)
    return encoded.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def containers() -> Bombs:
    none, end = 0xFFFFFFFF, 0xFFFFFFFE
    root = entry("Root Entry", 5, none, none, 1, 2, 64)
    properties = entry("__properties_version1.0", 2, none, none, none, 2, 0x7FFFFFFF)
    itself = entry("__properties_version1.0", 2, 1, 1, 1, 2, 64)
    whole = ole([0xFFFFFFFD, end, end], root + properties)
    return {
        "fat-loop.msg": lambda: ole([0xFFFFFFFD, 1, 2], root + properties),
        "difat-loop.msg": lambda: ole([0xFFFFFFFD, end, end], root + properties, (1, 1_000_000)),
        "tree-loop.msg": lambda: ole([0xFFFFFFFD, end, end], root + itself),
        "huge-stream.msg": lambda: whole,
        "cut.msg": lambda: whole[:1300],
        "old.doc": lambda: ole([0xFFFFFFFD, end, end], root),
        "noise.bin": lambda: random.Random(7).randbytes(MIB),
        "noise.pdf": lambda: b"%PDF-1.7\n" + random.Random(8).randbytes(MIB),
        "noise.docx": lambda: b"PK\3\4" + random.Random(9).randbytes(MIB),
    }


def giants() -> Bombs:
    """Files that can be read, and are too much."""
    diagonal = "".join(f'<row r="{n}">{cell(f"{column(n)}{n}", f"word{n}")}</row>' for n in range(1, 7001))
    return {
        "one-word-60mb.txt": lambda: b"a" * 60 * MIB,
        "lines-5mb.txt": lambda: b"a\n" * (5 * MIB // 2),
        "one-line-2mb.txt": lambda: PROSE * (2 * MIB // len(PROSE)),
        "prose-20mb.txt": lambda: b"".join(b"%d " % n + PROSE + b"\n" for n in range(20 * MIB // 95)),
        "paragraphs-20mb.html": lambda: b"<html><body>" + b"<p>a" * (5 * MIB),
        "strings-60mb.xlsx": lambda: xlsx('<row r="1">' + SHARED * 2000 + "</row>", f"<si><t>{PROSE.decode() * 340}</t></si>"),
        "quotes-1mb.eml": lambda: b"From: a\nTo: b\nSubject: c\n\n" + b"> Their line.\n\nMy own words.\n\n" * 34_000,
        "diagonal.xlsx": lambda: xlsx(diagonal),
        "title-5mb.docx": lambda: docx(paragraph(PROSE.decode() * 4) * 2000, title="title " * 800_000),
        "digits-5mb.txt": lambda: b"1." * (5 * MIB // 2),
        "quotation-5mb.txt": lambda: b'He said "' * (5 * MIB // 9),
    }  # fmt: skip


def indexed() -> Bombs:
    """All bombs of the run of `assistant index`."""
    return {
        **archives(),
        **office(),
        **books(),
        **pdfs(),
        **pdf_contents(),
        **html(),
        **data(),
        **text(),
        **containers(),
    }


# --- what a file system holds besides files


def make_oddities(folder: Path) -> list[str]:
    """Links, pipes and names that no reader expects; their names below `folder`."""
    before = {p for p, _, _ in _files(folder)}
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(folder / "socket"))
    for name, target in (
        ("device.txt", "/dev/zero"),
        ("dangling.txt", "nowhere"),
        ("loop.txt", "loop.txt"),
        ("loop-a", "loop-b"),
        ("loop-b", "loop-a"),
        ("outside.txt", "/etc/hostname"),
        ("outside-folder", "/etc"),
        ("own-folder", "."),
    ):
        (folder / name).symlink_to(target)
    for name in ("new\nline\x1b[2J.txt", "-rf --index x.txt", "l" * 246 + ".txt", " .txt", "per%cent\\.txt"):
        (folder / name).write_text(f"A file with the name {name!r} lies here.\n", encoding="utf-8")
    Path(os.fsdecode(bytes(folder) + b"/latin-\xfc\xff.txt")).write_text("A name that is no UTF-8.\n", encoding="utf-8")
    Path(os.fsdecode(bytes(folder) + b"/empty-\xfc\xff.txt")).write_text("", encoding="utf-8")
    (folder / VANISHING).write_text("Gone before it is read.\n", encoding="utf-8")
    with (folder / "sparse-1gb.txt").open("wb") as file:
        file.truncate(2**30)
    if os.geteuid():  # permissions do not stop root
        (folder / "forbidden.txt").write_text("Not for you.\n", encoding="utf-8")
        (folder / "forbidden.txt").chmod(0)
    return sorted(str(p.relative_to(folder)) for p, _, _ in _files(folder) if p not in before)


def make_good(folder: Path) -> list[str]:
    """Five files there is nothing against; their names."""
    said = [(GOOD % (n, n)).decode() for n in range(1, 6)]
    files: dict[str, bytes] = {
        "good-1.txt": said[0].encode(),
        "good-2.html": f"<!doctype html><html><body><p>{said[1]}</p></body></html>".encode(),
        "good-3.docx": docx(paragraph(said[2])),
        "good-4.pdf": one_page(stream(shown(said[3].strip().encode()))),
        "zz-good-5.eml": f"From: a@example.org\nTo: b@example.org\nSubject: Light\n\n{said[4]}".encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return sorted(files)


def _files(folder: Path) -> Iterator[tuple[Path, int, int]]:
    """Everything below `folder` with its size and time of change; links are not followed."""
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(place) / name
            with suppress(FileNotFoundError):
                about = path.lstat()
                if not path.is_dir() or path.is_symlink():
                    yield path, about.st_size, about.st_mtime_ns


# --- the run

# The command itself, with an observer that notes when it opens which file of the corpus.
OBSERVED = """
import os, runpy, sys, time
log = open(sys.argv[1], "a", encoding="utf-8", errors="surrogateescape", buffering=1)
corpus = sys.argv[2]
def note(event, arguments):
    if event == "open" and os.path.dirname(os.fspath(arguments[0]) if not isinstance(arguments[0], int) else "") == corpus:
        log.write(f"{time.monotonic()} {os.path.basename(os.fspath(arguments[0]))!a}\\n")
sys.addaudithook(note)
del sys.argv[1:3]
runpy.run_module("assistant", run_name="__main__", alter_sys=True)
"""


@dataclass
class Run:
    """What one run of the command did."""

    code: int = 0
    seconds: float = 0.0
    report: dict[str, Any] = field(default_factory=dict)
    errors: str = ""
    took: dict[str, float] = field(default_factory=dict)  # by file name
    main_peak: int = 0  # bytes
    worker_peak: int = 0
    sum_peak: int = 0


def run_index(root: Path, corpus: Path) -> Run:
    """`assistant index` of `corpus` in the folder `root`, watched."""
    log, run = root / "opened.log", Run()
    log.touch()
    command: list[str | Path] = [
        sys.executable,
        "-c",
        OBSERVED,
        log,
        corpus,
        "index",
        corpus,
        "--index",
        root / "index",
        "--json",
    ]
    paths = os.pathsep.join([str(Path(__file__).parent.parent), *sys.path])
    quiet = {"HOME": str(root / "home"), "TMPDIR": str(root / "temp"), "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}
    began = time.monotonic()
    with (root / "out.json").open("wb") as out, (root / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors, cwd=root / "home", env=os.environ | quiet)
        watcher = threading.Thread(target=_watch, args=(process, corpus, log, run))
        watcher.start()
        try:
            run.code = process.wait(LONGEST_RUN)
        except subprocess.TimeoutExpired:
            process.kill()
            run.code = process.wait()
        watcher.join()
    run.seconds = time.monotonic() - began
    run.errors = (root / "errors.txt").read_text(encoding="utf-8", errors="replace")
    with suppress(ValueError):
        run.report = json.loads((root / "out.json").read_text(encoding="utf-8", errors="surrogateescape"))
    opened = [line.split(" ", 1) for line in log.read_text(encoding="ascii").splitlines()]
    for (at, name), (until, _) in pairwise(opened):
        run.took[json_name(name)] = float(until) - float(at)
    return run


def json_name(shown_name: str) -> str:
    """The file name whose repr is given."""
    return shown_name[1:-1].encode("ascii").decode("unicode_escape")


def _watch(process: subprocess.Popen[bytes], corpus: Path, log: Path, run: Run) -> None:
    """Measure until the process ends; once it has begun to read, a file it has listed vanishes."""
    vanishing = corpus / VANISHING
    while process.poll() is None:
        main, workers = _memory(process.pid), [_memory(child) for child in _children(process.pid)]
        run.main_peak = max(run.main_peak, main[1])
        run.worker_peak = max([run.worker_peak, *(peak for _, peak in workers)])
        run.sum_peak = max(run.sum_peak, main[0] + sum(now for now, _ in workers))
        if log.stat().st_size:
            vanishing.unlink(missing_ok=True)
        time.sleep(0.02)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def _memory(pid: int) -> tuple[int, int]:
    """Bytes in memory now, and the most there were; zero for a process that is gone."""
    values = {"VmRSS": 0, "VmHWM": 0}
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key in values:
                values[key] = int(value.split()[0]) * 1024
    return values["VmRSS"], values["VmHWM"]


def outcome_of(name: str, report: Mapping[str, Any]) -> str:
    """What the report says became of a file; "" if it does not mention it."""
    inside = [n for n in report["added"] if n == name or n.startswith(name + "/")]
    refused = {n: r for n, r in report["refused"].items() if n == name or n.startswith(name + "/")}
    if name in report["skipped"]:
        return f"left out: {report['skipped'][name]}"
    if name in report["duplicates"]:
        return f"same bytes as {report['duplicates'][name]}"
    if len(refused) > 1 or (refused and inside):
        first = next(iter(refused.values()))
        return f"{len(inside)} documents, {len(refused)} refused: {first}"
    return next(iter(refused.values()), f"{len(inside)} documents" if len(inside) > 1 else "document" if inside else "")


def broken(run: Run, sizes: Mapping[str, int], good: Iterable[str]) -> Iterator[str]:
    """A sentence for each promise that `run` broke."""
    if run.code:
        yield f"The command ended with {run.code}: {run.errors.strip()[-300:]}"
    for who, peak in (("command", run.main_peak), ("reading process", run.worker_peak)):
        if peak > LARGEST_MEMORY:
            yield f"The {who} took {peak / MIB:.0f} MiB of memory."
    for name, seconds in run.took.items():
        if seconds > LONGEST_SECONDS * (1 + sizes.get(name, 0) / MIB):
            yield f"{name}: took {seconds:.1f} s."
    if not run.report:
        return
    for name in good:
        if name not in run.report["added"]:
            yield f"{name}: a good file that is not in the index."
    for name in sizes:
        if not outcome_of(name, run.report):
            yield f"{name!a}: nothing says what became of it."
    for name, reason in run.report["refused"].items():
        if not reason.startswith(name) or "\n" in reason[len(name) :] or not reason.endswith("."):
            yield f"{name!a}: its refusal is not one sentence that names it: {reason!a}"


# --- giants


def read_giant(name: str) -> dict[str, Any]:
    """Read one giant and cut it into passages, in this process, which ends after it."""
    from assistant.passages import passages  # late: this process alone pays for them
    from assistant.reading import Worker
    from assistant.text import sentences
    from assistant.types import Settings

    content, worker = giants()[name](), Worker()
    began = time.monotonic()
    documents, refused = worker.read(content, name)
    read = time.monotonic() - began
    cut = [p for d in documents for p in passages(d, sentences(d.text), Settings())]
    titles = sum(len(d.label("title") or "") for d in documents)
    worker.close()
    return {
        "bytes": len(content),
        "read": round(read, 1),
        "cut": round(time.monotonic() - began - read, 1),
        "characters": sum(len(d.text) for d in documents),
        "passages": len(cut),
        "embedded": sum(p.end - p.start for p in cut) + titles * len(cut),
        "refused": " ".join(refused.values()),
        "main": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    }


def judge_giant(name: str) -> tuple[str, list[str]]:
    """A line about a giant, and the promises it broke."""
    command = [sys.executable, __file__, "--giant", name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_GIANT, check=False)
    except subprocess.TimeoutExpired:
        return f"> {LONGEST_GIANT} s", [f"{name}: not read and cut after {LONGEST_GIANT} s."]
    if done.returncode:
        return "broke", [f"{name}: {done.stderr.strip()[-300:]}"]
    found = json.loads(done.stdout)
    line = (
        f"{found['bytes'] / MIB:5.1f} MiB  read {found['read']:5.1f} s  cut {found['cut']:5.1f} s  "
        f"{found['characters']:>11,} characters  {found['passages']:>8,} passages  {found['embedded']:>14,} embedded  "
        f"main {found['main'] // MIB} MiB, worker {found['worker'] // MIB} MiB  {found['refused']}"
    )
    faults = []
    if found["read"] + found["cut"] > LONGEST_SECONDS * (1 + found["bytes"] / MIB):
        faults.append(f"{name}: took {found['read']} s to read and {found['cut']} s to cut.")
    if found["passages"] > MOST_PASSAGES or found["embedded"] > 4000 * MOST_PASSAGES:
        faults.append(f"{name}: {found['passages']:,} passages, {found['embedded']:,} characters to embed.")
    if max(found["main"], found["worker"]) > LARGEST_MEMORY:
        faults.append(f"{name}: more than {LARGEST_MEMORY // MIB} MiB of memory.")
    return line, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="GLOB", default="*", help="make only bombs like this")
    parser.add_argument("--without", metavar="GLOB", action="append", default=[], help="leave bombs like this out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcomes there, too")
    parser.add_argument("--giant", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.giant:
        print(json.dumps(read_giant(args.giant)))
        return 0

    def wanted(name: str) -> bool:
        return fnmatchcase(name, args.only) and not any(fnmatchcase(name, g) for g in args.without)

    with tempfile.TemporaryDirectory() as scratch:
        faults, outcomes = explode(Path(scratch).resolve(), wanted)
    for name in filter(wanted, giants()):
        line, broke = judge_giant(name)
        print(f"{name:24}{line}", flush=True)
        outcomes[name] = line
        faults += broke
    print(f"\n{len(faults)} promises broken." if faults else "\nEvery promise was kept.")
    for fault in faults:
        print(f"  {fault}")
    if args.json:
        args.json.write_text(json.dumps({"outcomes": outcomes, "broken": faults}, indent=1) + "\n", encoding="utf-8")
    return 1 if faults else 0


def explode(root: Path, wanted: Callable[[str], bool]) -> tuple[list[str], dict[str, str]]:
    """Make the wanted bombs below `root`, index them, print the table: promises broken, and outcomes by name."""
    corpus = root / "corpus"
    for folder in (corpus, root / "home", root / "temp"):
        folder.mkdir()
    for name, make in indexed().items():
        if wanted(name):
            (corpus / name).write_bytes(make())
    for name in make_oddities(corpus):
        if not wanted(name):
            (corpus / name).unlink(missing_ok=True)
    good = make_good(corpus)
    before = set(_files(root))
    sizes = {legible(str(p.relative_to(corpus))): size for p, size, _ in before if p.is_relative_to(corpus)}
    with socket.create_server(("127.0.0.1", PORT)) as door:
        run = run_index(root, corpus)
        door.setblocking(False)
        faults = [*broken(run, sizes, good)]
        with suppress(BlockingIOError):
            door.accept()
            faults.append("Somebody followed an address that stands in a file.")
    own = {root / "out.json", root / "errors.txt", root / "opened.log", corpus / VANISHING}
    changed = {p for p, _, _ in set(_files(root)) ^ before if p not in own and not p.is_relative_to(root / "index")}
    faults += [f"{path}: written, changed or removed by the run." for path in sorted(changed)]
    outcomes = {}
    for name in sorted(sizes):
        outcomes[name] = outcome_of(name, run.report) if run.report else "?"
        line = f"{name:28.28}{sizes[name] / MIB:7.2f} MiB {run.took.get(name, 0):6.1f} s  {outcomes[name]}"
        print("".join(c if c.isprintable() else "�" for c in line))
    print(
        f"\n{len(sizes)} files in {run.seconds:.0f} s, exit code {run.code}; most memory: command {run.main_peak / MIB:.0f} MiB, "
        f"reading process {run.worker_peak / MIB:.0f} MiB, both together {run.sum_peak / MIB:.0f} MiB.\n"
    )
    return faults, outcomes


if __name__ == "__main__":
    sys.exit(main())
