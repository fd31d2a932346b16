// Nothing that was typed or marked gets lost on the way: notes are written to this browser at every key, marks when they
// cannot be sent, and both stay there until the portal has answered. What waits is shown, survives a reload, and is sent
// in its order, one at a time. What the portal refuses is shown, too, and never thrown away unseen.

const { say, timeWords, parse, replaceParts, send, nowKnown } = globalThis.podium;

const PREFIX = 'podium.kept.';
/** How long typing rests before a note is sent, in milliseconds. */
const REST = 800;
/** The first and the longest pause before another try, in milliseconds. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [2000, 60000];
/** How long one try may take, in milliseconds. */
const PATIENCE = 15000;
/** How long other tabs have to say that they are there, in milliseconds. */
const ROLL_CALL = 300;

/** This page, while it is open: what it keeps, no other tab sends. */
const ME = Math.random().toString(36).slice(2);

// The shelf: one entry of localStorage for each thing kept,
// { id, tab, kind: 'note' | 'mark', url, page, title, fields, was?, refused? }.

/** Entries that the browser would not store: they live as long as the page, and leaving it asks first. */
const unstored = new Map();

function put(item) {
  try {
    localStorage.setItem(PREFIX + item.id, JSON.stringify(item));
    unstored.delete(item.id);
  } catch {
    unstored.set(item.id, item);
  }
}

function drop(item) {
  unstored.delete(item.id);
  try {
    localStorage.removeItem(PREFIX + item.id);
  } catch {
    // Nothing was stored then.
  }
}

function onShelf() {
  const found = [...unstored.values()];
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  };
  for (const key of keys()) {
    try {
      const item = JSON.parse(localStorage.getItem(key));
      if (item?.id && item.url && item.fields) found.push(item);
    } catch {
      // Not an entry of ours.
    }
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What this page answers for, in its order; the objects are the same as long as they are kept. */
const mine = new Map();
const inOrder = () => [...mine.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
const keptFor = (url) => inOrder().findLast((item) => item.url === url);

let last = 0;
function keep(kind, url, title, fields, more = {}) {
  last = Math.max(Date.now(), last + 1);
  const item = { id: `${String(last).padStart(15, '0')}-${ME}`, tab: ME, kind, url, page: location.pathname, title, fields, ...more };
  mine.set(item.id, item);
  put(item);
  return item;
}

function done(item) {
  mine.delete(item.id);
  drop(item);
}

addEventListener('beforeunload', (event) => { if (unstored.size > 0) event.preventDefault(); });

// Notes.

const path = (form) => new URL(form.action).pathname;
const plain = (text) => text.replace(/\r\n?/g, '\n').trimEnd();
/** The notes on this page by the address of their form. */
const notes = new Map();

class Note {
  constructor(form) {
    this.form = form;
    this.url = path(form);
    this.box = form.closest('.note');
    this.text = form.querySelector('textarea');
    this.base = form.querySelector('[name="base"]');
    this.state = form.querySelector('.note-state');
    this.name = this.box.querySelector('[data-note-name]');
    this.title = this.box.querySelector('summary .visually-hidden').textContent.replace(/^: /, '');
    this.timer = 0;
    // A browser that restores forms may show an older text than the portal sent: what was not kept here was saved.
    const refusedByServer = this.text.getAttribute('aria-invalid') === 'true';
    if (!refusedByServer) {
      this.text.value = this.text.defaultValue;
      this.base.value = this.base.defaultValue;
    }
    this.saved = refusedByServer ? null : this.text.value;
    this.text.addEventListener('input', () => this.typed());
    this.text.addEventListener('change', () => this.hurry());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!keptFor(this.url)) keep('note', this.url, this.title, this.fields());
      this.hurry();
    });
    if (refusedByServer) this.typed();
  }

  fields() {
    return { body: this.text.value, base: this.base.value };
  }

  typed() {
    const item = keptFor(this.url);
    if (item) {
      // Kept before anything else happens: the tab may close at the next moment.
      item.fields = { ...item.fields, body: this.text.value };
      delete item.refused;
      put(item);
    } else {
      keep('note', this.url, this.title, this.fields());
    }
    const over = [...plain(this.text.value)].length - Number(this.text.dataset.most);
    if (over > 0) this.say(`${over} ${over === 1 ? 'character' : 'characters'} too many to be saved.`, 'bad');
    else if (sender.stuck) this.say(WAITS, 'warn');
    else this.say('Not saved yet');
    this.rename();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hurry(), REST);
  }

  /** Whether the person has just typed and may go on. */
  get resting() {
    return this.timer !== 0;
  }

  hurry() {
    clearTimeout(this.timer);
    this.timer = 0;
    sender.run();
  }

  say(words, tone = '') {
    this.state.textContent = words;
    this.state.className = `note-state ${tone}`;
    this.text.toggleAttribute('aria-invalid', false);
    if (tone === 'bad') this.text.setAttribute('aria-invalid', 'true');
    this.box.classList.toggle('wrong', tone === 'bad');
  }

  rename() {
    this.name.textContent = this.text.value.trim() ? 'Your note' : 'Add a note';
  }

  /** Shows a text that comes from elsewhere, with the cursor where it was as seen from the end. */
  show(text) {
    const fromEnd = this.text.value.length - this.text.selectionEnd;
    this.text.value = text;
    if (document.activeElement === this.text) this.text.selectionStart = this.text.selectionEnd = Math.max(0, text.length - fromEnd);
    if (text.trim()) this.box.open = true;
    this.rename();
  }

  /** What was kept here when the page was left. */
  takeUp(item) {
    if (this.text.value !== this.text.defaultValue) return;
    if (plain(item.fields.body) === plain(this.text.value)) {
      done(item);
      return;
    }
    this.show(item.fields.body);
    this.base.value = item.fields.base;
    if (item.refused) this.say(item.refused, 'bad');
    else this.say(WAITS, 'warn');
  }

  /** The portal has `sent`; the person may have gone on typing meanwhile. */
  answered(item, sent, part) {
    const revision = part.querySelector('[name="base"]').value;
    const theirs = part.querySelector('textarea').value;
    const merged = part.querySelector('.note-state.warn') !== null && theirs !== plain(sent);
    const time = part.querySelector('.note-state time');
    if (item.fields.body === sent) {
      done(item);
      this.base.value = revision;
      if (merged) this.show(theirs);
      this.saved = this.text.value;
      tabs?.postMessage({ saved: this.url, body: theirs, base: revision });
    } else if (!merged) {
      item.fields.base = this.base.value = revision;
      put(item);
    } else if (theirs.endsWith(plain(sent)) && item.fields.body.startsWith(plain(sent))) {
      // Both texts, and after them what was typed since.
      this.show(theirs + item.fields.body.slice(plain(sent).length));
      this.base.value = revision;
      item.fields = this.fields();
      put(item);
    }
    // Else the older revision stays the base: the portal puts both together again at the next save, and nothing is lost.
    if (mine.has(item.id)) {
      this.say(merged ? BOTH : 'Not saved yet', merged ? 'warn' : '');
      return;
    }
    const at = timeWords(time ? new Date(time.dateTime) : new Date());
    if (merged) this.say(BOTH, 'warn');
    else this.say(theirs ? `Saved ${at}` : 'Note removed');
    say(this.state.textContent);
  }
}

