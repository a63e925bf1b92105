from __future__ import annotations

import struct
from email.message import EmailMessage

import pytest

from assistant.errors import UnreadableFile
from assistant.reading.mail import read_eml, read_msg
from assistant.reading.mail_body import mail_zones, unwrapped
from assistant.reading.record import Part, Reading
from assistant.reading.rtf_packed import decompressed
from assistant.types import Value
from tests.reading_damage import damaged
from tests.toys import ROOT

BAD = ROOT.parent / "shared" / "bench" / "bad_inputs" / "corpus"
HEAD = b"From: =?utf-8?q?Ann_L=C3=A9e?= <ann@x.example>\r\nSubject: =?koi8-r?B?7cnS?= and\r\n peace\r\nDate: Mon, 3 May 2021 23:30:00 -0500\r\n"


def zoned(reading: Reading) -> list[tuple[str, str]]:
    return [(z.kind, reading.text[z.start : z.end]) for z in reading.zones]


def test_a_plain_mail_gives_its_words_its_headers_and_what_is_not_the_senders() -> None:
    body = (
        "Hello Bob,\r\n\r\nthe bridge over the river will be closed on Monday, and nobody can\r\ntell for how long. "
        "Ask the mayor.\r\n\r\nRed\r\nBlue\r\n\r\nOn Sun, 2 May 2021 at 10:00, Bob <bob@x.example>\r\nwrote:\r\n> Is it open?\r\n"
        "> I hope so.\r\n\r\nNo.\r\n\r\n-- \r\nAnn Lée\r\nBay Office\r\n"
    )
    reading = read_eml(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body.encode(), "m.eml")
    assert reading.text == (
        "Hello Bob,\n\nthe bridge over the river will be closed on Monday, and nobody can tell for how long. Ask the mayor.\n\n"
        "Red\nBlue\n\nOn Sun, 2 May 2021 at 10:00, Bob <bob@x.example>\nwrote:\n> Is it open?\n> I hope so.\n\nNo.\n\n-- \n"
        "Ann Lée\nBay Office"
    )
    assert zoned(reading) == [
        (
            "quoted mail",
            "On Sun, 2 May 2021 at 10:00, Bob <bob@x.example>\nwrote:\n> Is it open?\n> I hope so.",
        ),
        ("signature", "-- \nAnn Lée\nBay Office"),
    ]
    assert reading.metadata == {
        "title": Value("Мир and peace", "mail:Subject"),
        "author": Value("Ann Lée <ann@x.example>", "mail:From"),
        "published": Value("2021-05-03", "mail:Date"),
    }


def whole_mail() -> bytes:
    inner = EmailMessage()
    inner["Subject"] = "Old/news"
    inner.set_content("inner text")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@x.example", "Report"
    mail.set_content("The plain text.")
    mail.add_alternative('<p>The html text.</p><img src="cid:1">', subtype="html")
    html = mail.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(b"png", "image", "png", cid="<1>")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../../etc/a b.pdf")
    mail.add_attachment(b"two", maintype="application", subtype="pdf", filename="a b.pdf")
    mail.add_attachment("noted", filename="ünote.txt")
    mail.add_attachment(inner)
    mail.add_attachment(b"tnef", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar")
    return mail.as_bytes()


def test_one_of_several_alternatives_is_taken_and_attachments_become_parts() -> None:
    reading = read_eml(whole_mail(), "m.eml")
    assert reading.text == "The plain text."
    assert [p.name for p in reading.parts] == [
        *("a b.pdf", "a b (2).pdf", "ünote.txt", "Old news.eml", "winmail.dat", "attachment.ics"),
    ]
    assert [p.data for p in reading.parts if not p.name.endswith(".eml")] == [
        *(b"%PDF", b"two", b"noted\n", b"tnef", b"BEGIN:VCALENDAR"),
    ]
    assert read_eml(reading.parts[3].data, "i.eml").text == "inner text"


def test_a_mail_in_html_alone_is_reduced_to_its_text_with_the_quoted_mail_marked() -> None:
    html = (
        "<html><body><div style='display:none'>preheader</div><table role='presentation'><tr><td><p>The sea\n rose.</p>"
        "<p>Twice.<br>Really.</p></td><td>Side</td></tr></table><table><tr><td>May</td><td>3</td></tr><tr><td>June</td>"
        "<td>4</td></tr></table><div class='gmail_quote'><div class='gmail_attr'>On Sunday Bob wrote:</div><blockquote>"
        "Old words.</blockquote></div></body></html>"
    )
    mail = EmailMessage()
    mail.set_content(html, subtype="html", charset="windows-1252")
    reading = read_eml(mail.as_bytes(), "m.eml")
    assert reading.text == (
        "The sea rose.\n\nTwice.\nReally.\n\nSide\n\nMay\t3\nJune\t4\n\nOn Sunday Bob wrote:\n\nOld words."
    )
    assert zoned(reading) == [("quoted mail", "On Sunday Bob wrote:\n\nOld words.")]


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("utf-8", "Привет, как у тебя дела сегодня? Я пишу тебе письмо.".encode("cp1251"), "Привет, как у тебя дела сегодня? Я пишу тебе письмо."),
        ("x-unknown", "Größe".encode(), "Größe"),
        ("us-ascii", "Größe".encode(), "Größe"),
        ("iso-8859-1", b"\x93twice\x94", "“twice”"),
        ("punycode", "Größe".encode(), "Größe"),
    ],
)  # fmt: skip
def test_a_wrong_charset_is_survived(charset: str, data: bytes, text: str) -> None:
    head = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert read_eml(head.encode() + data, "m.eml").text == text


