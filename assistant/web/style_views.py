"""The looks of what is plotted and of the views on documents and evaluation."""

from __future__ import annotations

VIEWS_CSS = """
.plot { overflow-x: auto; margin: 0 0 12px; padding: 8px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
.plot:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.plot svg { display: block; font: 12px system-ui, "Noto Sans", sans-serif; }
.plot text { fill: var(--ink); }
.plot .end { text-anchor: end; } .plot .middle { text-anchor: middle; }
.plot .grid { stroke: var(--line); }
.plot .dot { fill: var(--accent); stroke: var(--accent); stroke-width: 2; }
.plot .dot.open { fill: var(--surface); }
.plot a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""