const WAITS = 'Your note is kept here and will be sent.';
const BOTH = 'Changed on another device, too: both texts are kept, one below the other.';

// Sending.

const sender = {
  busy: false,
  stuck: false,
  pause: FIRST_PAUSE,
  timer: 0,

  next() {
    return inOrder().find((item) => !item.refused && !notes.get(item.url)?.resting);
  },

  async run() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    const waited = this.stuck;
    for (let item = this.next(); item; item = this.next()) {
      const wait = await attempt(item);
      if (wait === null) {
        this.stuck = false;
        this.pause = FIRST_PAUSE;
      } else {
        this.stuck = true;
        this.timer = setTimeout(() => this.run(), Math.max(wait, this.pause));
        this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
        break;
      }
    }
    this.busy = false;
    showWaiting();
    if (waited && !this.stuck && mine.size === 0) say('Everything is sent.');
  },

  /** Something may have changed: the network, the person came back. */
  soon() {
    this.pause = FIRST_PAUSE;
    this.run();
  },
};

/** Why a thing is refused for good, by status. */
const REASONS = {
  403: 'The portal took it for a request of another site. Reload the page, then try again.',
  404: 'The section is no longer in the workshop.',
  410: 'The section is no longer in the workshop.',
  413: 'It is too long.',
};

