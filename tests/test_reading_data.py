from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnreadableFile
from assistant.reading.data import read_csv, read_json, read_jsonl, read_subtitles, read_xml
from assistant.reading.record import Reading
from assistant.types import Value
from tests.reading_damage import damaged
from tests.toys import ROOT

BAD = ROOT.parent / "shared" / "bench" / "bad_inputs" / "corpus"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("name,age\r\nAnn,3\r\n\r\nBob,4", "name\tage\nAnn\t3\nBob\t4"),
        ('a;b\n"x; ""y""\nz";2,5\n', 'a\tb\nx; "y" z\t2,5'),
        ("a\tb\n1\t2\n", "a\tb\n1\t2"),
        ("a|b|c\n1||3\n", "a\tb\tc\n1\t\t3"),
        ("sep=^\na^b\n1,2^3\n", "a\tb\n1,2\t3"),
        ("one column\nof words, once\n", "one column\nof words, once"),
        ('pipe,5"\n"stray,1\nnext,2\n', 'pipe\t5"\n"stray\t1\nnext\t2'),
        ("a,b\n" + "w" * 200_000 + ",2\n", "a\tb\n" + "w" * 200_000 + "\t2"),
        ("a\0,b\n", "a\ufffd\tb"),
    ],
)
def test_csv_rows_become_lines(source: str, text: str) -> None:
    assert read_csv(source, "x").text == text


def test_json_values_become_lines_in_order() -> None:
    source = (
        '{"a": {"b": "x\\ny", "n": 1.50, "n": 12345678901234567890123, "t": true, "z": null}, "tags": ["p", 2, [3, 4]],'
        ' "rows": [{"k": "\\ud83d\\ude00"}, {"k": "\\ud800", "e": []}], "": NaN}'
    )
    assert read_json(source, "x").text == (
        "b: x\ny\nn: 1.50\nn: 12345678901234567890123\nt: true\nz: null\np\n2\n\n3\n4\n\nk: \U0001f600\n\nk: \ufffd\n\nNaN"
    )
    assert read_json('"word"', "x").text == "word"


def test_jsonl_lines_stand_apart() -> None:
    assert read_jsonl('{"a": 1, "b": "c"}\n\n{"a": 2}\n', "x").text == "a: 1\nb: c\n\na: 2"


def test_xml_gives_blocks_and_keeps_running_text_together() -> None:
    source = (
        '<?xml version="1.0" encoding="windows-1251"?><!DOCTYPE doc SYSTEM "none.dtd"><doc lang="ru"><head>Мир</head>'
        "<p>The <b>sea</b> rose<!-- no --> to <height>3 m</height>\n at noon.<br/>So&nbsp;it did.</p>"
        "<row><a>x</a><c>y</c></row><div>Intro<p>One</p><p>Two</p>tail</div><empty/><![CDATA[a < b]]></doc>"
    )
    assert read_xml(source.encode("cp1251"), "x").text == (
        "Мир\n\nThe sea rose to 3 m at noon. So\u00a0it did.\n\nx\n\ny\n\nIntro\n\nOne\n\nTwo\n\ntail\n\na < b"
    )


RSS = """<rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>News &amp; more</title><language>en</language>
<description>Daily.</description><item><title>Bridge closed</title><link>https://x.example/1</link>
<pubDate>Mon, 03 May 2021 23:30:00 -0500</pubDate><dc:creator>Ann</dc:creator>
<description>&lt;p&gt;The &lt;b&gt;bridge&lt;/b&gt; was closed...&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>The bridge was closed&nbsp;today.</p><p>It is old.</p>]]></content:encoded></item>%s</channel></rss>"""


def test_a_feed_gives_its_items_once_and_a_single_item_its_metadata() -> None:
    text = (
        "News & more\n\nDaily.\n\nBridge closed\n\nMon, 03 May 2021 23:30:00 -0500\n\n"
        "The bridge was closed\u00a0today.\n\nIt is old."
    )
    same = RSS.replace("&nbsp;", " ")
    assert read_xml((RSS % "").encode(), "x").text == text
    other = read_xml((RSS.replace("was closed...", "is shut") % "").encode(), "x")
    assert other.text == text.replace("The bridge was", "The bridge is shut\n\nThe bridge was")
    reading = read_xml((same % "").encode(), "x")
    assert reading.text == text.replace("\u00a0", " ")
    assert reading.metadata == {
        "title": Value("Bridge closed", "rss:item.title"),
        "language": Value("en", "rss:language"),
        "author": Value("Ann", "rss:item.author"),
        "published": Value("2021-05-03", "rss:item.pubDate"),
        "url": Value("https://x.example/1", "rss:item.link"),
    }
    two = read_xml((same % "<item><title>Two</title></item>").encode(), "x")
    assert two.metadata == {"title": Value("News & more", "rss:title"), "language": Value("en", "rss:language")}


