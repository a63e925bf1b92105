"""The page's looks. The documents' words are set in a serif face, the page's own in a sans: one sees who speaks.

Gradio rewrites these rules and loses a border shorthand with a `var()` that a longhand overrides: write one or the other.
"""

from __future__ import annotations

from assistant.article_report.style import ARTICLE_CSS
from assistant.check_html import CSS as CHECK_CSS
from assistant.web.style_views import VIEWS_CSS

_PAGE_CSS = """
:root, .gradio-container {
  --paper: #f6f5f1; --surface: #ffffff; --ink: #1b2430; --muted: #55606e; --line: #d9d8d1; --accent: #1d4f7c; --on-accent: #ffffff;
  --mark: #ffec9e; --mark-ink: #1b2430; --calm: #e9eef3; --calm-edge: #5b7590; --warn: #fdf1dc; --warn-edge: #a65a00; --warn-ink: #6b3c00;
  --bad: #fbeaea; --bad-edge: #a32626; --good: #2c6b3f; --badge: #7a1f5c; --badge-back: #f8e6f1;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Noto Serif", "DejaVu Serif", serif;
}
.dark, .dark .gradio-container {
  --paper: #12161b; --surface: #1a2028; --ink: #e7eaee; --muted: #a5b0bd; --line: #333d49; --accent: #8fbde6; --on-accent: #0e1a26;
  --mark: #665208; --mark-ink: #fff6d6; --calm: #1f2a36; --calm-edge: #7f9bb8; --warn: #33270f; --warn-edge: #d9953a; --warn-ink: #f5d7a3;
  --bad: #371b1d; --bad-edge: #e07a7a; --good: #7fc894; --badge: #f3b3da; --badge-back: #43203a;
}
body, gradio-app, .gradio-container { background: var(--paper) !important; color: var(--ink); }
.gradio-container { width: 100% !important; max-width: 1440px !important; margin: 0 auto !important; padding: 0 20px 16px !important; }
.gradio-container main, .gradio-container .main { padding: 0 !important; }
#top, #transcript, #sources, #sending, #notice, #history-note, #history-list, #comparison, #checked, #article-report, #article-file, #chat-heading, #sources-heading { border: 0; background: none; padding: 0 !important; color: var(--ink); min-width: 0; flex: none; }
:is(#top, #chat-heading, #sources-heading, #transcript, #sources, #sending, #notice, #history-note, #history-list, #comparison, #checked, #article-report, #article-file) > * { padding: 0 !important; }
#top header { padding: 12px 0 10px; border-bottom: 1px solid var(--line); }
#top h1 { margin: 0; font: 600 1.5rem/1.25 var(--serif); color: var(--ink); letter-spacing: -.01em; }
#top p { margin: 3px 0 0; color: var(--muted); font-size: .94rem; }
#columns { gap: 28px; align-items: stretch; }
#chat, #side { gap: 10px; min-width: 0 !important; }
#chat h2, #side h2 { margin: 0; font-size: .8rem; font-weight: 650; letter-spacing: .07em; text-transform: uppercase; color: var(--muted); }
#transcript h3, #sources h3, #comparison h3, #checked h3, #article-report h3 { margin: 0 0 8px; font-size: 1rem; font-weight: 650; color: var(--ink); }
#transcript p, #sources p, #comparison p, .box p, .welcome p { margin: 0 0 8px; line-height: 1.5; }
#transcript bdi, #sources bdi, #comparison bdi, #transcript p, #sources p, #comparison p, blockquote { overflow-wrap: anywhere; }

.welcome { padding: 22px 24px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
.welcome h3 { font: 600 1.2rem/1.3 var(--serif) !important; }
.exchange { padding: 4px 0 18px; scroll-margin-top: 4px; }
.exchange + .exchange { border-top: 1px solid var(--line); padding-top: 16px; }
.asked { margin: 0 0 12px; }
.asked .who { font-size: .8rem; color: var(--muted); }
.asked p { margin: 0 !important; font-size: 1.08rem; font-weight: 600; white-space: pre-wrap; max-height: 9.5em; overflow: auto; }
.read-as { color: var(--muted); font-size: .92rem; }
.answer header { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; justify-content: space-between; margin: 0 0 10px; }
.answer h3 { color: var(--accent) !important; margin: 0 !important; }
figure .antecedent { margin: 0 0 4px; color: var(--muted); font-size: .92em; }
figure { margin: 0 0 14px; padding: 0 0 0 14px; border-left: 3px solid var(--accent); }
blockquote { margin: 0; padding: 0; border: 0; font: 400 1.08rem/1.55 var(--serif); color: var(--ink); white-space: pre-line; }
figcaption { margin-top: 5px; font-size: .86rem; line-height: 1.45; color: var(--muted); }
.number { font-weight: 700; color: var(--accent) !important; font-variant-numeric: tabular-nums; }
a.number { display: inline-block; margin-left: -4px; padding: 0 4px; text-decoration: underline; }
.document { font-size: .95em; }
.confidence { color: var(--muted); font-size: .92rem; margin: 0 !important; }
.confidence strong { color: var(--ink); }
.box { margin: 0 0 12px; padding: 14px 16px; border-left: 4px solid; border-radius: 8px; color: var(--ink); }
.box ul { margin: 0; padding-left: 18px; list-style: disc; }
.silence { background: var(--calm); border-left-color: var(--calm-edge); }
.warning { background: var(--warn); border-left-color: var(--warn-edge); }
.warning, .warning h3 { color: var(--warn-ink) !important; }
.error { background: var(--bad); border-left-color: var(--bad-edge); }
.box p:last-child { margin-bottom: 0 !important; }
.working { display: flex; gap: 10px; align-items: center; color: var(--muted); padding: 6px 0; }
.spinner { width: 16px; height: 16px; border: 2px solid; border-color: var(--accent) var(--line) var(--line); border-radius: 50%; animation: turn .9s linear infinite; }
@keyframes turn { to { transform: rotate(360deg); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 4s; } }
.stages { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 4px 0 0 26px; padding: 0; list-style: none; font-size: .86rem; color: var(--muted); }
.stages .done::before { content: "✓ "; }
.stages .now { color: var(--accent); font-weight: 600; }
#sending, #stop { display: none; }
#chat.sent:not(:has(#transcript .working)) #sending { display: block; }
#chat:is(.sent, :has(#transcript .working)) #stop { display: block; }
#chat:is(.sent, :has(#transcript .working)) #ask { display: none; }
.acts { display: flex; flex-wrap: wrap; gap: 2px 4px; align-items: center; margin: 4px 0 0 -6px !important; }
.acts :is(button, a.permalink, summary), :is(.reworded, .conversations) :is(summary, button) { padding: 3px 6px; border-radius: 6px; background: none; color: var(--muted); font-size: .84rem; line-height: 1.4; cursor: pointer; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 3px; }
.acts :is(button, a.permalink, summary):hover, :is(.reworded, .conversations) :is(summary, button):hover { color: var(--accent); text-decoration-color: currentColor; }
.save[open] { flex: 1 1 100%; }
.noted { padding: 3px 6px; color: var(--warn-ink); font-size: .84rem; }
:is(.reworded, .conversations) textarea { display: block; width: 100%; margin: 6px 0; padding: 8px 10px; color: var(--ink); background: var(--surface); border: 1px solid var(--calm-edge); border-radius: 8px; }
.reworded { margin-left: -6px; }
.reworded[open] { margin-left: 0; }
.conversations { margin: 8px 0; padding: 0; list-style: none; }
.conversations li { display: flex; flex-wrap: wrap; gap: 2px 6px; align-items: baseline; padding: 4px 0; border-top: 1px solid var(--line); }
.conversations [data-act="open"] { flex: 1 1 100%; text-align: left; color: var(--accent); font-size: .95rem; overflow-wrap: anywhere; }
.conversations .day { padding-left: 6px; color: var(--muted); font-size: .84rem; }
.conversations details[open] { flex: 1 1 100%; }
.near { margin: 8px 0 4px !important; }
blockquote { cursor: pointer; }
.steps { display: flex; gap: 14px; margin: 0 0 8px; font-size: .86rem; }
.steps a { color: var(--accent); text-decoration: underline; }
.around { max-height: 19em; overflow: auto; }
.page::before { content: attr(data-page); padding: 0 6px; margin-right: 4px; border: 1px solid var(--line); border-radius: 4px; color: var(--muted); font: 400 .78rem/1.5 system-ui, sans-serif; }

.hint { color: var(--muted); }
.card { margin: 0 0 14px; padding: 14px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); scroll-margin-top: 8px; }
.card:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.card h4 { margin: 0 0 8px; font-size: .97rem; line-height: 1.35; font-weight: 650; color: var(--ink); }
.passage { font: 400 .98rem/1.6 var(--serif); color: var(--ink); white-space: pre-line; }
.passage.cut-before::before, .passage.cut-after::after { content: "… "; color: var(--muted); }
.passage.cut-after::after { content: " …"; }
mark { background: var(--mark); color: var(--mark-ink); padding: 1px 0; border-radius: 2px; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.nearest .card { background: transparent; border-style: dashed; }
.nearest mark { background: none; color: inherit; text-decoration: underline dotted; text-underline-offset: 4px; }
.labels { display: grid; grid-template-columns: 1fr 1fr; gap: 3px 16px; margin: 10px 0 0; padding-top: 9px; border-top: 1px solid var(--line); font-size: .85rem; }
.labels > div { min-width: 0; line-height: 1.4; }
.labels > div.wide { grid-column: 1 / -1; }
.labels dt, .labels dd { display: inline; margin: 0; overflow-wrap: anywhere; }
.labels dt { color: var(--muted); }
.labels dd { color: var(--ink); font-weight: 500; }
.labels .hash dd { font: 400 .8rem ui-monospace, Menlo, Consolas, "Noto Sans Mono", monospace; }
.unknown { color: var(--muted); font-style: italic; font-weight: 400; }
.earlier { margin: 0 0 10px; border-top: 1px solid var(--line); padding-top: 10px; }
.earlier summary { cursor: pointer; color: var(--muted); font-size: .92rem; margin-bottom: 8px; }
.hidden-char { font: 600 .78em ui-monospace, Menlo, Consolas, monospace; color: var(--badge); background: var(--badge-back); border-radius: 3px; padding: 0 2px; unicode-bidi: isolate; }

.form:has(:is(#question, #subject, #quote, #article)) { border: 0 !important; overflow: visible !important; background: none !important; box-shadow: none !important; flex: none; }
#question, #subject, #quote, #said-by, #article { border: 1px solid var(--calm-edge) !important; border-radius: 10px !important; background: var(--surface); padding: 8px 12px; }
:is(#question, #subject, #quote, #said-by, #article) :is(textarea, input) { padding: 4px 0 0; font-size: 1.02rem; color: var(--ink); background: transparent; box-shadow: none; border: 0; }
:is(#question, #subject, #quote, #said-by, #article) :is(textarea, input)::placeholder { color: var(--muted); opacity: 1; }
:is(#question, #subject, #quote, #said-by, #article):focus-within { outline: 2px solid var(--accent); outline-offset: -1px; }
:is(#question, #subject, #quote, #said-by, #article) span { color: var(--muted); background: none; font-size: .85rem; }
#actions { gap: 10px; flex-wrap: nowrap; }
#ask, #stop, #new, #compare, #check-quote, #check-article { flex: none; min-width: 128px; padding: 8px 20px; font-size: .95rem; }
#new { margin-left: auto; }
#chat:has(.exchange) #examples { display: none; }
#ask, #compare, #check-quote, #check-article { background: var(--accent); color: var(--on-accent); border: 1px solid var(--accent); }
#new, #stop, .example { background: var(--surface); color: var(--ink); border: 1px solid var(--line); }
#new:hover, #stop:hover, .example:hover { border-color: var(--accent); }
#examples { gap: 8px; }
.example { font-weight: 450 !important; justify-content: flex-start; text-align: left; flex: 1 1 auto; }
:is(button, a, summary, :is(.reworded, .conversations) textarea, .card, .around):focus-visible { outline: 3px solid var(--accent) !important; outline-offset: 2px; }
.in-force { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 10px; padding: 0; list-style: none; }
.in-force::before { content: attr(aria-label); color: var(--muted); font-size: .86rem; }
.in-force li { padding: 1px 10px; border: 1px solid var(--calm-edge); border-radius: 999px; background: var(--calm); color: var(--ink); font-size: .86rem; overflow-wrap: anywhere; }
#filters, #history { max-height: 42%; }
.filter-row { flex: none; overflow: auto !important; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 6px 10px; }
.filter-row .row { gap: 8px; }
.filter-row .form, .filter-row .block { border: 0; background: none; box-shadow: none; padding: 2px 4px; }
.filter-row :is(label, span, input, textarea) { color: var(--ink); }
.filter-row :is(.wrap, input:not([role="listbox"]), textarea) { background: var(--paper) !important; }
.filter-row :is(input, textarea)::placeholder { color: var(--muted); opacity: 1; }
footer { display: none !important; }
#tabs { gap: 0; }
#tabs > .tabitem { padding: 10px 0 0; border: 0; background: none; }
#tabs button[aria-selected="true"] { color: var(--accent); font-weight: 600; }
.side-column .passage { margin: 6px 0 2px; font-size: .9rem; }
#compare-row, #quote-row, #article-row { align-items: end; gap: 10px; }
#quote-row .form { flex: 1 1 240px !important; min-width: 0 !important; flex-wrap: wrap; gap: 10px; }
#checked > * { max-width: 58rem; }
#article-file label { color: var(--muted); font-size: .92rem; }
#article-file input { max-width: 100%; color: var(--ink); }
.downloads { margin: 0 0 14px !important; }
.downloads a { margin-right: 10px; color: var(--accent); text-decoration: underline; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 18px 24px; align-items: start; }
.side-column { min-width: 0; padding: 14px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
.side-column .why { font-weight: 400; color: var(--muted); font-size: .86rem; }
.voice + .voice { border-top: 1px solid var(--line); padding-top: 10px; margin-top: 4px; }
.voice h4 { margin: 0 0 8px; font-size: .97rem; line-height: 1.35; font-weight: 650; color: var(--ink); }
figure.reported, figure.unknown { border-left-style: dashed; }
#comparison details summary { cursor: pointer; color: var(--muted); font-size: .86rem; }
#comparison figure:target { box-shadow: 0 0 0 2px var(--accent); }
.notes { background: var(--calm); border-left-color: var(--calm-edge); }
.parallels, .timeline { margin-top: 20px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 8px 24px; padding: 10px 0; border-top: 1px solid var(--line); }
.timeline ol { margin: 0; padding: 0; list-style: none; }
.timeline li { display: flex; gap: 14px; padding: 3px 0; line-height: 1.45; }
.timeline time { flex: none; width: 7em; color: var(--muted); font-variant-numeric: tabular-nums; }

@media (min-width: 900px) {
  #columns { height: calc(100dvh - 176px); min-height: 440px; flex-wrap: nowrap; }
  #chat, #side { height: 100%; flex-wrap: nowrap; }
  #transcript, #sources { flex: 1 1 0; min-height: 0; overflow: hidden auto !important; padding-right: 12px !important; }
  #side { border-left: 1px solid var(--line); padding-left: 24px; }
}
@media (max-width: 899px) {
  .gradio-container { padding: 0 14px 16px !important; }
  #columns { flex-direction: column; }
  #chat, #side { width: 100%; flex: none; }
}
@media (pointer: coarse) { /* for fingers: 40 px at least */
  .acts :is(button, a.permalink, summary), :is(.reworded, .conversations) :is(summary, button), .answer a.number { padding-block: 11px; min-height: 40px; }
  .answer a.number { margin-block: -10px; } /* its line stays as near to the others */
}
@media (max-width: 480px) {
  .labels { grid-template-columns: 1fr; }
  #tabs .tab-container button { padding: 8px 6px !important; font-size: .84rem !important; } /* all four beside each other */
}
"""
CSS = _PAGE_CSS + CHECK_CSS + ARTICLE_CSS + VIEWS_CSS
