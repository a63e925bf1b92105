"""A phrase such as "U.S. Secretary of State Antony Blinken": where the role ends and the name begins."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.lexicon import BODIES, PARTICLES, ROLES, TITLES
from assistant.attribution.phrases import is_name
from assistant.attribution.tokens import Token

_PORTFOLIOS = frozenset(
    """state defense defence treasury foreign affairs justice interior internal health education energy commerce labor labour
    agriculture transportation homeland security finance economy war culture emergency situations republic staff""".split()
)


def split_name(words: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """A phrase such as "U.S. Secretary of State Antony Blinken" → the words of the role and those of the name."""
    last = -1
    for at, token in enumerate(words):
        low = token.low.rstrip(".")
        if (
            low in TITLES
            or low in ROLES
            or low.endswith(("'s", "s'"))
            or not (is_name(token) or low in PARTICLES)
            or (low in BODIES and at + 1 < len(words))
        ):
            last = at
    while (
        last + 1 < len(words)
        and words[last].low in {"of", "and", "for", "the"} | _PORTFOLIOS
        and words[last + 1].low in _PORTFOLIOS
    ):
        last += 1
    if last > 0 and words[last].low == "for" and words[last - 1].low in ROLES | TITLES:
        return list(words), []  # "the Minister for Water", "the spokesman for Mr. Poe"
    if last + 1 < len(words) and words[last].low == "of" and len(words) - last > 3:
        last = len(words) - 3
    elif last + 1 < len(words) and words[last].low == "of":
        last = len(words) - 1
    return list(words[: last + 1]), list(words[last + 1 :])
