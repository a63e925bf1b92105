"""Documents uploaded, reviewed and removed: what is in the index, what lies on disk, and what is never touched."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.errors import BadInput
from assistant.escaping import hides
from assistant.library import LONGEST_NAME, PAGE, Uploaded, listing, remove, review, safe_name, upload, uploads_of
from assistant.types import Value

RIVER = b"The river Aras flows south. It is 1,072 km long.\n"


def test_an_upload_is_kept_indexed_and_answers(toy: Assistant) -> None:
    assert upload(toy, "aras.txt", RIVER) == Uploaded("aras.txt", ("aras.txt",), {})
    assert (uploads_of(toy) / "aras.txt").read_bytes() == RIVER
    assert toy.names() == ["a.txt", "aras.txt", "b.txt", "c.txt"]
    assert (
        toy.ask("Where does the river Aras flow?").citations[0].quote
        == "The river Aras flows south. It is 1,072 km long."
    )


def test_another_documents_name_is_not_taken_over(toy: Assistant) -> None:
    before = toy.document("a.txt")
    assert upload(toy, "../../A.txt", RIVER) == Uploaded("A (2).txt", ("A (2).txt",), {})
    assert upload(toy, "b.txt", b"The city burned.") == Uploaded("b (2).txt", ("b (2).txt",), {})
    assert toy.document("a.txt") == before


def test_what_is_refused_is_told_and_not_kept(toy: Assistant, corpus: Path) -> None:
    program = b"\x7fELF" + bytes(range(256))
    told = "run.bin: a program, not a document with text."
    assert upload(toy, "run.bin", program) == Uploaded("run.bin", (), {"run.bin": told})
    assert upload(toy, "again.txt", (corpus / "a.txt").read_bytes()).refused == {
        "again.txt": "again.txt has the same bytes as a.txt, which is in the index."
    }
    large = upload(toy, "large.txt", b"x" * (16 * 2**20 + 1))
    assert large.refused == {"large.txt": "large.txt is larger than 16 MiB; `assistant index` takes it."}
    assert list(uploads_of(toy).iterdir()) == []
    assert toy.names() == ["a.txt", "b.txt", "c.txt"]


def test_a_refused_file_that_has_documents_beside_is_kept(toy: Assistant, tmp_path: Path) -> None:
    packed = tmp_path / "two.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("aras.txt", RIVER)
        archive.writestr("run.bin", b"\x7fELF" + bytes(range(256)))
    found = upload(toy, "two.zip", packed.read_bytes())
    told = "two.zip/run.bin: a program, not a document with text."
    assert found == Uploaded("two.zip", ("two.zip/aras.txt",), {"two.zip/run.bin": told})
    with pytest.raises(BadInput, match=r"^two\.zip/aras\.txt lies inside two\.zip; only labels of whole files"):
        review(toy, "two.zip/aras.txt", {"title": "Aras"})
    assert remove(toy, "two.zip/aras.txt") == ("two.zip/aras.txt",)
    assert list(uploads_of(toy).iterdir()) == []


def test_what_was_reviewed_wins_and_is_written_beside_the_file(toy: Assistant, corpus: Path) -> None:
    other = '{"file_name": "b.txt", "title": "High",  "note": "kept as it is"}\r\n'
    mine = '{"file_name": "a.txt", "note": "mine", "publisher": "Old"}'
    (corpus / "metadata.jsonl").write_text(other + mine, encoding="utf-8", newline="")
    toy.add([corpus])
    review(toy, "a.txt", {"title": " The  river ", "publisher": "", "published": "2024-03", "author": ""})
    assert dict(toy.document("a.txt").metadata) == {
        "title": Value("The river", "metadata.jsonl"),
        "published": Value("2024-03", "metadata.jsonl"),
    }
    first, second, end = (corpus / "metadata.jsonl").read_bytes().decode().split("\n")
    assert (first + "\n", end) == (other, "")
    assert json.loads(second) == {"file_name": "a.txt", "note": "mine", "title": "The river", "published": "2024-03"}
    assert toy.add([corpus]).unchanged == ("a.txt", "b.txt", "c.txt")
    assert toy.ask("Where does the river Kura flow?").citations[0].published == "2024-03"


def test_only_what_a_person_changed_or_confirmed_counts_as_reviewed(toy: Assistant, corpus: Path) -> None:
    page = "<html lang=en><title>Bridge</title><body><p>The bridge by the city was opened in May by the mayor.</p>"
    (corpus / "d.html").write_text(page, encoding="utf-8")
    toy.add([corpus])
    shown = {key: value.value for key, value in toy.document("d.html").metadata.items()}
    assert shown == {"title": "Bridge", "language": "en"}
    review(toy, "d.html", shown | {"publisher": "The Post"})
    evidence = {key: value.evidence for key, value in toy.document("d.html").metadata.items()}
    assert evidence == {"title": "html:title", "language": "html:lang", "publisher": "metadata.jsonl"}
    review(toy, "d.html", shown | {"publisher": "The Post"}, confirmed=True)
    assert {value.evidence for value in toy.document("d.html").metadata.values()} == {"metadata.jsonl"}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("published", "2024-02-31", "“2024-02-31” is no day of the calendar"),
        ("url", "javascript:alert(1)", "The address must begin with http:// or https:// and name a host."),
        ("language", "English!", "“English!” is no language tag"),
        ("title", "x" * 501, "The title has 501 characters; 500 are the most."),
        ("author", "An\u202en", "The author has a character that is not seen"),
    ],
)
def test_what_cannot_be_a_label_changes_nothing(toy: Assistant, corpus: Path, key: str, value: str, told: str) -> None:
    with pytest.raises(BadInput, match=rf"^{told}".replace("(", r"\(")):
        review(toy, "a.txt", {key: value})
    assert not (corpus / "metadata.jsonl").exists()
    assert toy.document("a.txt").label(key) is None


def test_removing_takes_it_out_of_the_index_and_leaves_the_users_file(toy: Assistant, corpus: Path) -> None:
    assert remove(toy, "a.txt") == ("a.txt",)
    assert toy.names() == ["b.txt", "c.txt"]
    assert (corpus / "a.txt").is_file()
    assert toy.add([corpus]).added == ("a.txt",)
    with pytest.raises(BadInput, match="There is no document called 'z.txt' in the index"):
        remove(toy, "z.txt")


def test_an_upload_that_is_removed_is_gone_with_its_labels(toy: Assistant) -> None:
    upload(toy, "aras.txt", RIVER)
    review(toy, "aras.txt", {"title": "Aras"})
    assert toy.document("aras.txt").label("title") == "Aras"
    remove(toy, "aras.txt")
    assert [f.name for f in uploads_of(toy).iterdir()] == ["metadata.jsonl"]
    upload(toy, "aras.txt", RIVER)
    assert toy.document("aras.txt").label("title") is None


def test_documents_are_found_by_name_title_and_publisher(toy: Assistant) -> None:
    review(toy, "c.txt", {"title": "The Bridge", "publisher": "City Post"})
    found = listing(toy, "POST bridge")
    assert (found.total, found.offset, found.names, list(found.documents)) == (1, 0, ("c.txt",), ["c.txt"])
    assert listing(toy, "nothing").names == ()
    assert listing(toy, offset=PAGE * 3).names == ("a.txt", "b.txt", "c.txt")


@given(st.text() | st.from_regex(r"[./\\ ]*(metadata\.jsonl|con|\.\.)[./\\ ]*", fullmatch=True))
def test_a_safe_name_leads_nowhere(name: str) -> None:
    made = safe_name(name)
    assert made
    assert not set(made) & set('/\\:*?"<>|\0')
    assert not made.startswith(".")
    assert made.casefold() != "metadata.jsonl"
    assert not any(hides(char) for char in made)
    assert len(made.encode()) <= LONGEST_NAME + len("uploaded ")
    assert safe_name(made) == made


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\note.txt", "note.txt"),
        ("<img src=x onerror=alert(1)>.txt", "_img src=x onerror=alert(1)_.txt"),
        ("Metadata.JSONL", "uploaded Metadata.JSONL"),
        (".hidden", "hidden"),
        ("\u202etxt.exe", "_txt.exe"),
        ("", "document"),
    ],
)
def test_safe_names(name: str, made: str) -> None:
    assert safe_name(name) == made
