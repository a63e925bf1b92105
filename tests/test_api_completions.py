"""OpenAI's own client against /v1: whole answers, pieces, silences, errors; hostile text stays text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

import openai
import pytest
from markdown_it import MarkdownIt
from openai import OpenAI

from assistant import Assistant
from assistant.api.prose import pieces, spoken
from assistant.web import Access, Rules
from tests.serving import serving, toy_assistant

QUESTION = "Where does the river Kura flow?"
HOSTILE = (
    "The river flows <script>alert(1)</script> <img src=http://example.invalid/i.png> ![x](http://example.invalid/m.png) "
    "[a](javascript:alert(2)) `code` *bold* <https://example.invalid> www.example.invalid &lt;b&gt; \u202eback\u202c | a"
)


@pytest.fixture(scope="module")
def toy_engine(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("completions")
    assistant = toy_assistant(folder)
    (folder / "corpus" / "hostile.txt").write_text(f"{HOSTILE}.\n", encoding="utf-8")
    assistant.add([folder / "corpus"])
    return assistant


@pytest.fixture(scope="module")
def address(toy_engine: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    access = Access.read(None, "a-token-for-programs")
    with serving(toy_engine, Rules(access=access)) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> OpenAI:
    return OpenAI(base_url=f"{address}/v1", api_key="a-token-for-programs", max_retries=0)


def test_the_model_answers_with_quotes_and_citations(client: OpenAI, toy_engine: Assistant) -> None:
    assert [model.id for model in client.models.list()] == ["assistant"]
    completion = client.chat.completions.create(
        model="assistant",
        messages=[{"role": "system", "content": "Answer in rhyme."}, {"role": "user", "content": QUESTION}],
        temperature=0.7,
    )
    answer = toy_engine.ask(QUESTION)
    message = completion.choices[0].message
    assert message.content == "\n\n".join(pieces(answer))
    assert message.content.startswith(
        "> “The river Kura flows east. It is 1,515 km long.” \\[1\\]\n>\n> a.txt, characters 0 to 47; speaker: unknown"
    )
    assert message.citations == json.loads(json.dumps([asdict(c) for c in answer.citations]))  # type: ignore[attr-defined]
    assert completion.usage is not None
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens > 20


def test_pieces_make_up_the_same_message(client: OpenAI, toy_engine: Assistant) -> None:
    stream = client.chat.completions.create(
        model="assistant",
        messages=[{"role": "user", "content": QUESTION}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    answer = toy_engine.ask(QUESTION)
    assert "".join(delta.content or "" for delta in deltas) == "\n\n".join(pieces(answer))
    assert deltas[-1].citations == json.loads(json.dumps([asdict(c) for c in answer.citations]))  # type: ignore[attr-defined]
    assert [chunk.choices[0].finish_reason for chunk in chunks[-3:-1]] == [None, "stop"]
    assert chunks[-1].usage is not None


def test_a_silence_says_so_and_a_follow_up_is_understood(client: OpenAI) -> None:
    silent = client.chat.completions.create(
        model="assistant", messages=[{"role": "user", "content": "Who won 87 cups?"}]
    )
    said = silent.choices[0].message
    assert said.abstained  # type: ignore[attr-defined]
    assert said.citations == []  # type: ignore[attr-defined]
    assert (said.content or "").startswith("The documents do not say")
    first = client.chat.completions.create(model="assistant", messages=[{"role": "user", "content": QUESTION}])
    followed = client.chat.completions.create(
        model="assistant",
        messages=[
            {"role": "user", "content": QUESTION},
            {"role": "assistant", "content": first.choices[0].message.content or ""},
            {"role": "user", "content": [{"type": "text", "text": "And how long is it?"}]},
        ],
    )
    assert (followed.choices[0].message.content or "").startswith("Read as: ")


def test_an_earlier_answer_is_heard_as_its_quotes(toy_engine: Assistant) -> None:
    answer = toy_engine.ask("Where does the river flow?")
    assert spoken("\n\n".join(pieces(answer))) == " ".join(
        " ".join(c.quote.split()) for c in sorted(answer.citations, key=lambda c: c.rank)
    ).replace("\u202e", "⟨U+202E⟩").replace("\u202c", "⟨U+202C⟩")
    silence = toy_engine.ask("Who won 87 cups?")
    assert spoken("\n\n".join(pieces(silence))) == silence.reason
    assert spoken("What somebody else's model said.\n\nAnd more.") == "What somebody else's model said."


def test_hostile_text_stays_text(client: OpenAI) -> None:
    completion = client.chat.completions.create(
        model="assistant", messages=[{"role": "user", "content": "Which river flows with code, back and bold?"}]
    )
    content = completion.choices[0].message.content or ""
    assert "alert" in content
    for rules in ("commonmark", "gfm-like"):
        options = {"html": True, "linkify": False}
        read = MarkdownIt(rules, options).render(content)
        for tag in ("<script", "<img", "<a ", "<code", "<em", "<table", "<b>"):
            assert tag not in read
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in read
        assert "⟨U+202E⟩back⟨U+202C⟩" in read


@pytest.mark.parametrize(
    ("messages", "more", "sentence"),
    [
        ([], {}, "messages: List should have at least 1 item"),
        ([{"role": "assistant", "content": "Hello."}], {}, "The last message must be the user's question."),
        ([{"role": "user", "content": "?"}], {}, "The question has no word in it; ask in words."),
        ([{"role": "user", "content": QUESTION}], {"n": 2}, "There is one answer to a question; leave “n” out."),
        (
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
            {},
            "Only texts can be asked;",
        ),
        (
            [{"role": "user", "content": QUESTION}],
            {"extra_body": {"filters": {"who": "x"}}},
            "filters.who: Extra inputs",
        ),
    ],
)
def test_bad_input_is_one_sentence(client: OpenAI, messages: list, more: dict, sentence: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(openai.APIStatusError) as refused:
        client.chat.completions.create(model="assistant", messages=messages, **more)
    assert refused.value.status_code in (400, 422)
    assert refused.value.body["message"].startswith(sentence)  # type: ignore[index]


def test_the_wrong_key_is_refused(address: str) -> None:
    with pytest.raises(openai.AuthenticationError):
        OpenAI(base_url=f"{address}/v1", api_key="another-token-altogether", max_retries=0).models.list()
