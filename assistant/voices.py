"""Whose words a sentence is: the statement it belongs to, and whether that is the speaker a question asks about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from assistant.attribution.lexicon import SPEECH_NOUNS, VERBS
from assistant.constraints.demands import is_state, may_speak_for, same_name, speaks_for
from assistant.constraints.names import state_of
from assistant.holders import Sides, names_state_of, office_told
from assistant.premise.names import is_office_alone, speaks_unnamed
from assistant.ranking import Candidate, best_first
from assistant.snapshot import Snapshot
from assistant.text import word_form, words
from assistant.types import Span, Statement

_TELLING = {*VERBS, *SPEECH_NOUNS} | frozenset(
    "accept accepted accepts agree agreed agrees answer answered refuse refused refuses refusal reject rejected rejects rejection reply replied"
    " respond responded response react reacted reaction letter position view letters initiative initiatives".split()
)  # what one does with words
HEADING = 3.0  # what being a heading or a dateline takes off a score: it names whoever speaks below and says nothing


class Voice(Enum):
    """Whose words a sentence is, if a question names whose it wants; the value is what that takes off its score."""

    THEIRS = 0.0
    UNKNOWN = 1.0
    TOLD = 3.0  # the document tells in it what others said
    OTHERS = 6.0


class Wanted(NamedTuple):
    """Whose words a question wants: the `name` that it has for them, and who of the speakers may be meant by it and who not. Where
    `deeds` do as well ("How did A react?"), only what another says without naming that one is no answer."""

    name: str
    sides: Sides = Sides()
    deeds: bool = False


def statement_of(statements: Sequence[Statement], span: Span) -> Statement | None:
    """Whose words most of `span` are: the innermost statement that covers half of it, else the one that covers most."""
    shared = [(min(s.end, span.end) - max(s.start, span.start), s) for s in statements]
    overlapping = [(n, s) for n, s in shared if n > 0]
    covering = [(s.end - s.start, s.start, s) for n, s in overlapping if 2 * n >= span.end - span.start]
    if covering:
        return min(covering)[2]
    return max(overlapping, key=lambda o: (o[0], -o[1].start))[1] if overlapping else None


def statements_in(statements: Sequence[Statement], span: Span) -> list[Statement]:
    """The statements that stand wholly in `span`."""
    return [s for s in statements if span.start <= s.start and s.end <= span.end]


def voiced(found: Iterable[Candidate]) -> list[Candidate]:
    """`found`, each read with who speaks, where its sentence does not say so: "We hope so." is Ann Lee's."""
    return [replace(c, context=f"{c.context} . {name} said") if (name := _unnamed(c)) else c for c in found]


def _unnamed(candidate: Candidate) -> str | None:
    said = statement_of(candidate.document.statements, candidate.sentence)
    if said is None or said.speaker is None:
        return None
    last = said.speaker.split()[-1]
    return None if last.casefold() in candidate.text.casefold() else said.speaker


def by_speaker(ranked: Sequence[Candidate], wanted: Wanted | None, headings: bool = True) -> list[Candidate]:
    """`ranked` anew where the question names whose words it wants: those first, another's last, and headings further down unless
    they may be the answer."""
    if wanted is None:
        return list(ranked)

    def moved(c: Candidate) -> Candidate:
        heading = HEADING * (c.is_heading and not headings)
        return replace(c, placed=c.placed - heading, penalty=c.penalty + voice(c, wanted).value)

    return best_first(moved(c) for c in ranked)


def voice(candidate: Candidate, wanted: Wanted) -> Voice:
    """Whether the sentence is of the speaker who is `wanted`, who may also only report it, or be told in it to have said
    something."""
    asked, at = wanted.name, candidate.sentence
    if wanted.deeds and (
        word_form(asked.split()[-1]) in _forms(candidate.text) or names_state_of(asked, candidate.text)
    ):
        return Voice.THEIRS
    said = statement_of(candidate.document.statements, at)
    told = statements_in(candidate.document.statements, at)
    if any(spoken_by(asked, s.speaker, s.role, s.reported_by) for s in (said, *told) if s):
        return Voice.THEIRS
    if any(is_state(asked, label) for s in (said, *told) if s for label in (s.speaker, s.role, *s.reported_by)):
        return Voice.THEIRS
    if said and said.speaker in wanted.sides.others:
        return Voice.OTHERS
    # a description ("the spokesman", "the Azerbaijani side") may mean anybody; only a name can be the wrong one
    last = asked.split()[-1]
    named = last[0].isupper()
    # a text of its own that names the one asked about may tell what that one said
    may_tell = said is not None and said.how == "own" and word_form(last) in _forms(candidate.text)
    office = said is not None and said.speaker is not None and is_office_alone(said.speaker, asked)
    if named and said and said.speaker and not office and not may_tell and not _may_be(wanted, said):
        return Voice.OTHERS
    tells = any(s.speaker and not _may_be(wanted, s) for s in told if named or s.speaker in wanted.sides.others)
    return Voice.TOLD if tells else Voice.UNKNOWN


