"""The little that the browser does itself. All texts come from `words`; nothing of a document is ever code here."""

from __future__ import annotations

import json

from assistant.web import words

# One thing after the other: what is sent while an event of its kind is on its way is no event to Gradio. What ends it tells so by
# an event of the browser's, `until`.
IN_TURN = """
let last = Promise.resolve();
const inTurn = (what, data, until) => last = last.then(() => new Promise((done) => {
  addEventListener(until, done, {once: true}); setTimeout(done, 10000); trigger(what, data);
}));
"""
# Enter in a box presses the button after it; not with Shift, nor the Enter that ends the writing of a Chinese word, say.
SENT_BY = """
const sentBy = (box) => element.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !event.target.matches(box)) return;
  event.preventDefault();
  event.target.nextElementSibling.click();
});
"""
HEARD = "document.querySelector('#chat').classList.remove('sent')"
# One question is worked on after the other: what is sent until the one before has wholly ended, a while after its answer is seen,
# is done then, the last of several. An empty box asks nothing then, and after a failure its question is back in the box.
ONE_BY_ONE = """
let asking = false, next = null;
window.oneByOne = (act) => { if (asking) next = act; else act(); };
const ask = () => {
  const typed = document.querySelector('#question textarea').value.trim();
  if (typed && !document.querySelector('#transcript .exchange:last-child > .error')) document.querySelector('#ask').click();
};
// What is worked on still goes when a new conversation is begun; an answer that is seen is kept first.
const isAnswered = () => !document.querySelector('#chat.sent, #transcript .working');
const sent = (event, act) => {
  if (!asking) return;
  event.preventDefault(); event.stopPropagation();
  oneByOne(act);
};
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.matches('#question textarea')) sent(event, ask);
}, true);
document.addEventListener('click', (event) => {
  const button = event.target.closest('#ask, .example, #stop, #new');
  if (!button) return;
  if (button.id === 'ask') sent(event, ask);
  else if (button.id === 'stop') { if (event.detail > 1) event.stopPropagation(); } // of a double click that began on Ask
  else if (button.id !== 'new' || isAnswered()) sent(event, () => button.click());
}, true);
addEventListener('asking', () => { asking = true; });
addEventListener('dropped', () => { next = null; });
addEventListener('asked', () => setTimeout(() => {
  const act = next;
  asking = false; next = null;
  act?.();
}));
"""
# What asks begins so, seen before the server has heard of it; `GIVEN` is a function of what is sent with the event.
ASKING = """(...all) => {
  document.querySelector('#chat').classList.add('sent');
  dispatchEvent(new Event('asking'));
  return (GIVEN)(...all);
}"""
ASKED = f"() => {{ {HEARD}; dispatchEvent(new Event('asked')); }}"
DROPPED = f"(...all) => {{ {HEARD}; dispatchEvent(new Event('dropped')); return all; }}"
# Runs once. `element` is the conversation, `trigger` tells the server; one listener for whatever will be shown in it.
ON_CONVERSATION = (
    IN_TURN
    + SENT_BY
    + """
const told = (button, text) => {
  const name = button.textContent;
  button.textContent = text;
  setTimeout(() => { if (button.textContent === text) button.textContent = name; }, 1600);
};
const copied = async (text) => {
  try { await navigator.clipboard.writeText(text); return; } catch { /* not on this machine, or not allowed */ }
  const box = document.createElement('textarea');
  box.value = text; document.body.append(box); box.select(); document.execCommand('copy'); box.remove();
};
element.addEventListener('click', async (event) => {
  const quote = event.target.closest('blockquote');
  if (quote && !String(getSelection())) { quote.closest('figure').querySelector('a.number').click(); return; }
  const button = event.target.closest('[data-act]');
  if (!button) return;
  const number = Number(button.closest('[data-number]').dataset.number);
  const act = button.dataset.act;
  if (act === 'copy') { await copied(button.dataset.text); told(button, COPIED); }
  else if (act === 'link') { event.preventDefault(); await copied(button.href); told(button, LINK_COPIED); }
  else if (act === 'wrong') inTurn('like', {number, rank: Number(button.dataset.rank)}, 'reported');
  else if (act === 'save') inTurn('download', {number, form: button.dataset.form}, 'file');
  else if (act === 'retry') oneByOne(() => trigger('retry', {number}));
  else {
    const question = button.closest('details').querySelector('textarea').value;
    oneByOne(() => trigger('edit', {number, question}));
  }
});
sentBy('.reworded textarea');
// A link is opened once. Nothing is asked of the server at the start otherwise: Gradio can lose what is sent just then.
if (/[?&](q|document)=/.test(location.search)) setTimeout(() => trigger('apply', {address: location.search}));
// Another tab has changed the conversations that are kept.
addEventListener('storage', (event) => { if (!event.key || event.key.startsWith('conversation:')) trigger('input'); });
// The newest question comes to the top when it is sent and when it is answered, so that one reads from the beginning.
let seen = '';
watch('value', () => {
  HEARD;
  const last = element.querySelector('.exchange:last-child');
  const now = last ? last.id + (last.querySelector('.working') ? ' asked' : ' done') : '';
  if (last && now !== seen) { last.scrollIntoView({block: 'start'}); document.querySelector('#sources').scrollTop = 0; }
  seen = now;
});
""".replace("LINK_COPIED", json.dumps(words.LINK_COPIED))
    .replace("COPIED", json.dumps(words.COPIED))
    .replace("HEARD", HEARD)
)

