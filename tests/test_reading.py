from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput, UnreadableFile
from assistant.reading import find_sources, read
from assistant.reading.plain import decode
from assistant.reading.sidecar import load_sidecar
from assistant.reading.zones import find_zones
from assistant.types import Document, Value, Zone
from tests.conftest import SEEDS


def test_a_text_file_becomes_a_document_with_its_bytes_hash_and_newlines_as_they_are(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfTitle\r\nIt \xe2\x80\x99s.\rEnd\n"
    (tmp_path / "x.txt").write_bytes(data)
    metadata = {"title": Value("T", "metadata.jsonl")}
    assert read(tmp_path / "x.txt", "x.txt", metadata) == Document(
        "x.txt", hashlib.sha256(data).hexdigest(), "Title\r\nIt ’s.\rEnd\n", metadata
    )


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda t: any(c.isalnum() for c in t))
)
def test_decoding_is_exact(text: str) -> None:
    assert decode(text.encode(), "x") == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("e.txt", b"", "e.txt: the file is empty."),
        ("w.txt", b" \n\t", "w.txt: the file is empty."),
        ("b.txt", b"\x7fELF\x02\x00\x00\xff\xfe", "b.txt: a binary file (byte 7); save it as UTF-8 text first."),
        ("l.txt", "Gänse".encode("latin-1"), "l.txt: not UTF-8 text (byte 1); save it as UTF-8 text first."),
        ("c.txt", b"abc\x00\x01\x02\x03\x04", "c.txt: a binary file, not text."),
        ("p.txt", b"... !!! ---", "p.txt: there is not one word in it."),
        ("x.pdf", b"%PDF", "x.pdf: only .txt and .md files can be read so far."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / name, name)
    assert str(caught.value) == reason


def test_furniture_becomes_zones_and_prose_does_not() -> None:
    text = (
        "Skip to content\nUSD 1.7\n• € 1.98\n\nPrices rose\n3 May 2024\nWe use cookies in our recipes; the baker said they were good.\n"
        "Share this page\nSimilar news\nHeadline one\nHeadline two\n"
        "The minister then said, in a long statement to the press that evening, that no decision had been taken and none would be before June.\n"
        "© 2024 The Paper. All rights reserved."
    )
    found = [(z.kind, text[z.start : z.end]) for z in find_zones(text)]
    assert found == [
        ("menu", "Skip to content"),
        ("ticker", "USD 1.7\n• € 1.98"),
        ("share", "Share this page"),
        ("related", "Similar news\nHeadline one\nHeadline two"),
        ("rights", "© 2024 The Paper. All rights reserved."),
    ]


def test_zones_of_the_seeds() -> None:
    found = {p.name[:3]: [(z.kind, z.start, z.end) for z in read(p, p.name).zones] for p in sorted(SEEDS.glob("*.txt"))}
    assert found == {
        "000": [("menu", 0, 50), ("share", 2703, 2718), ("rights", 2720, 2796 + 0)],
        "001": [],
        "002": [("menu", 2285, 2293)],
        "003": [],
        "004": [("ticker", 0, 56), ("site", 2217, 2229), ("related", 2230, 3852)],
    }


@given(st.text())
def test_zones_are_ordered_and_inside_the_text(text: str) -> None:
    zones = find_zones(text)
    assert all(0 <= z.start < z.end <= len(text) for z in zones)
    assert all(a.end <= b.start for a, b in pairwise(zones))
    assert all(isinstance(z, Zone) for z in zones)


def test_sidecar(tmp_path: Path) -> None:
    (tmp_path / "metadata.jsonl").write_text(
        '{"file_name": "a.txt", "title": "A", "published": null, "other": 1}\n\n', encoding="utf-8"
    )
    assert load_sidecar(tmp_path) == {"a.txt": {"title": Value("A", "metadata.jsonl")}}
    (tmp_path / "metadata.jsonl").write_text('{"file_name": "a.txt"}\nnonsense\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r'metadata.jsonl, line 2: not a JSON object with a "file_name"\.$'):
        load_sidecar(tmp_path)


def test_sources_of_a_folder_hidden_files_and_links_out_of_it_aside(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / ".git").mkdir()
    outside = tmp_path / "secret.txt"
    for path in (folder / "b.txt", folder / "sub" / "a.txt", folder / ".git" / "x.txt", folder / ".hidden", outside):
        path.write_text("words", encoding="utf-8")
    (folder / "metadata.jsonl").write_text('{"file_name": "b.txt", "title": "B"}', encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    found = [(s.name, s.metadata.get("title"), s.refusal) for s in find_sources([folder])]
    assert found == [
        ("b.txt", Value("B", "metadata.jsonl"), ""),
        ("link.txt", None, "link.txt: a link that leaves the folder."),
        ("sub/a.txt", None, ""),
    ]
    assert [s.name for s in find_sources([outside])] == ["secret.txt"]
    with pytest.raises(BadInput, match=r"nowhere does not exist; name a file or a folder of documents\.$"):
        find_sources([folder / "nowhere"])


def test_two_files_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    for side in ("left", "right"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.txt").write_text(side, encoding="utf-8")
    first, second = find_sources([tmp_path / "left", tmp_path / "right"])
    assert (first.path.parent.name, first.refusal) == ("left", "")
    assert second.refusal.endswith("another document is called x.txt already; index their common folder instead.")
