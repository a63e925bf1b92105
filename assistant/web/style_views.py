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
#upload-files, #upload-state, #upload-told, #documents-list, #document-opened, #document-told, #review-hint, #remove-question, #questions-file, #baseline-file, #evaluation, #evaluation-keep-label { border: 0; background: none; padding: 0 !important; color: var(--ink); min-width: 0; flex: none; }
:is(#upload-files, #upload-state, #upload-told, #documents-list, #document-opened, #document-told, #review-hint, #remove-question, #questions-file, #baseline-file, #evaluation, #evaluation-keep-label) > * { padding: 0 !important; }
#upload-row { align-items: end; gap: 10px; }
#upload-files { flex: 1 1 280px; }
#upload-files label { display: block; color: var(--ink); font-weight: 600; }
#upload-files input { display: block; width: 100%; margin-top: 6px; padding: 22px 16px; border: 2px dashed var(--calm-edge); border-radius: 10px; background: var(--surface); color: var(--ink); font-weight: 400; cursor: pointer; }
#upload-files input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
#upload-state progress { accent-color: var(--accent); vertical-align: middle; }
#upload-files .hint { margin: 4px 0 0; font-size: .86rem; }
:is(#send-files, #save-labels, #run-evaluation) { flex: none; min-width: 128px; background: var(--accent); color: var(--on-accent); border: 1px solid var(--accent); }
.outcomes, .documents { margin: 0 0 10px; padding: 0; list-style: none; }
.outcomes li, p.good, p.bad { padding: 6px 12px !important; margin: 0 0 6px; border-left: 4px solid; border-radius: 6px; background: var(--surface); overflow-wrap: anywhere; }
.outcomes p { margin: 2px 0 0; color: var(--muted); }
li.good, p.good { border-left-color: var(--good); } li.bad, p.bad { border-left-color: var(--bad-edge); }
.documents li { padding: 8px 0; border-top: 1px solid var(--line); }
.documents button { padding: 0; border: 0; background: none; color: var(--accent); font-weight: 600; text-align: left; text-decoration: underline; cursor: pointer; overflow-wrap: anywhere; }
.documents button[aria-current] { color: var(--ink); text-decoration-thickness: 3px; }
.documents p { margin: 2px 0 0; color: var(--muted); font-size: .88rem; overflow-wrap: anywhere; }
.parts { display: flex; gap: 10px; align-items: center; margin: 6px 0; color: var(--muted); }
.parts button { padding: 4px 12px; border: 1px solid var(--calm-edge); border-radius: 8px; background: var(--surface); color: var(--ink); cursor: pointer; }
.parts button:disabled { color: var(--muted); border-color: var(--line); cursor: default; }
.document-view { padding: 14px 16px !important; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
.document-view h3 { margin: 0 0 8px; font-size: 1.1rem; font-weight: 650; color: var(--ink); overflow-wrap: anywhere; }
.document-view h4 { margin: 12px 0 4px; font-size: 1rem; font-weight: 650; color: var(--ink); }
.scroll { overflow-x: auto; }
:is(.document-view, #evaluation) table { border-collapse: collapse; width: 100%; font-size: .9rem; color: var(--ink); }
:is(.document-view, #evaluation) :is(th, td) { padding: 3px 10px 3px 0; border: 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.document-view th { color: var(--muted); font-weight: 500; white-space: nowrap; overflow-wrap: normal; }
.document-view td:last-child:not(:nth-child(2)) { min-width: 6.5em; overflow-wrap: break-word; }
.document-view code { font-size: .82rem; overflow-wrap: anywhere; }
.document-view summary, #evaluation summary { cursor: pointer; color: var(--ink); padding: 4px 0; }
.toggle { display: block; margin: 4px 0; color: var(--ink); }
.toggle input { appearance: auto !important; width: 16px; height: 16px; accent-color: var(--accent); vertical-align: -2px; }
.document-text { max-height: 60vh; overflow: auto; padding: 8px 0; font: 400 1rem/1.6 var(--serif); color: var(--ink); white-space: pre-wrap; overflow-wrap: anywhere; }
.document-text .zone { background: var(--calm); color: var(--muted); }
.document-text .zone::before { content: attr(data-kind) ": "; font: 600 .75rem system-ui, sans-serif; color: var(--muted); }
.document-view:has(.furniture-shown:not(:checked)) .zone { display: none; }
#review { gap: 10px; }
#review-labels .form { border: 0; background: none; }
:is(#save-labels, #remove) { align-self: flex-start; width: auto !important; }
#remove, #remove-no { background: var(--surface); color: var(--ink); border: 1px solid var(--line); flex: none; }
#remove-yes { background: var(--bad-edge); color: var(--surface); border: 1px solid var(--bad-edge); flex: none; }
#find-document, #review-labels { border: 1px solid var(--calm-edge) !important; border-radius: 10px !important; background: var(--surface); padding: 8px 12px; }
:is(#find-document, #review-labels) :is(input, textarea) { color: var(--ink); background: var(--surface); border: 1px solid var(--line); }
:is(#find-document, #review-labels) span { color: var(--muted); background: none; }
:is(.documents button, .parts button, .toggle input, .document-view h3, .scroll, .document-text):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
#evaluation-row, #evaluation-keep { align-items: end; gap: 10px; }
:is(#questions-file, #baseline-file) { flex: 1 1 260px; }
:is(#questions-file, #baseline-file) label { display: block; color: var(--muted); font-size: .92rem; }
:is(#questions-file, #baseline-file) input { display: block; max-width: 100%; margin-top: 4px; color: var(--ink); }
#stop-evaluation, #evaluation-keep button { flex: none; background: var(--surface); color: var(--ink); border: 1px solid var(--line); }
#evaluation-keep-label { flex: none; }
body:not(:has(.evaluation-report)) #evaluation-keep { display: none !important; }
#evaluation progress { accent-color: var(--accent); }
.evaluation-report { color: var(--ink); overflow-wrap: anywhere; --correct: var(--good); --wrong: var(--bad-edge); --silent: var(--warn-edge); }
.evaluation-report h2 { margin: 16px 0 6px; font: 600 1.2rem/1.3 var(--serif); color: var(--ink); }
.evaluation-report :is(h3, h4) { margin: 12px 0 6px; font-weight: 650; color: var(--ink); }
.evaluation-report .cards { display: flex; flex-wrap: wrap; gap: 12px; margin: 0 0 10px; padding: 0; list-style: none; }
.evaluation-report .cards li { flex: 1 1 12rem; padding: 10px 14px; background: var(--surface); border: 1px solid var(--line); border-left-width: 5px; border-radius: 6px; }
.evaluation-report .cards b { font-size: 1.5rem; }
.evaluation-report .cards .correct { border-left-color: var(--correct); } .evaluation-report .cards .wrong { border-left-color: var(--wrong); }
.evaluation-report .cards .silent { border-left-color: var(--silent); background: var(--surface); }
.evaluation-report :is(small, figcaption, footer) { color: var(--muted); }
.evaluation-report footer { display: block !important; font-size: .84rem; }
.evaluation-report .bad { color: var(--bad-edge); }
.evaluation-report .plots { display: flex; flex-wrap: wrap; gap: 16px; }
.evaluation-report figure { margin: 0; padding: 10px; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
.evaluation-report svg { max-width: 100%; height: auto; font: 12px system-ui, "Noto Sans", sans-serif; }
.evaluation-report .scroll svg { max-width: none; }
.evaluation-report svg text { fill: var(--ink); } .evaluation-report .middle { text-anchor: middle; } .evaluation-report .end { text-anchor: end; }
.evaluation-report .line { fill: none; stroke: var(--accent); stroke-width: 2; } .evaluation-report .dot { fill: var(--accent); }
.evaluation-report .grid { stroke: var(--line); } .evaluation-report .guide { stroke: var(--muted); stroke-dasharray: 4 4; }
.evaluation-report svg .correct { fill: var(--correct); } .evaluation-report svg .wrong { fill: var(--wrong); } .evaluation-report svg .silent { fill: var(--silent); }
.evaluation-report .miss { border-top: 1px solid var(--line); }
.evaluation-report summary .wrong { color: var(--bad-edge); } .evaluation-report summary .silent { color: var(--warn-ink); background: none; }
.evaluation-report blockquote { margin: 6px 0; padding: 6px 12px; border-left: 3px solid var(--line); background: var(--surface); font-size: 1rem; }
.evaluation-report dd { margin: 0 0 4px; font: .84rem ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media (max-width: 720px) { /* every tab in sight: Gradio hides those that do not fit one line, by the widths of a hidden copy */
  #tabs .tab-container[aria-hidden="true"] button { width: 10px !important; min-width: 0 !important; padding: 0 !important; overflow: hidden; }
  #tabs .tab-container[role="tablist"] { flex-wrap: wrap; height: auto !important; overflow: visible; }
}
.plot a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""
