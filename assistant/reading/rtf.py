""".rtf: the words a reader of the document sees. Hidden and deleted text, pictures and comments are left out; notes
stand at the end, running headers and footers after them as zones.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from assistant.errors import UnreadableFile
from assistant.reading.record import Reading, is_filler
from assistant.reading.shape import Draft, Kind, one_line
from assistant.types import Value

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\", re.DOTALL
)
_SKIPPED = frozenset(
    """annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart bkmkend bkmkstart blipuid
    colorschememapping colortbl comment datafield datastore doccomm docvar falt ffdeftext ffentrymcr ffexitmcr ffformat
    ffhelptext ffl ffname ffstattext file filetbl fldinst fldtype fontemb fontfile footnotesep formfield ftnsep ftnsepc
    ftncn aftnsep aftnsepc aftncn generator gridtbl htmltag info keywords latentstyles levelnumbers leveltext list
    listlevel listname listoverride listoverridetable listpicture liststylename listtable listtext mailmerge mhtmltag
    mmathPr nonshppict objalias objclass objdata objname objsect objtime oldcprops oldpprops oldsprops oldtprops operator
    panose passwordhash pgp pgptbl picprop pict pn pnseclvl pntext pntxta pntxtb private propname protusertbl pxe
    revtbl rsidtbl rxe shpinst shprslt sn sp staticval stylesheet subject sv svb tc template themedata txe upr userprops
    wgrffmtfilter windowcaption xe xmlattrname xmlattrvalue xmlnstbl xmlopen""".split()
)
_OUTPUTS = {
    **dict.fromkeys(("header", "headerf", "headerl", "headerr"), "header"),
    **dict.fromkeys(("footer", "footerf", "footerl", "footerr"), "footer"),
    "footnote": "note",
}
_SIGNS = {
    **{"tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002"},
    **{"qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\"},
}
_CHARSETS = {
    **{77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253"},
    **{162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874"},
    **{238: "cp1250", 254: "cp437", 255: "cp850"},
}
_TITLES = ("title", "author")


@dataclass(frozen=True)
class _Group:
    """What a pair of braces keeps to itself."""

    output: str = "body"  # "" where the text is not shown
    hidden: bool = False
    font: int = -1
    skip: int = 1  # how many characters stand in for one given by its number
    in_table: bool = False


@dataclass
class _Output:
    """The blocks of the body, of one note or of one header."""

    blocks: list[tuple[str, Kind]] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    is_item: bool = False

    def paragraph(self, in_table: bool) -> None:
        if in_table:
            self.line.append("\n")
            return
        self.blocks.append(("".join(self.line), "item" if self.is_item else "paragraph"))
        self.line.clear()

    def cell(self) -> None:
        self.cells.append(one_line("".join(self.line)))
        self.line.clear()

    def row(self) -> None:
        self.blocks.append(("\t".join(self.cells), "row"))
        self.cells.clear()

    def close(self) -> None:
        if self.cells:
            self.cell()
            self.row()
        self.paragraph(in_table=False)


def read_rtf(data: bytes, name: str) -> Reading:
    """The text of an RTF document. Raises UnreadableFile for what is no RTF or has no word in it."""
    if not data.strip():
        raise UnreadableFile(f"{name}: the file is empty.")
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile(f"{name}: not an RTF file, or a damaged one: it does not begin as one.")
    parser = _Parser(data.decode("latin-1"))
    parser.run()
    told = {key: parser.info.get(key, "").strip() for key in _TITLES}
    metadata = {k: Value(v, f"rtf:info.{k}") for k, v in told.items() if v and not is_filler(k, v)}
    draft = parser.draft()
    return Reading(draft.words(name), "rtf", metadata, draft.zones)


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._group = _Group()
        self._stack: list[_Group] = []
        self._outputs: dict[str, list[_Output]] = {"body": [_Output()], "note": [], "header": [], "footer": []}
        self.info: dict[str, str] = {}
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font_named = self._first_font = -1
        self._bytes = bytearray()
        self._unread = 0  # characters still to be passed over after one given by its number
        self._starred = False
        self._html = True  # text that Outlook wraps around the HTML it hides in RTF is switched off by \htmlrtf

    def draft(self) -> Draft:
        """All outputs in order; a header that comes again is taken once."""
        draft = Draft()
        for kind, outputs in self._outputs.items():
            seen = []
            for output in outputs:
                output.close()
                if kind in ("header", "footer") and output.blocks not in seen:
                    seen.append(output.blocks)
                    with draft.zone(kind):
                        _add(output, draft)
                elif kind in ("body", "note"):
                    _add(output, draft)
        return draft

    def run(self) -> None:
        while match := _TOKEN.match(self._source, self._at):
            self._at = match.end()
            word, number, code, sign, brace, text = match.groups()
            if brace:
                self._flush()
                self._unread = 0
                self._open() if brace == "{" else self._close()
                if not self._stack and brace == "}":
                    break
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._raw(bytes.fromhex(code))
            elif sign:
                self._sign(sign)
            elif text:
                self._raw(text.encode("latin-1"))
        self._flush()

    def _open(self) -> None:
        self._stack.append(self._group)
        self._starred = False

    def _close(self) -> None:
        if self._stack:
            self._group = self._stack.pop()

    def _raw(self, data: bytes) -> None:
        passed = min(self._unread, len(data))
        self._unread -= passed
        if len(data) > passed:
            self._bytes += data[passed:]

    def _flush(self) -> None:
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._say(data.decode(self._fonts.get(self._group.font, self._default), "replace"))

    def _say(self, text: str) -> None:
        output = self._group.output
        if output in _TITLES:
            self.info[output] = self.info.get(output, "") + text
        elif output == "fonttbl":
            return
        elif output and not self._group.hidden and self._html:
            self._outputs[output][-1].line.append(text)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in _SIGNS:
            self._flush()
            if self._unread:
                self._unread -= 1
            else:
                self._say(_SIGNS[sign])

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        starred, self._starred = self._starred, False
        if word == "u":
            self._say(chr((number or 0) % 0x10000))
            self._unread = self._group.skip
            return
        self._unread = 0
        if word == "bin":
            self._at += max(number or 0, 0)
        elif not self._destination(word, starred):
            self._control(word, number)

    def _destination(self, word: str, starred: bool) -> bool:
        """True if `word` says where the text of this group goes."""
        group = self._group
        if word == "listtext" or word == "pntext":
            self._outputs["body"][-1].is_item = True
        if word in _TITLES and self._stack and group.output == "":
            self._group = replace(group, output=word)
        elif word in ("shptxt", "ud") and group.output == "":
            self._group = replace(group, output="body")
        elif word in _OUTPUTS and group.output:
            self._group = replace(group, output=_OUTPUTS[word], in_table=False)
            self._outputs[_OUTPUTS[word]].append(_Output())
        elif word == "fonttbl":
            self._group = replace(group, output="fonttbl")
        elif word in _SKIPPED or (starred and group.output != "fonttbl"):
            self._group = replace(group, output="")
        else:
            return False
        return True

    def _control(self, word: str, number: int | None) -> None:
        group = self._group
        on = number != 0
        if word in ("ansicpg", "fcharset", "cpg", "deff", "f", "mac", "pc", "pca"):
            self._code_page(word, number or 0)
        elif word == "uc":
            self._group = replace(group, skip=max(number if number is not None else 1, 0))
        elif word in ("v", "deleted"):
            self._group = replace(group, hidden=on)
        elif word == "plain":
            self._group = replace(group, hidden=False, font=self._first_font)
        elif word == "htmlrtf":
            self._html = not on
        elif group.output not in self._outputs or not self._html:
            return
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        else:
            self._layout(word, self._outputs[group.output][-1])

    def _layout(self, word: str, output: _Output) -> None:
        if word == "pard":
            output.is_item = False
            self._group = replace(self._group, in_table=False)
        elif word == "intbl":
            self._group = replace(self._group, in_table=True)
        elif word in ("par", "sect", "page", "column"):
            output.paragraph(self._group.in_table)
        elif word in ("cell", "nestcell"):
            output.cell()
        elif word in ("row", "nestrow"):
            output.row()

    def _code_page(self, word: str, number: int) -> None:
        if word == "f" and self._group.output == "fonttbl":
            self._font_named = number
        elif word == "f":
            self._group = replace(self._group, font=number)
        elif word == "deff":
            self._first_font = number
        elif word == "fcharset":
            if number in _CHARSETS:
                self._fonts[self._font_named] = _CHARSETS[number]
        else:
            page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word) or _codec(number)
            if word == "cpg":
                self._fonts[self._font_named] = page
            else:
                self._default = page


def _codec(page: int) -> str:
    name = {65001: "utf-8", 10000: "mac_roman", 10007: "mac_cyrillic", 936: "gbk", 1361: "johab"}.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _add(output: _Output, draft: Draft) -> None:
    draft.gap()
    for text, kind in output.blocks:
        draft.add(text, kind)
