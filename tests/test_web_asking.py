"""A question in steps: the engine's own stages, then the answer, or one sentence on why there is none."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from assistant import Assistant, Filters
from assistant.api.pool import Places, Pool
from assistant.export import export
from assistant.web import words
from assistant.web.asking import exchange
from assistant.web.exchanges import Asked, Exchanges

QUESTION = "Where does the river Kura flow?"


def asked(
    assistant: Assistant, question: Asked, before: Exchanges = (), places: Places | None = None
) -> list[Exchanges]:
    async def all_of_it() -> list[Exchanges]:
        return [shown async for shown in exchange(assistant, places or Places(), question, before)]

    return asyncio.run(all_of_it())


def test_the_stages_then_the_answer_with_its_sources(toy: Assistant) -> None:
    shown = [last for (last,) in asked(toy, Asked(QUESTION))]
    assert [(e.stage, e.done) for e in shown] == [
        ("", False),
        ("finding", False),
        ("reading", False),
        ("proving", False),
        ("", True),
    ]
    answer = shown[-1].answer
    assert answer is not None
    assert replace(answer, seconds=0) == replace(toy.ask(QUESTION), seconds=0)
    assert "<mark>The river Kura flows east. It is 1,515 km long.</mark>" in shown[-1].sources
    assert shown[-1].copies == ((1, export(answer, "plain", toy)),)


def test_a_follow_up_leans_on_what_was_asked_before_unless_it_stands_alone(toy: Assistant) -> None:
    before = asked(toy, Asked(QUESTION))[-1]
    for alone in (False, True):
        *_, last = asked(toy, Asked("And how long is it?", alone=alone), before)[-1]
        assert last.answer is not None
        assert (last.number, last.alone) == (2, alone)
        assert (last.answer.standalone_question == "And how long is it?") is alone


def test_bad_input_and_a_full_engine_are_one_sentence(toy: Assistant) -> None:
    (refused,) = asked(toy, Asked(" "))[-1]
    assert refused.error == "The question has no word in it; ask in words."
    (unknown,) = asked(toy, Asked(QUESTION, Filters(publishers=("Nobody",))))[-1]
    assert "Nobody" in (unknown.error or "")
    broken = Assistant(toy.index, lambda: 1 / 0, lambda: toy.judge)  # type: ignore[arg-type, return-value]
    (failed,) = asked(broken, Asked(QUESTION))[-1]
    assert failed.error == words.FAILED
    full = Places(asks=Pool(workers=1, waiting=0))
    with full.asks.long_run():
        (busy,) = asked(toy, Asked(QUESTION), places=full)[-1]
    assert busy.error == "Too much is being asked at once; please ask again in 1 s."