ON_HISTORY = (
    IN_TURN
    + SENT_BY
    + """
// What cannot be brought back is asked once more: for a while the button says so, and a second press, of its own, does it.
const surely = (button) => {
  const [name, label] = [button.textContent, button.ariaLabel];
  button.textContent = YES; button.ariaLabel = label.replace(name, YES);
  setTimeout(() => { button.textContent = name; button.ariaLabel = label; }, 5000);
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button) return;
  const row = button.closest('[data-id]'), id = row.dataset.id, act = button.dataset.act;
  if (act === 'open') oneByOne(() => trigger('select', {id}));
  else if (act === 'delete' && button.textContent !== YES) surely(button);
  else if (act === 'delete') { if (event.detail < 2) inTurn('delete', {id}, 'kept'); }
  else inTurn('edit', {id, name: row.querySelector('textarea').value}, 'kept');
});
sentBy('.conversations textarea');
// What was asked for before one was deleted can arrive after it.
watch('value', () => element.querySelectorAll('[data-id]').forEach((row) => {
  try { if (localStorage.getItem('conversation:' + row.dataset.id) === null) row.remove(); } catch { /* the browser keeps nothing */ }
}));
""".replace("YES", json.dumps(words.DELETE_YES))
)

# Each conversation under a key of its own in the browser's storage, so that two tabs do not overwrite each other's.
# What is sent with an event instead of its first input: the conversations, that asked in last first.
WITH_KEPT = """(_, ...rest) => {
  const kept = [];
  try {
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith('conversation:'))) {
      try { kept.push(Object(JSON.parse(localStorage.getItem(key)))); } catch { /* not ours */ }
    }
  } catch { /* the browser keeps nothing */ }
  return [kept.sort((a, b) => b.at - a.at), ...rest];
}"""
# Does what `history.changes` tells.
KEEP = """(changes) => {
  try {
    for (const id of changes?.gone ?? []) localStorage.removeItem('conversation:' + id);
    for (const row of changes?.put ?? []) {
      const key = 'conversation:' + row.id, before = JSON.parse(localStorage.getItem(key));
      const same = before && JSON.stringify(before.asked) === JSON.stringify(row.asked);
      localStorage.setItem(key, JSON.stringify({...row, at: same ? before.at : Date.now()}));
    }
  } catch { /* the browser keeps nothing, or no more */ }
  dispatchEvent(new Event('kept'));
}"""

# Opens the viewer at the quote: the card to the top, its passage scrolled to the mark, the keyboard there.
ON_SOURCES = """
const centred = (card) => {
  const box = card.querySelector('.around'), mark = card.querySelector('mark');
  if (box && mark) {
    const quote = mark.getBoundingClientRect(), above = Math.min(box.clientHeight / 3, box.clientHeight - quote.height - 4);
    box.scrollTop += quote.top - box.getBoundingClientRect().top - Math.max(4, above); // a long quote from its beginning
  }
};
const opened = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  target.closest('details')?.setAttribute('open', '');
  if (target.matches('.card')) centred(target);
  target.scrollIntoView({block: 'start'});
  target.focus({preventScroll: true});
};
addEventListener('hashchange', opened);
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && link.getAttribute('href') === location.hash) opened();
});
watch('value', () => element.querySelectorAll('.card').forEach(centred));
"""

REPORTED = "() => dispatchEvent(new Event('reported'))"
SAVE_FILE = """(made) => {
  dispatchEvent(new Event('file'));
  if (!made) return;
  const file = JSON.parse(made), data = Uint8Array.from(atob(file.data), (c) => c.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([data], {type: file.kind}));
  link.download = file.name; link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}"""

# Gradio's page hears of its events through one stream, which the server closes when the last of them is done. An event that is
# sent in that very moment would wait for ever: the page still believes in the stream, and opens no other. So the close is kept
# from the page while an event is on its way, and the stream goes on as a new one. And the end of an event that was stopped comes
# without data, of which the page makes an error, shown for a moment in all that the event would have changed.
KEEP_LISTENING = r"""
const plain = window.fetch.bind(window), waiting = new Set(), done = new Set();
let joining = 0;
const join = async (asked, more) => {
  joining++;
  try {
    const answer = await plain(asked, more), {event_id} = await answer.clone().json().catch(() => ({}));
    if (event_id && !done.has(event_id)) waiting.add(event_id);
    return answer;
  } finally { joining--; }
};
const listen = async (asked) => {
  const hear = () => plain(asked.url, {headers: asked.headers, credentials: asked.credentials, signal: asked.signal});
  let answer = await hear();
  if (!answer.ok) return answer;
  const messages = (async function* () {
    for (let again = true; again; answer = again ? await hear() : null) {
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      again = false;
      for (let part, rest = ''; !(part = await reader.read()).done;) {
        const found = (rest + part.value).split('\n\n');
        rest = found.pop();
        for (const message of found) {
          const heard = JSON.parse(message.slice('data: '.length)), {msg, event_id} = heard;
          if (msg === 'process_completed') {
            waiting.delete(event_id); done.add(event_id);
            heard.output.data ??= heard.output.error === undefined ? [] : undefined;
          }
          if (msg === 'close_stream' && (joining || waiting.size)) again = true; else yield `data: ${JSON.stringify(heard)}\n\n`;
        }
      }
    }
  })();
  const utf8 = new TextEncoder();
  const heard = new ReadableStream({
    async pull(out) { const {value, done} = await messages.next(); if (done) out.close(); else out.enqueue(utf8.encode(value)); },
    cancel() { messages.return(); },
  });
  return new Response(heard, {headers: answer.headers});
};
window.fetch = (asked, more) => {
  const path = new URL(asked.url ?? asked, location.href).pathname;
  if (path.endsWith('/queue/join')) return join(asked, more);
  return path.endsWith('/queue/data') ? listen(new Request(asked, more)) : plain(asked, more);
};
"""
