"""Does a candidate sentence speak of what the question takes for granted: its names, its numbers, its roles?

Models that score question and sentence together like a sentence for its words: one on the same matter, but of another
person, year or direction, scores as high as the answer. These rules only ever speak against a sentence, each with the
spans it rests on. How often each fires, rightly and wrongly, is measured by `eval/swaps.py` (docs/premise.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.premise.acts import answers_another, untold
from assistant.premise.names import Named, Place, Reach, named
from assistant.premise.numbers import Numbered, numbered
from assistant.premise.offices import other_country, other_office
from assistant.premise.opposites import opposed
from assistant.premise.roles import Clash, confirmed, denied, exchanged, other_agent
from assistant.premise.slots import (
    counts_elsewhere,
    counts_others,
    dated_elsewhere,
    is_agentless,
    lasts_elsewhere,
    unfilled,
)
from assistant.premise.stances import other_stance, valued_otherwise
from assistant.snapshot import Snapshot
from assistant.types import Document, Span

__all__ = ["Clash", "Named", "Numbered", "Premise", "Reach", "premise", "refuted", "spread"]


@dataclass(frozen=True)
class Premise:
    """What of a question's premise a candidate sentence has, lacks or contradicts; None is "not surely so".

    `names` and `numbers` are all of the question's, in order, each with its nearest place. `exchanged`: the sentence
    has the question's parties the other way round. `other_agent`: it says the same of another party. `elsewhere`: it
    tells of another country's body of the same name, of the same thing in another country, or of a reply to another. `denied`: it denies what the question takes for granted, or affirms
    what the question denies. `opposite`: it has the contrary of a word of the question, and not that word, or calls bad what the question takes to be held for good. `confirmed`: it
    tells what is taken for granted of the question's own doer. `unfilled`: a quantity, a year or a day is asked for, and it
    has none; or how many of a people, and it counts another; or how long something lasts, and another thing lasts there; or an act
    is asked about (thanks, a reply), and nothing around it tells of one. `dated_elsewhere`: when something was is asked, and the sentence seems to date another thing; `counts_elsewhere` the same of how many there are.
    `other_stance`: it refuses, regrets … where the question takes for granted that somebody accepts, praises …, or the other way round.
    """

    names: tuple[Named, ...]
    numbers: tuple[Numbered, ...]
    exchanged: Clash | None
    other_agent: Clash | None
    elsewhere: Clash | None
    denied: Clash | None
    opposite: Clash | None
    confirmed: bool
    unfilled: bool
    dated_elsewhere: bool = False
    counts_elsewhere: bool = False
    other_stance: bool = False

    @property
    def farthest_name(self) -> Reach:
        """The reach of the question's name that is farthest from the sentence."""
        return max((n.reach for n in self.names), default=Reach.SENTENCE)

    @property
    def farthest_number(self) -> Reach:
        """The reach of the question's number that is farthest from the sentence."""
        return max((n.reach for n in self.numbers), default=Reach.SENTENCE)

    @property
    def absent(self) -> tuple[Named, ...]:
        """The names that surely stand nowhere in the sentence's document."""
        return tuple(n for n in self.names if n.reach > Reach.DOCUMENT and not n.doubtful)

    @property
    def uncounted(self) -> tuple[Numbered, ...]:
        """The numbers that surely stand nowhere in the sentence's document."""
        return tuple(n for n in self.numbers if n.absent)

    @property
    def clashes(self) -> bool:
        """True if the sentence surely says otherwise: the parties exchanged, another number, the contrary."""
        clashes = (self.exchanged, self.other_agent, self.elsewhere, self.denied, self.opposite)
        return any(clashes) or bool(self.contradicted)

    @property
    def contradicted(self) -> tuple[Numbered, ...]:
        """The numbers in whose place the sentence has another."""
        return tuple(n for n in self.numbers if n.instead)


def premise(question: str, sentence: Span, context: str, document: Document, corpus: Snapshot) -> Premise:
    """The premise of `question` held against `document.text[sentence.start:sentence.end]`, which is read with `context`.

    Spans of the question are offsets in it, all others in the document's text.
    """
    place = Place(document, sentence, context)
    text = document.text[sentence.start : sentence.end]
    elsewhere = (
        other_office(question, text, context) or other_country(question, text) or answers_another(question, text)
    )
    opposite = opposed(question, text, context) or valued_otherwise(question, text)
    return Premise(
        names=named(question, place, corpus),
        numbers=numbered(question, place),
        exchanged=_moved(exchanged(question, text), sentence.start),
        other_agent=_moved(other_agent(question, text), sentence.start),
        elsewhere=_moved(elsewhere, sentence.start),
        denied=_moved(denied(question, text), sentence.start),
        opposite=_moved(opposite, sentence.start),
        confirmed=confirmed(question, text),
        unfilled=unfilled(question, text, place.beside)
        or counts_others(question, text)
        or is_agentless(question, text)
        or lasts_elsewhere(question, place.told)
        or untold(question, place.around),
        dated_elsewhere=dated_elsewhere(question, f"{place.told} {context}"),
        counts_elsewhere=counts_elsewhere(question, text),
        other_stance=other_stance(question, text),
    )


def spread(premises: Sequence[Premise]) -> Premise:
    """The first of the premises, which are one question's, with each name and number where it is nearest in any of them,
    and what is asked for where any has it."""
    names = (min(same, key=lambda name: name.reach) for same in zip(*(p.names for p in premises), strict=True))
    numbers = (
        min(same, key=lambda n: (n.reach, bool(n.absent))) for same in zip(*(p.numbers for p in premises), strict=True)
    )
    return replace(
        premises[0],
        names=tuple(names),
        numbers=tuple(numbers),
        unfilled=all(p.unfilled for p in premises),
        dated_elsewhere=all(p.dated_elsewhere for p in premises),
        counts_elsewhere=all(p.counts_elsewhere for p in premises),
        other_stance=all(p.other_stance for p in premises),
    )


def refuted(premises: Sequence[Premise]) -> bool:
    """True if of the best few sentences one tells of another doer, or the other way round, and none of the question's."""
    clashes = any(p.exchanged or p.other_agent for p in premises)
    return clashes and not any(p.confirmed for p in premises)


def _moved(clash: Clash | None, by: int) -> Clash | None:
    return Clash(clash.question, Span(clash.text.start + by, clash.text.end + by)) if clash else None
