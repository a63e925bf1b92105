"""How a server holds out under many users: `assistant chat` in a process of its own, asked over HTTP as REST users do.

    python eval/load.py QUESTIONS.jsonl --index DIR [--users 50] [--think 15] [--seconds 60] [--chat-users 8] [--rounds 5] [--only rest|page]

Three scenes of REST. *Users*: each waits a while (exponential, `--think` seconds in the mean) between an answer and the next call; of
ten calls six ask, two search and two check a quote. *Overload*: as many users who never wait, four times over. *After*: one user,
to see that it recovers. Prints a Markdown row for each kind of call: how many were answered, refused (503) and failed
otherwise, and the seconds the answered took. A busy machine shows in all figures; the load average is told.

Two scenes of the page, through Gradio's own client: one user, and `--chat-users` who all ask in the same moment, each another
question, `--rounds` times. A row tells the seconds from sending to the answer, the answer's own (it tells them: a question that
is asked while another is worked on shares the processor, so they grow), and those beyond, in which waiting in line counts.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import math
import os
import random
import socket
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
from gradio_client import Client
from gradio_client.exceptions import AppError

SEED = 20
CALLS = ("ask",) * 6 + ("search",) * 2 + ("check",) * 2
Taken = dict[str, list[tuple[int, float]]]  # status and seconds, by call


def main() -> None:
    """Start the server, play the scenes, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--think", type=float, default=15.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--chat-users", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("rest", "page"))
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.questions.read_text(encoding="utf-8").splitlines()]
    texts = [row["question"] for row in rows if not row.get("history")]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "assistant",
        "chat",
        "--index",
        str(args.index),
        "--port",
        str(port),
        "--rate",
        "1000000",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        asyncio.run(until_up(address, texts[0]))
        print(f"Load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
        if args.only != "page":
            asyncio.run(scenes(address, texts, args.users, args.think, args.seconds))
        if args.only != "rest":
            chat_scenes(address, texts, args.chat_users, args.rounds)
    finally:
        server.terminate()
        server.wait(30)


async def scenes(address: str, texts: list[str], users: int, think: float, seconds: float) -> None:
    """All three, one after the other."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
        print(
            "| scene | call | answered | a second | refused | failed | p50, s | p95, s | max, s |\n|---|---|---|---|---|---|---|---|---|"
        )
        await scene(f"{users} users, {think:g} s between calls", client, texts, users, think, seconds)
        await scene(f"{4 * users} users who never wait", client, texts, 4 * users, 0.0, seconds / 3)
        await scene("one user after it", client, texts, 1, 0.1, seconds / 6)
        figures = (await client.get("/metrics")).text.splitlines()
        print(
            "\nCalls that run or wait at the end:",
            next(f for f in figures if f.startswith("assistant_engine_calls ")).split()[1],
        )


async def until_up(address: str, question: str) -> None:
    """Wait until the server answers a question, for which it loads its models."""
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        for _ in range(600):
            try:
                await client.post("/api/ask", json={"question": question})
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise SystemExit("The server did not come up.")


def chat_scenes(address: str, texts: list[str], users: int, rounds: int) -> None:
    """One user of the page, and all of them at once; prints their rows."""
    clients = [Client(address, verbose=False, analytics_enabled=False) for _ in range(users)]
    questions = itertools.cycle(random.Random(SEED).sample(texts, len(texts)))

    def asked(client: Client, question: str) -> tuple[float, float]:
        began = time.monotonic()
        try:
            own = float(client.predict(question, [], {}, api_name="/ask")["seconds"])
        except AppError:  # no place was free, which is told in one sentence
            own = math.nan
        return time.monotonic() - began, own

    print(
        "| page | asked | answered | seconds p50 | p95 | own p50 | p95 | beyond p50 | p95 |\n|---|---|---|---|---|---|---|---|---|"
    )
    for together in sorted({1, users}):
        found: list[tuple[float, float]] = []
        with ThreadPoolExecutor(together) as pool:
            for _ in range(rounds * users // together if together == 1 else rounds):
                found += pool.map(asked, clients[:together], itertools.islice(questions, together))
        answered = np.array([row for row in found if not math.isnan(row[1])])
        columns = (answered[:, 0], answered[:, 1], answered[:, 0] - answered[:, 1])
        figures = " | ".join(f"{np.percentile(c, 50):.2f} | {np.percentile(c, 95):.2f}" for c in columns)
        print(f"| {together} at once | {len(found)} | {len(answered)} | {figures} |", flush=True)


async def scene(
    name: str, client: httpx.AsyncClient, texts: list[str], users: int, think: float, seconds: float
) -> None:
    """Play one scene and print its rows."""
    taken: Taken = defaultdict(list)
    end = time.monotonic() + seconds
    await asyncio.gather(*(user(client, random.Random(SEED + n), texts, think, end, taken) for n in range(users)))
    for call in (*sorted(taken), "all"):
        found = [t for kind in taken.values() for t in kind] if call == "all" else taken[call]
        good = [s for status, s in found if status == 200] or [float("nan")]
        refused = sum(status == 503 for status, _ in found)
        failed = len(found) - refused - sum(status == 200 for status, _ in found)
        answered = len(found) - refused - failed
        cells = f"{answered} | {answered / seconds:.1f} | {refused} | {failed}"
        print(
            f"| {name} | {call} | {cells} | {np.percentile(good, 50):.2f} | {np.percentile(good, 95):.2f} | {max(good):.2f} |",
            flush=True,
        )


async def user(
    client: httpx.AsyncClient, chance: random.Random, texts: list[str], think: float, end: float, taken: Taken
) -> None:
    """One user until `end`: a call, a while of reading, the next. Who is refused comes back when told to, or gives the place up."""
    await asyncio.sleep(chance.random() * think)
    while time.monotonic() < end:
        call, text = chance.choice(CALLS), chance.choice(texts)
        body = {"ask": {"question": text}, "search": {"query": text}, "check": {"quote": text}}[call]
        began = time.monotonic()
        try:
            answer = await client.post(f"/api/{call}", json=body)
            status, again = answer.status_code, float(answer.headers.get("retry-after", 0))
        except httpx.TransportError:
            status, again = 0, 1.0
        taken[call].append((status, time.monotonic() - began))
        await asyncio.sleep(again if status != 200 else chance.expovariate(1 / think) if think else 0)


if __name__ == "__main__":
    main()
