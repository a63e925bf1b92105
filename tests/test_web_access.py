"""Who may ask: secrets of a file and a token; how often."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.web.access import Access, Rate

SECRET = "correct horse battery"


def basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


@pytest.fixture
def access(tmp_path: Path) -> Access:
    (tmp_path / "who").write_text(f"# people\n\nann:{SECRET}\nbob:with:colons:in:it\n", encoding="utf-8")
    return Access.read(tmp_path / "who", "a-token-for-programs")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (basic(f"ann:{SECRET}"), "ann"),
        (basic("bob:with:colons:in:it"), "bob"),
        (f"Bearer {SECRET}", "ann"),
        ("bearer a-token-for-programs", "token"),
        (basic("token:a-token-for-programs"), "token"),
        (basic(f"bob:{SECRET}"), None),
        (basic("ann:"), None),
        (basic(f"nobody:{SECRET}"), None),
        (basic("nobody:"), None),
        ("Bearer ", None),
        ("Basic !!!", None),
        ("Basic /w==", None),
        (f"Digest {SECRET}", None),
        ("", None),
    ],
)
def test_only_the_right_secret_names_somebody(access: Access, header: str, name: str | None) -> None:
    assert access.name_of(header) == name


@given(st.text())
def test_no_header_by_chance_names_anybody(header: str) -> None:
    assert Access.read(None, SECRET).name_of(header) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names nobody"),
        ("# nobody\n", "names nobody"),
        ("ann\n", "line 1: not a new “name:secret”"),
        (":secret-secret-secret\n", "line 1: not a new"),
        ("ann:secret-secret-secret\nann:another-another\n", "line 2: not a new"),
        ("ann:short\n", "The secret of 'ann' is too short; 12 characters are the least."),
        ("ann:\n", "The secret of 'ann' is too short"),
    ],
)
def test_there_is_no_default_and_no_weak_secret(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "who").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        Access.read(tmp_path / "who")
    assert sentence in str(refused.value)


def test_an_empty_token_is_refused_and_a_missing_file_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^The secret of 'token' is too short"):
        Access.read(None, "")
    with pytest.raises(BadInput, match=r"cannot be read as UTF-8 text\.$"):
        Access.read(tmp_path / "none")
    assert Access.read(None, None) == Access()


def test_a_caller_waits_when_all_is_spent_and_others_do_not() -> None:
    now = [0.0]
    rate = Rate(60, lambda: now[0])
    assert [rate.wait("a") for _ in range(16)] == [0.0] * 15 + [1.0]
    assert (rate.spent("a"), rate.spent("b"), rate.wait("b")) == (True, False, 0.0)
    now[0] = 0.5
    assert rate.wait("a") == 0.5
    now[0] = 1.0
    assert (rate.wait("a"), rate.wait("a")) == (0.0, 1.0)
    now[0] = 1000.0
    assert [rate.wait("a") for _ in range(16)] == [0.0] * 15 + [1.0]
