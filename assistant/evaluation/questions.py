"""Known questions out of files: our JSONL, CSV and XLSX tables, or one question a line. Where gold stands is `places`' work."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from assistant.errors import BadInput
from assistant.filters.selection import EVERYTHING, read_filters
from assistant.metrics import DocumentSpan
from assistant.types import Filters, Turn

TRUE, FALSE = frozenset(("true", "yes", "1")), frozenset(("false", "no", "0"))

LARGEST_UNPACKED = 64 * 2**20  # bytes of a workbook
MOST_ROWS, MOST_COLUMNS = 100_000, 100  # of its sheet; what stands beyond is not read


@dataclass(frozen=True)
class Question:
    """One known question. `answerable` is None where the file does not say (then it is asked, not scored).

    `gold` are the spans that answer it and `quotes` their words as the file has them ("" where it gives none); `answers`
    are short answers that a right quote holds, one of which is enough; `speaker` is whose words the answer is. `relevant`
    are grades of whole documents, for sets that know no spans; `document` says where the answers stand, for tables
    without offsets. `rules` names the matching rules of a public set ("multihop"). `reviewed` is False for a draft.
    """

    id: str
    question: str
    history: tuple[Turn, ...] = ()
    kind: str = ""
    answerable: bool | None = None
    gold: tuple[DocumentSpan, ...] = ()
    filters: Filters = EVERYTHING
    quotes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    speaker: str | None = None
    relevant: Mapping[str, int] = field(default_factory=dict)
    document: str | None = None
    rules: str = ""
    reviewed: bool = True


def load_questions(path: Path) -> list[Question]:
    """Questions of a JSONL file, of a CSV or XLSX table with a `question` column, or one a line. Raises BadInput.

    A table may have the columns id, question, answer (several are parted by "|"), document, kind, speaker and answerable.
    Where it has an answer column, an empty cell there says that the documents do not say.
    """
    readers: dict[str, Callable[[Path], list[Question]]] = {".jsonl": _jsonl, ".csv": _csv, ".xlsx": _xlsx}
    found = readers.get(path.suffix.lower(), _plain)(path)
    if not found:
        raise BadInput(f"There is no question in {path}.")
    twice = next((name for name, count in Counter(q.id for q in found).items() if count > 1), None)
    if twice is not None:
        raise BadInput(f"Two questions of {path} have the id {twice!r}; give each its own.")
    return found


def turns(history: Sequence[str | Mapping[str, str]]) -> tuple[Turn, ...]:
    """History in either JSON form as Turns; a plain string is the user's."""
    return tuple(Turn("user", h) if isinstance(h, str) else Turn(h["role"], h["content"]) for h in history)


def read_text(path: Path) -> str:
    """A UTF-8 file without its byte-order mark. Raises BadInput."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8 text.") from error


def _plain(path: Path) -> list[Question]:
    return [Question(str(n), line.strip()) for n, line in enumerate(read_text(path).splitlines(), 1) if line.strip()]


def _jsonl(path: Path) -> list[Question]:
    lines = enumerate(read_text(path).split("\n"), 1)
    return [_from_json(line, f"{path}, line {n}", n) for n, line in lines if line.strip()]


def _from_json(line: str, where: str, number: int) -> Question:
    try:
        row = json.loads(line)
        gold = row.get("gold") or ()
        answerable = row.get("answerable")
        if not isinstance(row["question"], str):
            raise TypeError
        return Question(
            str(row.get("id", number)),
            row["question"],
            turns(row.get("history") or ()),
            str(row.get("kind", "")),
            None if answerable is None else bool(answerable),
            tuple((str(g["document"]), int(g.get("start", -1)), int(g.get("end", -1))) for g in gold),
            read_filters(row.get("filters") or {}),
            tuple(str(g.get("quote") or "") for g in gold),
            tuple(str(a) for a in row.get("answers") or ()),
            row.get("speaker") or None,
            {str(name): int(grade) for name, grade in (row.get("relevant") or {}).items()},
            row.get("document") or None,
            str(row.get("rules") or ""),
            row.get("reviewed", True) is not False,
        )
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(f'{where}: not a JSON object with a "question" (see docs/design.md for the form).') from error


def _csv(path: Path) -> list[Question]:
    return _table(path, csv.reader(io.StringIO(read_text(path), newline="")))


def _xlsx(path: Path) -> list[Question]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise BadInput(f"{path} unpacks to more than {LARGEST_UNPACKED // 2**20} MiB; save it as CSV.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise BadInput(f"{path} cannot be read as an XLSX workbook.") from error
    try:
        # A few bytes may claim a million wide rows, so rows and columns are bounded.
        sheet = book.worksheets[0] if book.worksheets else None
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True) if sheet else iter(())
        return _table(path, [["" if cell is None else str(cell) for cell in row] for row in rows])
    finally:
        book.close()


def _table(path: Path, rows: Iterable[Sequence[str]]) -> list[Question]:
    header, *body = list(rows) or [[]]
    columns = [name.strip().casefold() for name in header]
    if "question" not in columns:
        raise BadInput(f'{path} has no column called "question".')
    numbered = [(n, dict(zip(columns, map(str.strip, row), strict=False))) for n, row in enumerate(body, 1)]
    return [_from_row(row, f"{path}, row {n}", n) for n, row in numbered if any(row.values())]


def _from_row(row: Mapping[str, str], where: str, number: int) -> Question:
    if not row.get("question"):
        raise BadInput(f"{where}: the question is empty.")
    answers = tuple(a.strip() for a in row.get("answer", "").split("|") if a.strip())
    word = row.get("answerable", "").casefold()
    if word and word not in TRUE | FALSE:
        raise BadInput(f'{where}: "answerable" is {word!r}, which is neither yes nor no.')
    known = word in TRUE if word else bool(answers) if "answer" in row else None
    return Question(
        row.get("id") or str(number),
        row["question"],
        kind=row.get("kind", ""),
        answerable=known,
        answers=answers if known is not False else (),
        speaker=row.get("speaker") or None,
        document=row.get("document") or None,
    )
