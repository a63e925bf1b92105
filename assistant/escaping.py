"""Foreign text as HTML or Markdown: escaped, never read as either, and characters that hide or reorder text made visible."""

from __future__ import annotations

import html
import re
import unicodedata

_PLAIN_CONTROLS = "\t\n\r"
# Shown as blank by fonts though they are letters or marks: fillers, the grapheme joiner, Mongolian and Khmer signs, variation selectors 17 to 256.
_BLANK_LETTERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\U000e0100-\U000e01ef]")
_HIDING_CATEGORIES = (
    "Cf",
    "Cc",
    "Cs",
    "Zl",
    "Zp",
)  # format (bidi, zero width, tags), control, lone surrogate, separators
# What Markdown or HTML in it could read as theirs; a colon before slashes and "www." would become links, one before ":smile:" a picture.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&|~$!#]|:(?=//|\w+:)|(?<=www)\.|^[-+=]|(?<=\d)[.)](?=\s|$)", re.I)


def hides(char: str) -> bool:
    """True for a character that is not seen, or that changes the order or joining of others."""
    if char in _PLAIN_CONTROLS:
        return False
    return unicodedata.category(char) in _HIDING_CATEGORIES or bool(_BLANK_LETTERS.match(char))


def shown(text: str) -> str:
    """`text` as HTML: escaped, each hiding character as a badge that names its code point."""
    return "".join(_badge(char) if hides(char) else html.escape(char, quote=True) for char in text)


def markdown(text: str) -> str:
    """`text` on one line as Markdown: every mark that could be read as one escaped by a backslash, hiding characters named."""
    return _MARKDOWN.sub(r"\\\g<0>", " ".join(visible(text).split()))


def visible(text: str) -> str:
    """`text` for readers of anything but HTML: each hiding character named, "⟨U+202E⟩"."""
    return "".join(f"⟨U+{ord(char):04X}⟩" if hides(char) else char for char in text)


def _badge(char: str) -> str:
    code = f"U+{ord(char):04X}"
    return f'<span class="hidden-char" title="{code}">⟨{code}⟩</span>'
