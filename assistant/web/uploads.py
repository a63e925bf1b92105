"""Files sent to be indexed: the route that takes one, what the browser does with those that are chosen, what came of each."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.library import LARGEST_UPLOAD, upload
from assistant.text import storable
from assistant.web import words
from assistant.web.guard import UPLOADS

MOST_FILES = 200  # at a time
PATIENCE = 300  # seconds that the browser goes on asking for a place to send a file to
# One file after the other; the outcome of each comes back as the server told it, to be shown by `outcomes`. Who presses again
# meanwhile gets what comes of the first press.
SEND_FILES = f"""() => window.uploading ??= (async () => {{
  const input = document.querySelector('#upload-files input'), told = document.querySelector('#upload-progress');
  const files = [...(input?.files ?? [])].slice(0, {MOST_FILES}), found = [];
  const wait = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
  const bar = document.createElement('progress');
  bar.max = files.length; bar.setAttribute('aria-label', {json.dumps(words.UPLOADING)});
  const send = async (file) => {{
    if (file.size > {LARGEST_UPLOAD}) return [413, null];
    for (let waited = 0; ;) {{
      const answer = await fetch('uploads?name=' + encodeURIComponent(file.name.slice(-300)), {{method: 'POST', body: file}});
      if (answer.status !== 503 || waited >= {PATIENCE}) return [answer.status, await answer.json()];
      const seconds = Math.min(10, +answer.headers.get('retry-after') || 2);
      waited += seconds;
      await wait(seconds);
    }}
  }};
  for (const [done, file] of files.entries()) {{
    bar.value = done;
    told.replaceChildren(bar, ` ${{done + 1}} / ${{files.length}}: ${{file.name}}`);
    const [status, body] = await send(file).catch(() => [0, null]);
    found.push({{name: file.name, status, body}});
  }}
  told.replaceChildren();
  if (input) input.value = '';
  return [JSON.stringify(found)];
}})().finally(() => {{ window.uploading = null; }})"""


def add_uploads(app: FastAPI, assistant: Assistant, places: Places) -> None:
    """The route: a file's bytes as the body, its name in the query; the outcome as JSON. One at a time, else 503."""

    @app.post(UPLOADS, include_in_schema=False)
    async def take(request: Request, name: str = "") -> Response:
        data = await request.body()
        return JSONResponse(asdict(await places.changes.run(upload, assistant, storable(name), data)))


def outcomes(told: str) -> list[tuple[str, list[str], list[str]]]:
    """What the browser reports: of each file its name, the documents it is now, and the sentences why not.

    It comes by way of the browser, so whatever is not of the form is left out.
    """
    found = []
    try:
        rows = json.loads(told)
    except (ValueError, RecursionError):
        rows = None
    for row in (rows if isinstance(rows, list) else [])[:MOST_FILES]:
        if isinstance(row, dict):
            body = row["body"] if isinstance(row.get("body"), dict) else {}
            found.append((storable(str(row.get("name", ""))), *_outcome(row.get("status"), body)))
    return found


def _outcome(status: object, body: dict[str, Any]) -> tuple[list[str], list[str]]:
    error, refused, documents = body.get("error"), body.get("refused"), body.get("documents")
    sentences = [str(v) for v in refused.values()] if isinstance(refused, dict) else []
    if status == 200:
        return [storable(str(name)) for name in documents] if isinstance(documents, list) else [], sentences
    if status == 413:
        return [], [words.UPLOAD_TOO_LARGE.format(LARGEST_UPLOAD // 2**20)]
    message = error.get("message") if isinstance(error, dict) else None
    return [], [storable(str(message)) if message else words.UPLOAD_LOST]
