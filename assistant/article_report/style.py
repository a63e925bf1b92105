"""The report's looks. `ARTICLE_CSS` takes its colours from whoever shows it; `PAGE_CSS` is the file's own, light and dark."""

from __future__ import annotations

from assistant.check_html import CSS

ARTICLE_CSS = """
.article-check { max-width: 46rem; color: var(--ink); overflow-wrap: anywhere; }
.article-check h2 { margin: 0 0 6px; font: 600 1.3rem/1.3 var(--serif); color: var(--ink); }
.article-check p { margin: 0 0 10px; line-height: 1.6; }
.article-check > p { font-family: var(--serif); white-space: pre-wrap; }
.article-check .furniture { color: var(--muted); font-size: .85em; }
.article-check .tally { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 16px; padding: 0; list-style: none; }
.article-check .tally li { padding: 1px 10px; border: 1px solid var(--line); border-radius: 999px; font-size: .9rem; }
.article-check > p mark { background: none; color: inherit; padding: 1px 0; border-bottom: 2px solid; }
.article-check > p mark.exact, .article-check > p mark.formatting-only { border-bottom-color: var(--good); }
.article-check > p mark.altered, .article-check > p mark.not-found { border-bottom-color: var(--bad-edge); background: var(--bad); }
.article-check > p mark:is(.spliced, .cropped, .misattributed) { border-bottom-color: var(--warn-edge); background: var(--warn); }
.article-check > p mark.unjudged { border-bottom: 1px dotted var(--muted); }
.article-check sup { line-height: 0; }
.article-check sup a { padding: 0 3px; font: 600 .8rem system-ui, sans-serif; color: var(--accent); }
.article-check .card { margin: 0 0 16px; padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); font-size: .95rem; scroll-margin-top: 8px; }
.article-check .card .given, .article-check .unjudged li { color: var(--muted); }
.article-check .card:target, .article-check li:target { outline: 2px solid var(--accent); }
"""
PAGE_CSS = f"""
:root {{ color-scheme: light dark; --paper: #f6f5f1; --surface: #fff; --ink: #1b2430; --muted: #55606e; --line: #d9d8d1; --accent: #1d4f7c;
  --mark: #ffec9e; --mark-ink: #1b2430; --calm: #e9eef3; --warn: #fdf1dc; --warn-edge: #a65a00; --bad: #fbeaea; --bad-edge: #a32626;
  --good: #2c6b3f; --badge: #7a1f5c; --badge-back: #f8e6f1; --serif: Charter, "Iowan Old Style", Georgia, "Noto Serif", "DejaVu Serif", serif; }}
@media (prefers-color-scheme: dark) {{ :root {{ --paper: #12161b; --surface: #1a2028; --ink: #e7eaee; --muted: #a5b0bd; --line: #333d49; --accent: #8fbde6;
  --mark: #665208; --mark-ink: #fff6d6; --calm: #1f2a36; --warn: #33270f; --warn-edge: #d9953a; --bad: #371b1d; --bad-edge: #e07a7a;
  --good: #7fc894; --badge: #f3b3da; --badge-back: #43203a; }} }}
body {{ margin: 0; padding: 20px 16px; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }}
main {{ max-width: 46rem; margin: 0 auto; }}
mark {{ background: var(--mark); color: var(--mark-ink); }}
:focus-visible {{ outline: 3px solid var(--accent); outline-offset: 2px; }}
.unknown {{ font-style: italic; }}
.hidden-char {{ font: 600 .78em ui-monospace, Menlo, Consolas, monospace; color: var(--badge); background: var(--badge-back); border-radius: 3px; padding: 0 2px; unicode-bidi: isolate; }}
{ARTICLE_CSS}{CSS}"""
