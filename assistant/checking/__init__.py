"""Does a quote stand in the documents as it is given? Seven verdicts, each with the proved true words (docs/checking.md).

Way of a quote: `parts` (omissions, brackets) → `candidates` (stretches that share shingles with it) → `standing` (token
for token) → `crops` (what was cut off) and the speaker; else → `alignment` (what was changed) and `splices` (put together
from several places) → `verdicts`.
"""

from assistant.checking.verdicts import check

__all__ = ["check"]