/** Tries to send one thing. Answers null when that settled it, else how long to wait at least, in milliseconds. */
async function attempt(item) {
  const note = item === keptFor(item.url) ? notes.get(item.url) : undefined;
  const sent = { ...item.fields };
  if (item.kind === 'note') note?.say('Saving');
  let response, answer;
  try {
    const signal = AbortSignal.timeout?.(PATIENCE);
    const body = new URLSearchParams(sent);
    // What is small enough goes on its way even when the page is left.
    response = await send(item.url, item.kind, body, { signal, keepalive: String(body).length < 60000 });
    answer = parse(await response.text());
  } catch {
    return later(item, note, 0);
  }
  const part = answer.querySelector(item.kind === 'note' ? 'body > .note' : 'body > .mark');
  if (response.ok && part) {
    nowKnown();
    if (item.kind === 'note') {
      if (note) note.answered(item, sent.body, part);
      else done(item);
    } else if (item.fields.undo === sent.undo) {
      done(item);
      if (item.page === location.pathname) {
        replaceParts(answer);
        say(part.dataset.say);
      }
    }
    return null;
  }
  const { status } = response;
  // An answer that is not ours, such as a proxy's page, says nothing about what was sent.
  if (response.ok || status >= 500 || [401, 407, 408, 425, 429].includes(status)) {
    return later(item, note, Number(response.headers.get('Retry-After') ?? 0) * 1000 || 0);
  }
  if (JSON.stringify(item.fields) !== JSON.stringify(sent)) return null;
  item.refused = (status === 422 && part?.querySelector('.note-state')?.textContent) || `Not saved. ${REASONS[status] ?? `The portal answered ${status}.`}`;
  put(item);
  note?.say(item.refused, 'bad');
  say(item.refused);
  return null;
}

function later(item, note, wait) {
  if (note && !note.resting) note.say(WAITS, 'warn');
  if (!sender.stuck) say(item.kind === 'note' ? WAITS : 'Your mark is kept here and will be sent.');
  return wait;
}

// Marks.

/** Bars as the portal drew them, by the address of their form, while something else is shown in their place. */
const drawn = new Map();

function showMark(item) {
  const form = [...document.querySelectorAll('form[data-fragment="mark"]')].find((found) => path(found) === item.url);
  const bar = form?.closest('.mark');
  if (!bar) return;
  if (!drawn.has(item.url)) drawn.set(item.url, bar.cloneNode(true));
  const wanted = item.fields.undo !== '1';
  bar.classList.add('pending');
  bar.querySelector('.mark-state').textContent = item.refused ?? `${wanted ? 'Marked as done' : 'Taken back'} in this browser. It will be sent.`;
  bar.querySelector('[data-verb]').textContent = wanted ? 'Undo' : 'Mark as done';
  bar.querySelector('.button').classList.toggle('quiet', wanted);
  form.elements.undo.value = wanted ? '1' : '';
}

function unshowMark(item) {
  const bar = drawn.get(item.url);
  drawn.delete(item.url);
  if (item.page === location.pathname && bar) document.getElementById(bar.id)?.replaceWith(bar);
}

function keepMark(form, undo) {
  const url = path(form);
  const bar = form.closest('.mark');
  const title = form.querySelector('.visually-hidden').textContent.replace(/^: /, '');
  let item = keptFor(url);
  if (item) {
    item.fields = { undo };
    delete item.refused;
    put(item);
  } else {
    item = keep('mark', url, title, { undo }, { was: bar.classList.contains('done') });
  }
  const focused = bar.contains(document.activeElement);
  if (item.was === (undo !== '1')) {
    // Taken back before it was sent: as the portal knows it.
    done(item);
    unshowMark(item);
  } else {
    showMark(item);
    say('Kept in this browser. It will be sent.');
  }
  if (focused) document.querySelector(`#${CSS.escape(bar.id)} button`)?.focus({ preventScroll: true });
  showWaiting();
}

// A mark that waits is changed where it waits; sending both at once could leave them in the wrong order.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.fragment !== 'mark' || !keptFor(path(form))) return;
  event.preventDefault();
  keepMark(form, form.elements.undo.value);
  sender.soon();
}, true);

document.addEventListener('podium:unsent', (event) => {
  const form = event.target;
  const { status, fields } = event.detail;
  if (form.dataset.fragment !== 'mark' || (status !== 0 && status < 500 && status !== 429)) return;
  event.preventDefault();
  keepMark(form, fields.get('undo') ?? '');
  sender.stuck = true;
  sender.timer = setTimeout(() => sender.run(), sender.pause);
  showWaiting();
});

document.addEventListener('podium:replaced', (event) => {
  for (const part of event.detail) {
    for (const [url, bar] of drawn) if (bar.id === part.id) drawn.delete(url);
  }
});

// What waits, for everybody to see.

let box = null;

function element(name, words, more = {}) {
  const made = Object.assign(document.createElement(name), more);
  if (words) made.textContent = words;
  return made;
}

function button(words, act) {
  const made = element('button', words, { type: 'button', className: 'button quiet small' });
  made.addEventListener('click', act);
  return made;
}

