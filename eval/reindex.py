"""What indexing an unchanged folder again costs: `python eval/reindex.py [FILES]` (1,000 unless told).

Writes small documents, indexes them with the bundled encoder, indexes them again and prints the seconds beside those that
reading the same bytes takes, in one run. Exits 1 where anything was embedded again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from assistant import Assistant

TEXT = (
    "Report number {0}. The council of town {0} met on Monday. It decided {1} matters, and its clerk wrote {2} pages."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="?", type=int, default=1000)
    count = parser.parse_args().files
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "documents"
        folder.mkdir()
        for i in range(count):
            (folder / f"{i:05}.txt").write_text(TEXT.format(i, i % 7 + 1, i * 3 + 1), encoding="utf-8")
        began = time.perf_counter()
        assistant = Assistant.build([folder], Path(temporary) / "index")
        first = time.perf_counter() - began
        began = time.perf_counter()
        for path in folder.iterdir():
            path.read_bytes()
        reading = time.perf_counter() - began
        began = time.perf_counter()
        report = assistant.add([folder])
        again = time.perf_counter() - began
    print(f"{count} files: indexed in {first:.1f} s, again in {again:.2f} s, of which reading {reading:.2f} s; "
          f"{report.embedded} embedded, {len(report.unchanged)} unchanged")  # fmt: skip
    sys.exit(report.embedded != 0 or len(report.unchanged) != count)


if __name__ == "__main__":
    main()
