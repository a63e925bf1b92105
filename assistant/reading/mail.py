"""Mails: .eml (RFC 5322) and Outlook's .msg.

The text is what the sender wrote to be read. Earlier mails it quotes and its signature become zones, so that nobody's
words are taken for the sender's; attachments become parts.
"""

from __future__ import annotations

import email
import email.errors
import email.header
import email.policy
import re
import struct
from collections.abc import Iterator
from email.message import Message
from typing import TypeAlias

import olefile
import oxmsg
from lxml import etree
from oxmsg.domain import constants
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError

from assistant.errors import UnreadableFile
from assistant.reading.decoding import decode_as
from assistant.reading.feeds import mail_day
from assistant.reading.html_text import add_html
from assistant.reading.mail_body import QUOTED, mail_zones, unwrapped
from assistant.reading.markup import local
from assistant.reading.record import Part, Reading
from assistant.reading.rtf import read_rtf
from assistant.reading.rtf_packed import decompressed
from assistant.reading.shape import Draft, words
from assistant.text import storable
from assistant.types import Value

LARGEST_BODY = 64 * 1024 * 1024  # bytes of packed RTF
_LONGEST_NAME = 150
_LONGEST_HEADER = 10_000  # decoding takes time that grows with the square of the length
_DAMAGES = (
    email.errors.MessageError,
    etree.LxmlError,
    struct.error,
    AssertionError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    LookupError,
    OSError,
    OverflowError,
    RecursionError,
    TypeError,
    UnrecognizedCodePageError,
    UnsupportedEncodingError,
    ValueError,
)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u2028\u2029]+')
_BODIES = frozenset(("text/plain", "text/html"))
_SEALS = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))
_ENCRYPTED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_QUOTES = re.compile(
    r"gmail_quote|moz-cite-prefix|yahoo_quoted|protonmail_quote|ms-outlook-mobile-reference", re.IGNORECASE
)

_Message: TypeAlias = "Message[str, str]"


def read_eml(data: bytes, name: str) -> Reading:
    """A mail as it is sent. Raises UnreadableFile for what is no mail, is encrypted or has neither words nor parts."""
    if not data.strip():
        raise UnreadableFile(f"{name}: the file is empty.")
    try:
        message: _Message = email.message_from_bytes(data, policy=email.policy.compat32)
        if not message.keys():
            raise UnreadableFile(f"{name}: not a mail, it has no header lines.")
        kind = message.get_content_type()
        if kind == "multipart/encrypted" or kind in _ENCRYPTED:
            raise UnreadableFile(f"{name}: an encrypted mail; decrypt it and save it again first.")
        draft, names = Draft(), _Names()
        parts = [part for leaf, shown in _leaves(message) for part in _take(leaf, shown, draft, names)]
        metadata = {}
        for field, key in (("Subject", "title"), ("From", "author")):
            if value := _header(message, field):
                metadata[key] = Value(value, f"mail:{field}")
        if day := mail_day(_header(message, "Date")):
            metadata["published"] = Value(day, "mail:Date")
    except _DAMAGES as error:
        raise UnreadableFile(f"{name}: damaged, it cannot be read as a mail.") from error
    return _reading(draft, "eml (email)", metadata, parts, name)


def _reading(draft: Draft, reader: str, metadata: dict[str, Value], parts: list[Part], name: str) -> Reading:
    """A mail may consist of attachments alone; then there is no text."""
    text = draft.text if parts else words(draft.text, name)
    return Reading(text, reader, metadata, mail_zones(text, draft.zones), parts=tuple(parts))


def _leaves(message: _Message, shown: bool = True, related: bool = False) -> Iterator[tuple[_Message, bool]]:
    """The parts that hold no others; each with whether its text is shown, of alternatives only one is."""
    inner = _inner(message)
    if message.get_content_maintype() != "multipart" or inner is None:
        picture = related and message.get_content_maintype() == "image" and message["Content-ID"] is not None
        if not picture and message.get_content_type() not in _SEALS:
            yield message, shown
        return
    kind = message.get_content_subtype()
    chosen = _chosen(inner) if kind == "alternative" else None
    for part in inner:
        yield from _leaves(part, shown and (chosen is None or part is chosen), related or kind == "related")


def _inner(message: _Message) -> list[_Message] | None:
    """The messages inside; None for a message that is no container."""
    inner = message.get_payload() if message.is_multipart() else None
    return [m for m in inner if isinstance(m, Message)] if isinstance(inner, list) else None


def _chosen(alternatives: list[_Message]) -> _Message | None:
    for wanted in ("text/plain", "text/html"):
        for alternative in alternatives:
            for leaf in alternative.walk():
                if leaf.get_content_type() == wanted and _is_body(leaf) and any(c.isalnum() for c in _text(leaf)):
                    return alternative
    return alternatives[-1] if alternatives else None


def _is_body(leaf: _Message) -> bool:
    disposition = leaf.get_content_disposition()
    return disposition != "attachment" and not (disposition == "inline" and leaf.get_filename())