def test_raw_bytes_in_a_header_are_decoded() -> None:
    reading = read_eml("Subject: Größe\r\nFrom: =?utf-8?b?broken\r\n\r\nwords".encode(), "m.eml")
    assert reading.metadata == {
        "title": Value("Größe", "mail:Subject"),
        "author": Value("=?utf-8?b?broken", "mail:From"),
    }


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Yes.\n\n-----Original Message-----\nFrom: Bob\nIs it?", "-----Original Message-----\nFrom: Bob\nIs it?"),
        ("Ja.\n\nVon: Bob\nGesendet: Montag\nAn: Ann\nBetreff: x\n\nIst es?", "Von: Bob\nGesendet: Montag\nAn: Ann\nBetreff: x\n\nIst es?"),
        ("See below.\n\n---------- Forwarded message ---------\nwords", "---------- Forwarded message ---------\nwords"),
        ("Yes.\n____\nFrom: Bob\nSent: today\nTo: Ann\nIs it?", "____\nFrom: Bob\nSent: today\nTo: Ann\nIs it?"),
        ("From: here to there.\nIt is far.", None),
        ("The mayor said:\n\nWe close it.", None),
    ],
)  # fmt: skip
def test_where_an_earlier_mail_begins(text: str, quoted: str | None) -> None:
    assert [text[z.start : z.end] for z in mail_zones(text)] == ([quoted] if quoted else [])


def test_wrapped_lines_are_joined_and_others_are_not() -> None:
    flowed = "A line that \r\ngoes on.\r\n-- \r\nAnn"
    assert unwrapped(flowed, flowed=True) == "A line that goes on.\n-- \nAnn"
    assert unwrapped("ab \r\ncd", flowed=True, glued=True) == "abcd"
    long = "w" * 70
    assert (
        unwrapped(f"{long}\nnext\n\n{long}\n- item\n> {long}\n> more")
        == f"{long} next\n\n{long}\n- item\n> {long}\n> more"
    )


def test_a_mail_of_attachments_alone_has_no_text() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Scan"
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    reading = read_eml(mail.as_bytes(), "m.eml")
    assert (reading.text, reading.parts) == ("", (Part("a.pdf", b"%PDF"),))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b" \n", "m: the file is empty."),
        (b"\nno headers", "m: not a mail, it has no header lines."),
        (b"Subject: words\n\n. ", "m: there is not one word in it."),
        (
            b'Subject: x\nContent-Type: multipart/encrypted; boundary="b"\n\n--b\n\nx\n--b--',
            "m: an encrypted mail; decrypt it and save it again first.",
        ),
        (
            b"Subject: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nAAAA",
            "m: an encrypted mail; decrypt it and save it again first.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_eml(data, "m")
    assert str(caught.value) == reason


@pytest.mark.parametrize("data", [b"", b"not OLE", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)])
def test_a_damaged_outlook_mail_is_refused(data: bytes) -> None:
    with pytest.raises(
        UnreadableFile, match=r"^m: (the file is empty|damaged, it cannot be read as an Outlook mail)\.$"
    ):
        read_msg(data, "m")


def test_packed_rtf_is_unpacked() -> None:
    # the example of MS-OXRTFCP 4.1.1
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c09002062770 5b06c647d0a800fa0".replace(
            " ", ""
        )
    )
    assert decompressed(packed, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    with pytest.raises(ValueError, match="too large"):
        decompressed(packed, 10)
    assert decompressed(struct.pack("<III4x", 20, 3, 0x414C454D) + b"abc", 10) == b"abc"


def test_damage_is_refused_or_survived() -> None:
    for broken in damaged(whole_mail(), 150):
        try:
            read_eml(broken, "x")
        except UnreadableFile as error:
            assert str(error).startswith("x: ")  # noqa: PT017


@pytest.mark.skipif(not BAD.is_dir(), reason="the kit of bad files is not here")
def test_the_kits_outlook_mail_whole_and_damaged() -> None:
    data = (BAD / "office_test-outlook-msg.msg").read_bytes()
    reading = read_msg(data, "m.msg")
    assert reading.text == "This is the body of the test email message"
    assert reading.metadata["title"] == Value("Test Email Message", "msg:subject")
    assert reading.metadata["published"] == Value("2024-12-22", "msg:sent")
    for broken in damaged(data, 60):
        try:
            read_msg(broken, "x")
        except UnreadableFile as error:
            assert str(error).startswith("x: ")  # noqa: PT017


@pytest.mark.skipif(not BAD.is_dir(), reason="the kit of bad files is not here")
def test_an_outlook_mail_in_an_unknown_code_page_is_refused() -> None:
    data = bytearray((BAD / "office_test-outlook-msg.msg").read_bytes())
    at = data.index(b"\x03\x00\xde\x3f") + 8  # the property that names the code page of the body
    data[at : at + 4] = b"\xff\xff\xff\x7f"
    with pytest.raises(UnreadableFile, match=r"^x: damaged, it cannot be read as an Outlook mail\.$"):
        read_msg(bytes(data), "x")