def _may_be(wanted: Wanted, said: Statement) -> bool:
    """Whether the speaker may be meant after all: speaks for the state that is wanted, or for a body of no country."""
    if said.speaker in wanted.sides.own and state_of(wanted.name):
        return True
    return said.speaker not in wanted.sides.others and may_speak_for(wanted.name, f"{said.speaker}, {said.role}")


def spoken_by(asked: str, speaker: str | None, role: str | None = None, reported_by: Sequence[str] = ()) -> bool:
    """True if `asked`, a name as a question has it, denotes the speaker of a statement or who reports it."""
    known = [name for name in (speaker, *reported_by) if name and name != "unknown"]
    if role and speaker:
        known.append(f"{speaker}, {role}")
    return any(asked == name or same_name(asked, name) or speaks_for(asked, name) for name in known)


def cannot_be_of(ranked: Sequence[Candidate], wanted: Wanted, corpus: Snapshot) -> bool:
    """Whether the answer is surely not of the speaker who is `wanted`: another says it or is told there to have said so, or the corpus
    never names that one or has no word of the holder of that office, unless who speaks there has no name either."""
    best, said = ranked[0], max(ranked, key=lambda c: c.score + c.penalty)
    if wanted.deeds:
        return said is best and voice(best, wanted) in (Voice.TOLD, Voice.OTHERS)
    asked = wanted.name
    last = asked.split()[-1]
    if last[0].isupper() and not corpus.word_count(word_form(last)) and not _is_short_for_one(asked, ranked):
        return not speaks_unnamed(best.document, best.sentence, asked)
    whose = voice(best, wanted)
    if whose in (Voice.UNKNOWN, Voice.TOLD) and state_of(asked) and _is_merely_named(best, wanted):
        return True
    if wanted.sides.unheard and whose in (Voice.UNKNOWN, Voice.TOLD):
        told = office_told(asked)
        return told is not None and not told.search(best.text)
    if whose == Voice.TOLD and said is best:  # where it names the one asked about, that one may have said it after all
        is_of_state = not wanted.sides.others or names_state_of(asked, best.text)
        return not (is_of_state and word_form(last) in _forms(best.text))
    far_behind = said.score + said.penalty - best.score - best.penalty >= Voice.OTHERS.value / 2
    return whose != Voice.THEIRS and voice(said, wanted) == Voice.OTHERS and (said is best or far_behind)


def _is_merely_named(candidate: Candidate, wanted: Wanted) -> bool:
    """Whether a state is asked for its words and the text is another's, in which nobody of it speaks and no word of the sentence tells
    that it said anything: "Contrary to Armenia's commitments, …" is nothing that Armenia said."""
    names = {s.speaker for s in candidate.document.statements if s.speaker}
    own = names & wanted.sides.own or any(is_state(wanted.name, name) for name in names)
    return bool(names & wanted.sides.others) and not own and not _forms(candidate.text) & _TELLING


def _forms(text: str) -> set[str]:
    return {word_form(text[s:e]) for s, e in words(text)}


def _is_short_for_one(asked: str, ranked: Sequence[Candidate]) -> bool:
    """Whether `asked` is the initials, as in "the Azerbaijani MFA", of somebody who speaks in the documents or has a spokesperson there."""
    labels = {(s.speaker, s.role) for c in ranked for s in c.document.statements if s.speaker}
    return asked.split()[-1].isupper() and any(
        same_name(asked, name or "") or may_speak_for(asked, f"{name}, {role}") for name, role in labels
    )