def _take(leaf: _Message, shown: bool, draft: Draft, names: _Names) -> Iterator[Part]:
    """Add the text of `leaf` to `draft`, or give it as a part."""
    kind = leaf.get_content_type()
    if kind in _BODIES and _is_body(leaf):
        if not shown:
            return
        if kind == "text/html":
            add_html(_text(leaf), draft, _quoted)
        else:
            flowed = str(leaf.get_param("format", "")).lower() == "flowed"
            draft.add(unwrapped(_text(leaf), flowed, str(leaf.get_param("delsp", "")).lower() == "yes"))
        return
    inner = _inner(leaf)
    file_name = _decoded_words(leaf.get_filename() or "")
    if kind == "message/rfc822" and inner:
        title = file_name or _header(inner[0], "Subject").replace("/", " ") or "mail"
        yield Part(names.safe(title.removesuffix(".eml") + ".eml"), inner[0].as_bytes())
    elif kind in _ENCRYPTED:
        yield Part(names.safe(file_name or "smime.p7m"), refusal="encrypted; decrypt the mail and save it again first.")
    elif inner is not None:  # a report on delivery: blocks of header lines
        yield Part(names.safe(file_name or "report.txt"), b"\n".join(block.as_bytes() for block in inner))
    else:
        payload = leaf.get_payload(decode=True)
        suffix = {"text/calendar": ".ics", "text/csv": ".csv", "application/pdf": ".pdf"}.get(kind, "")
        data = payload if isinstance(payload, bytes) else b""
        yield Part(names.safe(file_name or f"attachment{suffix}"), data)


def _quoted(element: etree._Element) -> str | None:
    """The marks mail programs put around the mail they answer."""
    marked = _QUOTES.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    cited = local(element) == "blockquote" and (element.get("type") or "").lower() == "cite"
    return QUOTED if marked or cited else None


def _text(leaf: _Message) -> str:
    payload = leaf.get_payload(decode=True)
    return decode_as(payload, leaf.get_content_charset()) if isinstance(payload, bytes) else ""


def _header(message: _Message, key: str) -> str:
    """A header's value as it is meant to be read, in one line; "" where there is none."""
    value = message.get(key)
    if isinstance(value, str):
        value = value[:_LONGEST_HEADER]
    return _decoded_words(value) if value is not None else ""


def _decoded_words(value: str | email.header.Header) -> str:
    try:
        chunks = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError, LookupError):
        chunks = [(str(value), None)]
    text = "".join(
        decode_as(chunk, charset if charset != "unknown-8bit" else None)
        if isinstance(chunk, bytes)
        else decode_as(chunk.encode("utf-8", "surrogateescape"), None)
        for chunk, charset in chunks
    )
    return storable(" ".join(text.split()))


class _Names:
    """File names for parts: without folders, with nothing a file system could take amiss, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def safe(self, name: str) -> str:
        base = (
            _UNSAFE.sub(" ", storable(name).replace("\\", "/").rpartition("/")[2]).strip().lstrip(".") or "attachment"
        )
        stem, dot, suffix = base.rpartition(".")
        if not dot or len(suffix) > 10:
            stem, dot, suffix = base, "", ""
        stem = stem[:_LONGEST_NAME]
        candidate, number = f"{stem}{dot}{suffix}", 1
        while candidate.lower() in self._taken:
            number += 1
            candidate = f"{stem} ({number}){dot}{suffix}"
        self._taken.add(candidate.lower())
        return candidate


def read_msg(data: bytes, name: str) -> Reading:
    """A mail as Outlook saves it. Raises UnreadableFile for a damaged one or one with neither words nor parts."""
    if not data:
        raise UnreadableFile(f"{name}: the file is empty.")
    try:
        _check_sizes(data, name)
        message = oxmsg.Message.load(data)
        draft, names = Draft(), _Names()
        _msg_body(message, draft)
        metadata = {}
        for key, value in (("title", message.subject), ("author", message.sender)):
            if value and (shown := _decoded_words(value)):
                metadata[key] = Value(shown, f"msg:{'subject' if key == 'title' else 'sender'}")
        if message.sent_date:
            metadata["published"] = Value(message.sent_date.date().isoformat(), "msg:sent")
        parts = [part for attachment in message.attachments for part in _msg_part(attachment, names)]
    except _DAMAGES as error:
        raise UnreadableFile(f"{name}: damaged, it cannot be read as an Outlook mail.") from error
    return _reading(draft, f"msg (python-oxmsg {oxmsg.__version__})", metadata, parts, name)


def _check_sizes(data: bytes, name: str) -> None:
    """Streams may share their bytes, so that a small file would fill the memory many times over."""
    with olefile.OleFileIO(data) as ole:
        if sum(entry.size for entry in ole.direntries if entry and entry.entry_type == olefile.STGTY_STREAM) > len(
            data
        ):
            raise UnreadableFile(f"{name}: damaged, its parts are larger than the file.")


def _msg_body(message: oxmsg.Message, draft: Draft) -> None:
    properties = message.properties
    plain = message.body
    if plain and any(c.isalnum() for c in plain):
        draft.add(unwrapped(plain))
        return
    packed_html = properties.binary_prop_value(constants.PID_HTML)
    if html := decode_as(packed_html, properties.body_encoding) if packed_html else message.html_body:
        add_html(html, draft, _quoted)
    packed = properties.binary_prop_value(constants.PID_RTF_COMPRESSED)
    if not draft.text and packed:
        draft.add(read_rtf(decompressed(packed, LARGEST_BODY), "body").text)


def _msg_part(attachment: oxmsg.attachment.Attachment, names: _Names) -> Iterator[Part]:
    properties = attachment.properties
    title = attachment.file_name or properties.str_prop_value(constants.PID_ATTACH_FILENAME) or ""
    mime = (attachment.mime_type or "").lower()
    if mime.startswith("image/") and properties.str_prop_value(constants.PID_ATTACH_CONTENT_ID):
        return  # a picture in the text
    if attachment.file_bytes is None:
        title = title or properties.str_prop_value(constants.PID_DISPLAY_NAME) or "mail"
        yield Part(
            names.safe(title), refusal="a mail or object kept inside Outlook's own; save it as a file of its own."
        )
    else:
        yield Part(names.safe(title), attachment.file_bytes)
