"""The floors of docs/design.md: a module imports only from lower floors (or beside it on its own), never in a function; its records."""

from __future__ import annotations

import ast
import graphlib
import re
from pathlib import Path

from tests.toys import ROOT

PACKAGE = ROOT / "assistant"
FLOORS = [
    ["types", "errors", "text", "capitals", "escaping", "english"],
    ["reading", "passages", "shingles", "models", "vectors", "lexical", "metrics"],
    ["snapshot", "store", "catalogue", "quotes", "changes", "attribution"],
    ["index", "spelling"],
    [
        "retrieve",
        "names",
        "followups",
        "holders",
        "constraints",
        "confidence",
        "premise",
        "ranking",
        "rivals",
        "voices",
        "citing",
        "choice",
        "silence",
        "dialogue",
        "parts",
        "sources",
        "filters",
    ],
    ["answer", "article", "checking", "compare"],
    ["assistant"],
    ["evaluation", "doctor", "json_forms", "library", "check_forms", "check_html", "article_report", "export"],
    [
        "cli",
        "api",
        "web",
    ],
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
# heavy packages, imported inside a function at one named border each
BORDERS = {
    "models/__init__.py": {"assistant.models.transformers"},
    "cli/chat.py": {"assistant.web"},
    "cli/mcp.py": {"assistant.api.tools"},
}
ONLY_IN = {
    "faiss": {"vectors"},
    "tantivy": {"lexical"},
    "gradio": {"web"},
    "fastapi": {"api", "web"},
    "mcp": {"api"},
    "prometheus_client": {"web"},
    "sqlite3": {"snapshot", "store"},
    "sentence_transformers": {"models"},
    "torch": {"models"},
    "trafilatura": {"reading"},
    "pypdfium2": {"reading"},
    "lxml": {"reading"},
}


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p.relative_to(PACKAGE).name != "__main__.py")


def unit(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path, *, inside_functions: bool) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {n for f in ast.walk(tree) if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef)) for n in ast.walk(f)}
    typing_only = {
        n for i in ast.walk(tree) if isinstance(i, ast.If) and "TYPE_CHECKING" in ast.dump(i.test) for n in ast.walk(i)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if (node in inner) is inside_functions and node not in typing_only:
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
                if node.module == "assistant":  # `from assistant import silence`
                    found |= {f"assistant.{alias.name}" for alias in node.names if alias.name in FLOOR}
    return found


def test_every_module_has_a_floor() -> None:
    assert {unit(p) for p in modules()} - {"__init__"} == set(FLOOR)


def test_the_design_names_every_record() -> None:
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    section = design.split("\n## Records\n")[1].split("\n## ")[0]
    tree = ast.parse((PACKAGE / "types.py").read_text(encoding="utf-8"))
    records = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    assert records == set(re.findall(r"`([A-Z]\w+)`", section))


def test_imports_go_down() -> None:
    graph: dict[str, set[str]] = {}
    for path in modules():
        here = unit(path)
        if here == "__init__":
            continue
        for name in imports(path, inside_functions=False):
            there = name.split(".")[1] if name.startswith("assistant.") else None
            if there and there != here:
                assert FLOOR[there] <= FLOOR[here], f"{path.name} imports {name} from a floor above"
                graph.setdefault(here, set()).add(there)
    graphlib.TopologicalSorter(graph).prepare()  # raises on a circle


def test_imports_inside_functions_stand_at_the_named_borders_only() -> None:
    for path in modules():
        allowed = BORDERS.get(path.relative_to(PACKAGE).as_posix(), set())
        assert imports(path, inside_functions=True) <= allowed, path


def test_each_engine_is_imported_by_one_floor_only() -> None:
    for path in modules():
        for name in imports(path, inside_functions=False):
            owners = ONLY_IN.get(name.split(".")[0])
            assert owners is None or unit(path) in owners, f"{path} imports {name}"
