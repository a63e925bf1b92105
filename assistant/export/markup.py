"""Quotes as Markdown (CommonMark, GitHub's too) and HTML: foreign text is escaped, so none of it becomes markup."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import escaping
from assistant.escaping import shown
from assistant.export.fragments import text_link
from assistant.export.labels import Quoted, sources, web_address
from assistant.export.styles import attribution

_DESTINATION = str.maketrans({"\\": "%5C", "<": "%3C", ">": "%3E", "&": r"\&"})


def markdown(quoted: Sequence[Quoted]) -> str:
    """A block quotation each, with its title, linked where the web address is known, and its labels."""
    return "\n\n".join(_block(q) for q in quoted)


def markdown_escaped(text: str) -> str:
    """`text` with its line breaks kept and nothing in it that Markdown takes for markup."""
    return "\\\n".join(escaped for part in text.splitlines() if (escaped := escaping.markdown(part)))


def _block(quoted: Quoted) -> str:
    title = markdown_escaped(sources([quoted])[0].title)
    if link := _link(quoted):
        title = f"[{title}](<{link.translate(_DESTINATION)}>)"
    body = f"{markdown_escaped(quoted.citation.quote)}\n\n— {title}, {markdown_escaped(attribution(quoted))}"
    return "\n".join(f"> {part}".rstrip() for part in body.split("\n"))


def html(quoted: Sequence[Quoted]) -> str:
    """A `<figure>` each: the words in a `<blockquote cite>`, source and labels in its caption."""
    return "\n".join(_figure(q) for q in quoted)


def _figure(quoted: Quoted) -> str:
    url = web_address(quoted.citation.url)
    title, link = shown(sources([quoted])[0].title), _link(quoted)
    if link:
        title = f'<a href="{shown(link)}">{title}</a>'
    words = "<br>\n".join(shown(part) for part in quoted.citation.quote.splitlines())
    cite = f' cite="{shown(url)}"' if url else ""
    caption = f"<cite>{title}</cite>, {shown(attribution(quoted))}"
    return f'<figure>\n<blockquote{cite}><p dir="auto">{words}</p></blockquote>\n<figcaption>{caption}</figcaption>\n</figure>'


def _link(quoted: Quoted) -> str | None:
    citation, document = quoted
    url = web_address(citation.url)
    return text_link(url, document.text, citation.start, citation.end) if url else None
