"""The API's description as a page of its own: no script, nothing from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from assistant.escaping import shown

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b2430;background:#f6f5f1}"
    "code,pre{font:.88em ui-monospace,Consolas,monospace}pre{background:#fff;border:1px solid #d9d8d1;border-radius:8px;"
    "padding:.8rem;overflow:auto}section{border-top:1px solid #d9d8d1;padding:.4rem 0}h2{font-size:1.1rem}summary{cursor:pointer}"
)


def page(description: dict[str, Any]) -> str:
    """The OpenAPI `description` as HTML: each path with its summary and what it takes and gives, then the forms."""
    paths = "".join(
        _operation(path, method, operation)
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    )
    forms = "".join(
        f'<section id="{shown(name)}"><details><summary><code>{shown(name)}</code> {shown(form.get("description", ""))}'
        f"</summary><pre>{_json(form)}</pre></details></section>"
        for name, form in description["components"]["schemas"].items()
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{shown(description["info"]["title"])}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{shown(description['info']['title'])}</h1><p>{shown(description['info']['description'])} "
        f'The same for programs: <a href="/api/openapi.json">/api/openapi.json</a>.</p>{paths}<h2>Forms</h2>{forms}</body></html>'
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    taken = operation.get("requestBody", {}).get("content", {})
    given = operation["responses"].get("200", {}).get("content", {})
    fields = "".join(
        f"<li><code>{shown(p['name'])}</code> in the {shown(p['in'])}</li>" for p in operation.get("parameters", ())
    )
    parts = [
        f"<h2><code>{shown(method.upper())} {shown(path)}</code></h2><p>{shown(operation.get('summary', ''))}. "
        f"{shown(operation.get('description', ''))}</p>",
        f"<ul>{fields}</ul>" if fields else "",
        *(f"<p>Takes {_named(kind, form)}.</p>" for kind, form in taken.items()),
        *(f"<p>Gives {_named(kind, form)}.</p>" for kind, form in given.items()),
    ]
    return f"<section>{''.join(parts)}</section>"


def _named(kind: str, content: dict[str, Any]) -> str:
    schema = content.get("schema", {})
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    name = reference.rpartition("/")[2]
    link = f' <a href="#{shown(name)}">{shown(name)}</a>' if name else ""
    return f"<code>{shown(kind)}</code>{' a list of' if 'items' in schema else ''}{link}"


def _json(value: Any) -> str:
    return shown(json.dumps(value, indent=1, ensure_ascii=False))