function showWaiting() {
  const waiting = inOrder().filter((item) => !item.refused);
  const refused = inOrder().filter((item) => item.refused && !(item.kind === 'note' && notes.has(item.url)));
  box?.remove();
  box = null;
  if (!(sender.stuck && waiting.length > 0) && refused.length === 0) return;
  box = element('section', '', { className: 'waiting' });
  box.setAttribute('aria-label', 'Kept in this browser');
  if (sender.stuck && waiting.length > 0) {
    const what = waiting.length === 1 ? '1 change is' : `${waiting.length} changes are`;
    box.append(element('p', `${navigator.onLine ? 'The portal does not answer.' : 'You are offline.'} ${what} kept in this browser and will be sent.`));
    const row = element('p', '', { className: 'row' });
    row.append(button('Try now', () => sender.soon()));
    box.append(row);
  }
  if (refused.length > 0) {
    const list = element('ul');
    for (const item of refused) {
      const entry = element('li');
      entry.append(element('a', item.title, { href: item.page }), `: ${item.refused}`);
      if (item.kind === 'note') {
        const text = element('textarea', item.fields.body, { rows: 3, readOnly: true });
        text.setAttribute('aria-label', `Your note: ${item.title}`);
        entry.append(text);
      }
      const row = element('p', '', { className: 'row' });
      row.append(
        button('Try again', () => {
          delete item.refused;
          put(item);
          sender.soon();
        }),
        button('Discard', () => {
          done(item);
          unshowMark(item);
          showWaiting();
        }),
      );
      entry.append(row);
      list.append(entry);
    }
    box.append(list);
  }
  document.getElementById('_corner').append(box);
}

// Tabs: each sends what it keeps itself; what a closed one left is taken up by the next that opens.

const tabs = globalThis.BroadcastChannel ? new BroadcastChannel('podium') : null;
const there = new Set();

tabs?.addEventListener('message', ({ data }) => {
  if (data.ask) tabs.postMessage({ here: ME });
  if (data.here) there.add(data.here);
  const note = data.saved && notes.get(data.saved);
  // The same note in another tab: shown here as well, unless something was typed here.
  if (note && !keptFor(data.saved) && note.text.value === note.saved) {
    note.show(data.body);
    note.base.value = data.base;
    note.saved = note.text.value;
    note.say('Saved in another tab');
  }
});

function takeUp(item) {
  if (mine.has(item.id)) return;
  const bound = keptFor(item.url);
  if (item.kind === 'note' && bound && bound.fields.body === item.fields.body) {
    // The same text came back with the page.
    drop(item);
    return;
  }
  item.tab = ME;
  mine.set(item.id, item);
  put(item);
  if (item.kind === 'note' && !bound) notes.get(item.url)?.takeUp(item);
  if (item.kind === 'mark' && item.page === location.pathname) showMark(item);
}

function takeUpLeft() {
  for (const item of onShelf()) if (!item.tab || item.tab === ME) takeUp(item);
  const others = onShelf().filter((item) => item.tab && item.tab !== ME);
  if (others.length > 0) {
    there.clear();
    tabs?.postMessage({ ask: true });
    setTimeout(() => {
      for (const item of onShelf()) if (item.tab !== ME && !there.has(item.tab)) takeUp(item);
      showWaiting();
      sender.run();
    }, ROLL_CALL);
  }
  showWaiting();
  sender.run();
}

/** The page goes: a last try for what waits, and the next page may take it up. */
function leave() {
  for (const note of notes.values()) note.hurry();
  for (const item of mine.values()) {
    const { tab, ...left } = item;
    put(left);
  }
}

// Signing out and deleting: nothing of the person stays in this browser, and nothing goes unseen.

function forget() {
  mine.clear();
  for (const item of onShelf()) drop(item);
}

document.addEventListener('submit', (event) => {
  const what = event.target.dataset.forget;
  if (!what) return;
  const left = onShelf().length;
  if (left > 0 && !confirm(`${left === 1 ? '1 change was' : `${left} changes were`} not sent yet and would be lost. ${what} all the same?`)) {
    event.preventDefault();
  } else {
    forget();
  }
});

if ('forgotten' in document.body.dataset) forget();

for (const form of document.querySelectorAll('form[data-keep="note"]')) {
  const note = new Note(form);
  notes.set(note.url, note);
}
takeUpLeft();
addEventListener('pagehide', leave);
// A page out of the browser's memory may be older than what was sent since.
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
addEventListener('online', () => sender.soon());
addEventListener('offline', showWaiting);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') takeUpLeft();
  else for (const note of notes.values()) if (note.resting) note.hurry();
});
