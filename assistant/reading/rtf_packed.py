"""The packed RTF that Outlook keeps the body of a mail in (MS-OXRTFCP)."""

from __future__ import annotations

import struct

_PREBUFFER = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def decompressed(data: bytes, largest: int) -> bytes:
    """The RTF in `data`. Raises ValueError for damage or more than `largest` bytes."""
    if len(data) < 16:
        raise ValueError("too short")
    size, raw_size, kind = struct.unpack_from("<IIi", data)
    if kind == 0x414C454D:  # "MELA": not packed
        return data[16 : 16 + raw_size]
    if kind != 0x75465A4C:  # "LZFu"
        raise ValueError("not compressed RTF")
    if raw_size > largest:
        raise ValueError("too large")
    window = bytearray(_PREBUFFER.ljust(4096, b"\0"))
    write, out, at, end = len(_PREBUFFER), bytearray(), 16, min(len(data), size + 4)
    while at < end:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= end or len(out) > raw_size:
                return bytes(out[:raw_size])
            if not control >> bit & 1:
                piece, at = data[at : at + 1], at + 1
            else:
                if at + 1 >= end:
                    return bytes(out[:raw_size])
                reference = data[at] << 8 | data[at + 1]
                at += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:
                    return bytes(out[:raw_size])
                piece = b""
                for step in range(length):
                    piece += window[(offset + step) % 4096 : (offset + step) % 4096 + 1]
                    window[(write + step) % 4096] = piece[-1]
            for byte in piece:
                window[write] = byte
                write = (write + 1) % 4096
            out += piece
    return bytes(out[:raw_size])
