"""The looks of the report, light and dark, and the script that filters its misses. The page's policy names their hashes."""

from __future__ import annotations

CSS = """
:root { color-scheme: light dark; --paper: #f6f5f1; --surface: #fff; --ink: #1b2430; --muted: #55606e; --line: #d9d8d1;
  --accent: #1d4f7c; --mark: #ffec9e; --mark-ink: #1b2430; --correct: #2c6b3f; --wrong: #a32626; --silent: #8a6d00; }
@media (prefers-color-scheme: dark) { :root { --paper: #12161b; --surface: #1a2028; --ink: #e7eaee; --muted: #a5b0bd;
  --line: #333d49; --accent: #8fbde6; --mark: #665208; --mark-ink: #fff6d6; --correct: #7fc894; --wrong: #e07a7a; --silent: #d9b24a; } }
body { margin: 0; padding: 20px 16px; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 62rem; margin: 0 auto; overflow-wrap: anywhere; }
.cards { display: flex; flex-wrap: wrap; gap: 12px; padding: 0; list-style: none; }
.cards li { flex: 1 1 12rem; padding: 10px 14px; background: var(--surface); border: 1px solid var(--line); border-left: 5px solid; border-radius: 6px; }
.cards b { font-size: 1.6rem; }
.cards .correct { border-left-color: var(--correct); } .cards .wrong { border-left-color: var(--wrong); } .cards .silent { border-left-color: var(--silent); }
small, figcaption, footer { color: var(--muted); }
.bad { color: var(--wrong); }
.plots { display: flex; flex-wrap: wrap; gap: 16px; }
figure { margin: 0; padding: 10px; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); } .middle { text-anchor: middle; } .end { text-anchor: end; }
.line { fill: none; stroke: var(--accent); stroke-width: 2; } .dot { fill: var(--accent); }
.grid { stroke: var(--line); } .guide { stroke: var(--muted); stroke-dasharray: 4 4; }
svg .correct { fill: var(--correct); } svg .wrong { fill: var(--wrong); } svg .silent { fill: var(--silent); }
.scroll { overflow-x: auto; } .scroll svg { max-width: none; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 10px; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; }
.filters { display: flex; flex-wrap: wrap; gap: 12px; margin: 0 0 10px; }
select, input { font: inherit; max-width: 18rem; color: inherit; background: var(--surface); border: 1px solid var(--muted); border-radius: 4px; padding: 2px 6px; }
.miss { content-visibility: auto; contain-intrinsic-size: auto 34px; border-top: 1px solid var(--line); padding: 4px 0; }
summary { cursor: pointer; }
summary .wrong { color: var(--wrong); } summary .silent { color: var(--silent); }
blockquote { margin: 6px 0; padding: 6px 12px; border-left: 3px solid var(--line); background: var(--surface); white-space: pre-line; }
mark { background: var(--mark); color: var(--mark-ink); }
dd { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.hidden-char { font: 600 .78em ui-monospace, Menlo, Consolas, monospace; border: 1px solid; border-radius: 3px; padding: 0 2px; unicode-bidi: isolate; }
[hidden] { display: none; }
"""

SCRIPT = """
const field = (id) => document.getElementById(id);
const value = (id) => (field(id) ? field(id).value : "");
function filter() {
  const words = value("words").toLowerCase().split(/\\s+/).filter(Boolean);
  let seen = 0;
  for (const miss of document.querySelectorAll(".miss")) {
    const text = words.length ? miss.textContent.toLowerCase() : "";
    const fits = (!value("how") || miss.dataset.how === value("how")) && (!value("kind") || miss.dataset.kind === value("kind"))
      && (!value("document") || miss.dataset.document.split("\\n").includes(value("document"))) && words.every((word) => text.includes(word));
    miss.hidden = !fits;
    seen += fits;
  }
  field("count").value = seen;
}
for (const id of ["how", "kind", "document", "words"]) if (field(id)) field(id).addEventListener("input", filter);
"""
