"""Foreign text as HTML: escaped, and nothing in it unseen."""

from __future__ import annotations

import pytest

from assistant.escaping import shown, visible


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain", "plain"),
        ("<script>alert('x')</script>", "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"),
        (
            '<img src="http://example.invalid/x" onerror=a>',
            "&lt;img src=&quot;http://example.invalid/x&quot; onerror=a&gt;",
        ),
        ("![](http://example.invalid/x.png) **b** &amp;", "![](http://example.invalid/x.png) **b** &amp;amp;"),
        ("a\u202eb", 'a<span class="hidden-char" title="U+202E">⟨U+202E⟩</span>b'),
        (
            "\u2066\U000e0041",
            '<span class="hidden-char" title="U+2066">⟨U+2066⟩</span><span class="hidden-char" title="U+E0041">⟨U+E0041⟩</span>',
        ),
        ("tab\tline\r\n", "tab\tline\r\n"),
        ("שלום é", "שלום é"),
    ],
)
def test_shown_escapes_and_reveals(source: str, expected: str) -> None:
    assert shown(source) == expected


@pytest.mark.parametrize(
    "char",
    [
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u061c",
        "\u202a",
        "\u2069",
        "\u2028",
        "\x00",
        "\x7f",
        "\ud800",
        "\u3164",
    ],
)
def test_every_hiding_character_becomes_a_badge(char: str) -> None:
    assert shown(char) == f'<span class="hidden-char" title="U+{ord(char):04X}">⟨U+{ord(char):04X}⟩</span>'


def test_visible_names_what_hides() -> None:
    assert visible("a\u202eb <i>\tc\n") == "a⟨U+202E⟩b <i>\tc\n"
