from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from assistant.errors import UnreadableFile
from assistant.reading import archive
from assistant.reading.archive import checked_zip, read_zip
from assistant.reading.record import Part
from tests.reading_damage import damaged
from tests.toys import ROOT

BAD = ROOT.parent / "shared" / "bench" / "bad_inputs" / "corpus"


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in entries:
            file.writestr(name, content, method)
    return buffer.getvalue()


def raw_zip(*entries: tuple[bytes, bytes, int, int]) -> bytes:
    """Entries of name, packed bytes, declared size and checksum, as no honest program writes them."""
    body, listing = b"", b""
    for name, packed, size, checksum in entries:
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, checksum, len(packed), size, len(name), 0)
        listing += b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + fields + name + packed
    end = struct.pack("<4HIIH", 0, 0, len(entries), len(entries), len(listing), len(body), 0)
    return body + listing + b"PK\5\6" + end


def packed(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def test_entries_become_parts_and_what_is_not_taken_says_why() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    reading = read_zip(
        zipped(
            ("folder/", b""),
            ("folder/a.txt", b"one"),
            ("übung.txt", b"two"),
            ("../up.txt", b"x"),
            ("a/../../up.txt", b"x"),
            ("/etc/passwd", b"x"),
            ("C:\\x.txt", b"x"),
            (link, b"/etc/passwd"),
            ("__MACOSX/._a.txt", b"x"),
            ("folder/.DS_Store", b"x"),
            ("be\x07ll.txt", b"three"),
            ("inner.zip", zipped(("b.txt", b"four"))),
        ),
        "z.zip",
    )
    assert reading.text == ""
    assert reading.parts == (
        Part("folder/", refusal="a folder, not a file."),
        Part("folder/a.txt", b"one"),
        Part("übung.txt", b"two"),
        Part("../up.txt", refusal="its name leads out of the archive."),
        Part("a/../../up.txt", refusal="its name leads out of the archive."),
        Part("/etc/passwd", refusal="its name is an absolute path."),
        Part("C:/x.txt", refusal="its name is an absolute path."),
        Part("link", refusal="a link, not a file."),
        Part("__MACOSX/._a.txt", refusal="a hidden file."),
        Part("folder/.DS_Store", refusal="a hidden file."),
        Part("be\ufffdll.txt", b"three"),
        Part("inner.zip", zipped(("b.txt", b"four"))),
    )


def test_a_name_twice_a_nul_a_password_and_an_unknown_method_are_refused_one_by_one() -> None:
    one, two = packed(b"one"), packed(b"two")
    data = raw_zip(
        (b"a.txt", one, 3, zlib.crc32(b"one")),
        (b"a.txt", two, 3, zlib.crc32(b"two")),
        (b"b\0.txt", one, 3, zlib.crc32(b"one")),
        (b"c.txt", one, 3, 1),
        ("ü.txt".encode(), one, 3, zlib.crc32(b"one")),
    )
    assert read_zip(data, "z.zip").parts == (
        Part("a.txt", b"one"),
        Part("a.txt", refusal="another entry has the same name already."),
        Part("b\ufffd.txt", refusal="there is a NUL in its name."),
        Part("c.txt", refusal="it is damaged."),
        Part("ü.txt", b"one"),
    )
    locked = bytearray(zipped(("s.txt", b"secret")))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        locked[locked.index(signature) + offset] |= 1
    assert read_zip(bytes(locked), "z.zip").parts == (
        Part("s.txt", refusal="it is encrypted; unpack it with its password first."),
    )
    assert read_zip(zipped(("s.txt", b"text"), method=zipfile.ZIP_BZIP2), "z.zip").parts == (
        Part("s.txt", refusal="it is packed by a method that is not read; pack it as an ordinary zip file."),
    )


def test_an_archive_that_would_fill_the_memory_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refusal(data: bytes) -> str:
        with pytest.raises(UnreadableFile) as caught:
            checked_zip(data, "z.zip")
        return str(caught.value)

    zeros = bytes(2**21)
    assert refusal(zipped(("z", zeros))) == (
        "z.zip: its entry z unpacks to more than 200 times its size, as a zip bomb does."
    )
    checked_zip(zipped(("z", bytes(2**20))), "z.zip")
    lie = raw_zip((b"z", packed(zeros), 10, zlib.crc32(bytes(10))))
    assert refusal(lie) == "z.zip: its entry z unpacks to more than it declares."
    whole = zipped(("a", b"one"), ("b", b"two"))
    start = whole.index(b"PK\1\2", whole.index(b"PK\1\2") + 1) + 42
    assert refusal(whole[:start] + bytes(4) + whole[start + 4 :]) == "z.zip: its entries overlap, as in a zip bomb."
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 2**20)
    many = zipped(*((str(n), bytes(range(256)) * 1024) for n in range(5)), method=zipfile.ZIP_STORED)
    assert refusal(many) == "z.zip: unpacks to more than 1 MiB; split it first."
    monkeypatch.setattr(archive, "MOST_ENTRIES", 4)
    assert refusal(many) == "z.zip: more than 4 entries; split the archive first."
    assert refusal(b"PK\1\2" * 41) == "z.zip: more than 4 entries; split the archive first."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "z.zip: the file is empty."),
        (zipped(), "z.zip: there is no file in it."),
        (b"PK\3\4", "z.zip: damaged or cut off, not a whole zip file; fetch it again."),
        (zipped(("a", b"one"))[:-30], "z.zip: damaged or cut off, not a whole zip file; fetch it again."),
    ],
    ids=[
        "empty",
        "without a file",
        "four bytes",
        "cut off",
    ],  # a zip holds the time: it would be another name in each process
)
def test_what_is_no_archive_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_zip(data, "z.zip")
    assert str(caught.value) == reason


def test_damage_is_refused_or_survived() -> None:
    data = zipped(("a.txt", b"some words " * 40), ("b/c.txt", b"other words"), ("d", bytes(100)))
    for broken in damaged(data, 200):
        try:
            read_zip(broken, "x")
        except UnreadableFile as error:
            assert str(error).startswith("x: ")  # noqa: PT017


@pytest.mark.skipif(not BAD.is_dir(), reason="the kit of bad files is not here")
def test_an_entry_that_climbs_out_is_refused() -> None:
    assert read_zip((BAD / "made_escape.zip").read_bytes(), "z.zip").parts == (
        Part("../../escape.txt", refusal="its name leads out of the archive."),
        Part("ok.txt", b"A harmless member."),
    )
