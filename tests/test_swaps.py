"""What the script on swapped questions tells of the premise check."""

from __future__ import annotations

from assistant import Assistant
from assistant.premise.check import premise
from assistant.types import Document, Span
from eval.swaps import signs


def test_the_signs_that_fire_are_told_by_their_names(toy: Assistant) -> None:
    text = "Ann Lee sued Bo Ray in 1962."
    document = Document("a.txt", "0" * 64, text)
    with toy.index.view() as view:
        fired = [
            signs(premise(question, Span(0, len(text)), "", document, view.store))
            for question in ("Why did Lee sue Ray?", "Why did Ray sue Lee?", "Why did Lee sue Cy Poe in 1963?")
        ]
    assert fired == [
        set(),
        {"exchanged"},
        {"name NEAR or farther", "name DOCUMENT or farther", "absent", "number NEAR or farther", "number NOWHERE or farther"},
    ]  # fmt: skip