def test_an_atom_feed_and_a_page_in_xhtml() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title type="html">A &lt;i&gt;b&lt;/i&gt;</title>
    <link href="https://x.example/a"/><published>2024-02-30T00:00:00Z</published><author><name>Ann</name></author>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div></content></entry></feed>"""
    reading = read_xml(atom.encode("utf-16"), "x")
    assert reading.text == "F\n\nA b\n\n2024-02-30T00:00:00Z\n\nOne\n\nTwo"
    assert reading.metadata == {
        "title": Value("A b", "atom:item.title"),
        "author": Value("Ann", "atom:item.author"),
        "url": Value("https://x.example/a", "atom:item.link"),
    }
    assert read_xml(b"<html><head><title>no</title></head><body>a<p>b</p></body></html>", "x").text == "a\n\nb"


def test_subtitles_give_what_is_said() -> None:
    srt = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>The sea</i>\r\nrose\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n"
        "twice.\r\n\r\n3\r\n00:00:05,000 --> 00:00:06,000\r\n{\\an8}No end"
    )
    assert read_subtitles(srt, "x").text == "The sea rose twice.\n\nNo end"
    vtt = "WEBVTT\n\nNOTE no\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Ann>Tom &amp; I <00:01.500>left.\n"
    assert read_subtitles(vtt, "x").text == "Tom & I left."


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b; word</x>'


@pytest.mark.parametrize(
    ("read", "data", "reason"),
    [
        (read_csv, ", ,\n", "x: there is not one word in it."),
        (read_json, "{", "x: not valid JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))."),
        (read_json, "[" * 100_000, "x: nested deeper than 200 levels."),
        (read_json, "[" * 300 + "]" * 300, "x: nested deeper than 200 levels."),
        (read_json, "[]", "x: there is not one word in it."),
        (read_jsonl, '{"a": 1}\n{"a"\n', "x: line 2 is not valid JSON (Expecting ':' delimiter)."),
        (read_jsonl, '1\n' + "[" * 100_000, "x: line 2 is nested deeper than 200 levels."),
        (read_subtitles, "hello", "x: there is not one word in it."),
        (read_xml, b" ", "x: the file is empty."),
        (read_xml, b"<a>.</a>", "x: there is not one word in it."),
        (read_xml, b"<a><b></a>", "x: it is not well-formed XML (Opening and ending tag mismatch: b line 1 and a, line 1, column 11)."),
        (read_xml, LAUGHS.encode(), "x: it declares entities of its own, which are not expanded; write them out first."),
        (read_xml, b"<d>" * 250 + b"w" + b"</d>" * 250, "x: nested deeper than 200 levels."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(
    read: Callable[[str | bytes, str], Reading], data: str | bytes, reason: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "x")
    assert str(caught.value) == reason


def test_no_file_or_address_is_ever_opened() -> None:
    source = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>word &a;</x>'
    with pytest.raises(UnreadableFile, match="declares entities of its own"):
        read_xml(source, "x")
    assert read_xml(b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><x>word</x>', "x").text == "word"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_every_string_of_a_json_file_is_in_its_text(value: object) -> None:
    def strings(value: object) -> list[str]:
        if isinstance(value, dict):
            return [s for v in value.values() for s in strings(v)]
        if isinstance(value, list):
            return [s for v in value for s in strings(v)]
        return [value] if isinstance(value, str) else []

    try:
        text = read_json(json.dumps(value), "x").text
    except UnreadableFile as error:
        assert str(error) == "x: there is not one word in it."  # noqa: PT017
        return
    assert all(s.replace("\0", "\ufffd") in text for s in strings(value))


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_csv, read_json, read_jsonl, read_subtitles):
        try:
            read(text, "x")
        except UnreadableFile as error:
            assert str(error).startswith("x: ")  # noqa: PT017


@pytest.mark.parametrize("source", [RSS % "", '<?xml version="1.0" encoding="gb2312"?><a><b>word</b> &nbsp; tail</a>'])
def test_damage_is_refused_or_survived(source: str) -> None:
    for broken in damaged(source.encode(), 150):
        try:
            read_xml(broken, "x")
        except UnreadableFile as error:
            assert str(error).startswith("x: ")  # noqa: PT017


@pytest.mark.skipif(not BAD.is_dir(), reason="the kit of bad files is not here")
def test_declared_encodings_the_parser_does_not_know() -> None:
    assert "리카넷" in read_xml((BAD / "enc_cp949_ricanet-com.xml").read_bytes(), "x").text
    with pytest.raises(UnreadableFile, match="Premature end"):  # it is cut off
        read_xml((BAD / "enc_ibm855_aviaport-ru.xml").read_bytes(), "x")
