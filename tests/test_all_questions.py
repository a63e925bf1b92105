"""All development questions on the seeds, with the real models, through the gate."""

from __future__ import annotations

from assistant import Assistant
from tests.gates import assert_passes


def test_the_gate(seeds: Assistant) -> None:
    assert_passes(seeds, "seeds")
