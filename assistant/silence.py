"""Why the documents are silent, in one fixed sentence each, with nothing but the question's and the documents' own names in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.confidence import Evidence
from assistant.filters.selection import FORM, told
from assistant.premise.check import Reach
from assistant.rivals import FAR
from assistant.types import Answer, InForce

NEAREST = 3  # passages shown beside a silence
SUBJECT = 0.34  # share of the question's words around the best sentence from which it is on the subject

NOTHING = "The documents do not say: nothing in them is on this subject."
NOT_THIS = "The documents do not say: they touch the subject, but no passage answers this."
# what is never quoted is not searched either: "Similar news" beside an article may have the name
UNKNOWN_NAME = "The documents do not say: {} not named anywhere in them, menus and lists of other news aside."
NAMELESS = "{} not named anywhere in the documents, menus and lists of other news aside."
NAMELESS_SPEAKER = (
    "{} not named anywhere in the documents, menus and lists of other news aside, nor is who speaks in the first quote: "
    "whether they said it is not proved."
)
NOT_BY = "Not said by {} in these documents: what comes nearest is said by {}."
NOT_BY_ANY = "Not said by {} in these documents: who said what comes nearest is unknown."
SECOND_HAND = "The documents have it only second-hand, as reported speech: no direct quotation in them says it."
EXCHANGED = "The documents do not say this: what comes nearest says it of another, or the other way round."
OTHER_NUMBER = "The documents do not say this: {} not in what comes nearest, which has another number there."
CONTRARY = "The documents do not say this: what comes nearest says the contrary."
STRAYED = "The documents do not say: what comes nearest has hardly a word of what was asked and answered before."
ABSENT_NAME = "The documents do not say this: {} not named in the document that comes nearest."
OUTSIDE = "The documents do not say it within your filter ({}): what comes nearest lies outside it."
NONE_INSIDE = "The documents do not say: nothing in them passes your filter ({})."
VAGUE = "The question has no word that could be searched; name a person, place or subject."
WITHHELD = "What was found could not be proved against its source, so it is withheld."


def too_vague_answer(question: str, standalone: str) -> Answer:
    """Silence to a question without a word that could be searched."""
    return Answer(question, standalone, True, VAGUE, 0.0, (), (), (), 0.0)


def outside(inside: Answer, anywhere: Answer, in_force: Sequence[InForce]) -> Answer:
    """The silence `inside` filters, told as theirs where the documents say it `anywhere` else or nothing passes them.

    It is never surer of an answer than without them: what they leave out may be what speaks against one.
    """
    inside = replace(inside, confidence=min(inside.confidence, anywhere.confidence))
    if inside.withheld or (inside.nearest and anywhere.abstained):
        return inside
    nearest = (anywhere.citations or anywhere.nearest)[:NEAREST]
    reason = (OUTSIDE if nearest else NONE_INSIDE).format(told(in_force))
    if nearest and nearest[0].how == "reported" and {f.name for f in in_force} == {FORM}:
        reason = SECOND_HAND
    return replace(inside, reason=reason, nearest=nearest, outside=bool(nearest))


def why_silent(
    found: Evidence | None,
    unproved: bool = False,
    not_by: str | None = None,
    otherwise: bool = False,
    strayed: bool = False,
    said_by: str | None = None,
) -> str:
    """The reason for a silence: what `found` lacks or contradicts; that all was `unproved`; that the words are `not_by` the
    one asked about but `said_by` another; that what is nearest tells it of another (`otherwise`), or has `strayed` from what the
    question points back at."""
    if unproved:
        return WITHHELD
    if found and found.unknown_names:
        return UNKNOWN_NAME.format(_listed(found.unknown_names))
    if not_by:
        return NOT_BY.format(not_by, said_by) if said_by else NOT_BY_ANY.format(not_by)
    if strayed:
        return STRAYED
    if found is None or found.on_subject < SUBJECT:
        return NOTHING
    held = found.premise
    of_others = any(n.reach == Reach.SENTENCE for n in held.contradicted)  # it has the number, of other things
    if otherwise or held.exchanged or held.other_agent or held.elsewhere or of_others:
        return EXCHANGED
    if others := [n.value for n in held.contradicted if not n.value.startswith("month")]:
        return OTHER_NUMBER.format(_listed(others))
    if held.denied or held.opposite:
        return CONTRARY
    if found.outdone >= FAR:
        return EXCHANGED
    if held.absent or held.uncounted:
        return ABSENT_NAME.format(_listed([*(n.name for n in held.absent), *(n.absent for n in held.uncounted)]))
    return NOT_THIS


def notes_on(found: Evidence | None) -> tuple[str, ...]:
    """What must be known of an answer: names of the question that the documents have in no shape."""
    names = found.premise.names if found else ()
    speaking = [n.name for n in names if n.speaks]
    nowhere = [n.name for n in names if n.reach == Reach.NOWHERE and not n.doubtful]
    told = ((NAMELESS_SPEAKER, speaking), (NAMELESS, nowhere))
    return tuple(form.format(_listed(missing)) for form, missing in told if missing)


def _listed(names: Sequence[str]) -> str:
    """“A” is; “A” and “B” are."""
    bare = dict.fromkeys(re.sub(r"['’]s?$", "", name) for name in names)
    return " and ".join(f"“{n}”" for n in bare) + (" is" if len(bare) == 1 else " are")
