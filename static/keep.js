// Nothing that was typed or marked gets lost on the way: notes are written to this browser at every key, marks when they
// cannot be sent, and both stay there until the portal has answered. What waits is shown, survives a reload, and is sent
// in its order, one at a time. What the portal refuses is shown, too, and never thrown away unseen.

const { podium } = globalThis;
const { say, timeWords, parse, replaceParts, send, meet } = podium;

const PREFIX = 'podium.kept.';
/** How long typing rests before a note is sent, in milliseconds. */
const REST = 800;
/** The first and the longest pause before another try, in milliseconds. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [2000, 60000];
/** How long other tabs have to say that they are there, in milliseconds. */
const ROLL_CALL = 300;

/** This page, while it is open: what it keeps, no other tab sends. */
const ME = Math.random().toString(36).slice(2);

// The shelf: one entry of localStorage for each thing kept,
// { id, tab, who?, kind: 'note' | 'mark' | 'answer', url, page, title, fields, was?, tried?, refused?, out? }.
// `who` is whose it is, as the portal calls them; a newcomer's has none. `tried` is what was sent last without an answer:
// it may have arrived or not. `out`: refused because the session had ended.

/** Entries that the browser would not store: they live as long as the page, and leaving it asks first. */
const unstored = new Map();

/** The page is left: what it still puts away belongs to no tab, and another one may have taken it up. */
let left = false;

function put(item) {
  try {
    if (left && (JSON.parse(localStorage.getItem(PREFIX + item.id))?.tab ?? ME) !== ME) return;
    localStorage.setItem(PREFIX + item.id, JSON.stringify(left ? { ...item, tab: undefined } : item));
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
  const id = `${String(last).padStart(15, '0')}-${ME}`;
  const item = { id, tab: ME, who: me(), kind, url, page: location.pathname, title, fields, ...more, ...(out && OUT) };
  mine.set(item.id, item);
  put(item);
  return item;
}

function done(item) {
  mine.delete(item.id);
  // Another tab that took this page for closed may have it, with more in it.
  const stored = onShelf().find((other) => other.id === item.id);
  if (!stored?.tab || stored.tab === ME) drop(item);
}

// Whose things are whose.

/** Who the portal says the person of this page is; undefined as long as they are new. */
const me = () => document.body.dataset.who;
/** What is somebody else's is neither shown nor sent. */
const foreign = (item) => item.who !== undefined && item.who !== me();
const strangers = new Map();

/** What is known of something kept once the session has ended. */
const OUT = {
  out: true,
  refused: 'This browser was signed out. Enter your continue code under “Continue on this device”, or try again to start afresh here; what you typed is kept.',
};
/** The session of this page has ended: nothing is sent, since it would be sent as somebody new. */
let out = false;

function signedOut() {
  out = true;
  for (const item of mine.values()) {
    Object.assign(item, OUT);
    put(item);
    if (item.kind === 'note') notes.get(item.url)?.say(OUT.refused, 'bad');
    else if (item.kind === 'answer') podium.answers?.waits(item);
    else if (item.page === location.pathname) showMark(item);
  }
  if (mine.size > 0) say(OUT.refused);
  showWaiting();
}

/** What is kept goes to a new person, on a page that is theirs. */
function startAfresh() {
  for (const item of mine.values()) {
    for (const name of ['who', 'tried', 'refused', 'out']) delete item[name];
    put(item);
  }
  location.reload();
}

document.addEventListener('podium:met', ({ detail }) => {
  for (const item of mine.values()) {
    // Merged on another device, the person goes by another name, and what is kept is theirs as before.
    if (item.who === detail.was) {
      item.who = me();
      put(item);
    }
  }
  tabs?.postMessage({ met: me() });
  for (const item of [...strangers.values()]) if (!foreign(item) && strangers.delete(item.id)) takeUp(item);
});

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
    this.elsewhere = null;
    const refusedByServer = this.text.getAttribute('aria-invalid') === 'true';
    this.saved = refusedByServer ? null : this.text.defaultValue;
    this.text.addEventListener('input', () => this.typed());
    this.text.addEventListener('change', () => this.hurry());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!keptFor(this.url)) keep('note', this.url, this.title, this.fields());
      this.hurry();
    });
    // Browsers restore no text here (autocomplete="off"): another one than the portal sent was typed before this ran.
    if (refusedByServer || this.text.value !== this.text.defaultValue) this.typed();
  }

  fields() {
    return { body: this.text.value, base: this.base.value };
  }

  typed() {
    const item = keptFor(this.url);
    if (item) {
      // Kept before anything else happens: the tab may close at the next moment.
      item.fields = { ...item.fields, body: this.text.value };
      if (!out) delete item.refused;
      put(item);
    } else {
      keep('note', this.url, this.title, this.fields());
      if (out) showWaiting();
    }
    const over = [...plain(this.text.value)].length - Number(this.text.dataset.most);
    if (out) this.say(OUT.refused, 'bad');
    else if (over > 0) this.say(`${over} ${over === 1 ? 'character' : 'characters'} too many to be saved.`, 'bad');
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

  /** Shows a text that comes from elsewhere, with the cursor where it was as seen from the end, or from `after` before it. */
  show(text, after = 0) {
    const fromEnd = this.text.value.length - this.text.selectionEnd + after;
    this.text.value = text;
    if (document.activeElement === this.text) this.text.selectionStart = this.text.selectionEnd = Math.max(0, text.length - fromEnd);
    if (text.trim()) this.box.open = true;
    this.rename();
  }

  /** The same note in another tab: shown here as well once nothing typed here waits, unless that is newer. */
  heard(data) {
    this.elsewhere = data;
    if (keptFor(this.url) || this.text.value !== this.saved) return;
    this.elsewhere = null;
    // A note that was removed has no revision.
    if (data.body && Number(data.base) <= Number(this.base.value)) return;
    this.show(data.body);
    this.base.value = data.base;
    this.saved = this.text.value;
    this.say('Saved in another tab');
  }

  /** What was typed is given up. */
  reset() {
    this.show(this.saved ?? this.text.defaultValue);
    this.say('Discarded');
  }

  /** What was kept here when the page was left. */
  takeUp(item) {
    if (this.text.value !== this.text.defaultValue) return;
    if (plain(item.fields.body) === plain(this.text.value)) {
      done(item);
      return;
    }
    if (item.tried && plain(item.tried.body) === plain(this.text.value)) {
      // The try had arrived: this page shows it.
      item.fields.base = this.base.value;
      delete item.tried;
      put(item);
    }
    this.show(item.fields.body);
    this.base.value = item.fields.base;
    if (item.refused) this.say(item.refused, 'bad');
    else this.say(WAITS, 'warn');
  }

  /** The portal has `sent`; the person may have gone on typing meanwhile. */
  answered(item, sent, part) {
    const theirs = part.querySelector('textarea').value;
    const merged = part.querySelector('.note-state.warn') !== null && theirs !== plain(sent);
    const time = part.querySelector('.note-state time');
    if (item.fields.body === sent) {
      done(item);
      this.base.value = part.querySelector('[name="base"]').value;
      if (merged) this.show(theirs);
      this.saved = this.text.value;
      tabs?.postMessage({ saved: this.url, body: theirs, base: this.base.value });
    } else {
      const after = rebase(item, sent, part);
      this.base.value = item.fields.base;
      if (item.fields.body !== this.text.value) this.show(item.fields.body, after);
    }
    if (mine.has(item.id)) {
      this.say(merged ? BOTH : 'Not saved yet', merged ? 'warn' : '');
      return;
    }
    const when = timeWords(time ? new Date(time.dateTime) : new Date());
    if (merged) this.say(BOTH, 'warn');
    else this.say(theirs ? `Saved ${when}` : 'Note removed');
    say(this.state.textContent);
    if (this.elsewhere) this.heard(this.elsewhere);
  }
}

/**
 * The portal has `sent`, perhaps together with what another device wrote; what has become of it here since takes its place
 * in that. Answers how many characters of the other device come after it.
 */
function rebase(item, sent, part) {
  const [theirs, own] = [part.querySelector('textarea').value, plain(sent)];
  const at = theirs.lastIndexOf(own);
  // Else the older revision stays the base: the portal puts both together again at the next save, and nothing is lost.
  if (at < 0) {
    put(item);
    return 0;
  }
  const before = theirs.slice(0, at);
  const after = theirs.slice(at + own.length);
  const gap = own || !before ? '' : '\n\n';
  item.fields = { body: before + gap + item.fields.body + after, base: part.querySelector('[name="base"]').value };
  put(item);
  return after.length;
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
    return out ? undefined : inOrder().find((item) => !item.refused && !notes.get(item.url)?.resting);
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

/**
 * What to send of a note while it is not known whether the try before has arrived. `before` tells the portal what it may
 * have by then, so that it is not taken for another device's. There is one such text: until one of the two is answered
 * for, the same is sent again.
 */
function fieldsOf({ kind, fields, tried }) {
  if (kind === 'answer') return fields;
  if (kind === 'mark' || !tried) return { ...fields };
  if (tried.before !== undefined || tried.body === fields.body) return { ...tried };
  return { ...fields, before: tried.body };
}

/** It did not arrive: the portal has what it had before, if that had arrived. */
function untried(item, sent) {
  if (sent.before === undefined) delete item.tried;
  else item.tried = { body: sent.before, base: sent.base };
  put(item);
}

/** What stands in an answer to each kind. */
const PARTS = { note: 'body > .note', mark: 'body > .mark', answer: 'body > .question-box' };

/**
 * The portal has an answer, or says why it does not count or cannot be read: once and for all, since it has an id of its
 * own. The question shows it where it is open; else what was not taken is listed.
 */
function settled(item, answer, part, taken) {
  done(item);
  // It may come before the script of the questions does: then the question has no newer answer in it.
  const shown = podium.answers ? podium.answers.settled(item, answer, part, taken) : replaceParts(answer).length > 0;
  if (shown || taken) return null;
  item.refused = part.querySelector('.error, .state-line.bad')?.textContent.trim() || 'Not saved.';
  mine.set(item.id, item);
  put(item);
  say(item.refused);
  return null;
}

/** Tries to send one thing. Answers null when that settled it, else how long to wait at least, in milliseconds. */
async function attempt(item) {
  const note = item === keptFor(item.url) ? notes.get(item.url) : undefined;
  const sent = fieldsOf(item);
  if (item.kind === 'note') note?.say('Saving');
  item.tried = sent;
  put(item);
  let response, answer;
  try {
    const body = new URLSearchParams(sent);
    // What is small enough goes on its way even when the page is left.
    response = await send(item.url, item.kind, body, { keepalive: String(body).length < 60000 });
    answer = parse(await response.text());
  } catch {
    return later(item, note, 0);
  }
  // Discarded, or the session ended, meanwhile.
  if (!mine.has(item.id) || out) return null;
  const part = answer.querySelector(PARTS[item.kind]);
  if (item.kind === 'answer' && part && (response.ok || response.status === 422)) return settled(item, answer, part, response.ok);
  if (response.ok && part) {
    delete item.tried;
    if (item.kind === 'note') {
      if (note) note.answered(item, sent.body, part);
      else if (item.fields.body === sent.body) done(item);
      else rebase(item, sent.body, part);
    } else if (item.fields.undo === sent.undo) {
      done(item);
      if (item.page === location.pathname) {
        replaceParts(answer);
        say(part.dataset.say);
      }
    } else {
      put(item);
    }
    return null;
  }
  const { status } = response;
  if (status === 409) {
    untried(item, sent);
    tabs?.postMessage({ out: true });
    signedOut();
    return null;
  }
  // An answer that is not ours, such as a proxy's page, says nothing about what was sent.
  if (response.ok || status >= 500 || [401, 407, 408, 425, 429].includes(status)) {
    return later(item, note, Number(response.headers.get('Retry-After') ?? 0) * 1000 || 0);
  }
  untried(item, sent);
  if (item.fields.body !== sent.body || item.fields.undo !== sent.undo) return null;
  item.refused = (status === 422 && part?.querySelector('.note-state')?.textContent) || `Not saved. ${REASONS[status] ?? `The portal answered ${status}.`}`;
  put(item);
  note?.say(item.refused, 'bad');
  say(item.refused);
  return null;
}

function later(item, note, wait) {
  if (note && !note.resting) note.say(WAITS, 'warn');
  // What stands behind it in the row waits as well.
  for (const kept of mine.values()) podium.answers?.waits(kept);
  if (!sender.stuck) say(item.kind === 'note' ? WAITS : `Your ${item.kind} is kept here and will be sent.`);
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

function keepMark(form, undo, tried) {
  const url = path(form);
  const bar = form.closest('.mark');
  const title = form.querySelector('.visually-hidden').textContent.replace(/^: /, '');
  let item = keptFor(url);
  if (item) {
    item.fields = { undo };
    if (!out) delete item.refused;
    put(item);
  } else {
    item = keep('mark', url, title, { undo }, { was: bar.classList.contains('done'), tried });
  }
  const focused = bar.contains(document.activeElement);
  if (item.was === (undo !== '1') && !item.tried) {
    // Taken back before it was sent: as the portal knows it. What was tried may have arrived, and is taken back there.
    done(item);
    unshowMark(item);
  } else {
    showMark(item);
    say(item.refused ?? 'Kept in this browser. It will be sent.');
  }
  if (focused) document.querySelector(`#${CSS.escape(bar.id)} button`)?.focus({ preventScroll: true });
  showWaiting();
}

// A mark that waits is changed where it waits; sending both at once could leave them in the wrong order.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.fragment !== 'mark' || !(out || keptFor(path(form)))) return;
  event.preventDefault();
  keepMark(form, form.elements.undo.value);
  sender.soon();
}, true);

document.addEventListener('podium:unsent', (event) => {
  const form = event.target;
  const { status, fields } = event.detail;
  if (form.dataset.fragment !== 'mark' || (status !== 0 && status < 500 && status !== 429 && status !== 409)) return;
  event.preventDefault();
  const undo = fields.get('undo') ?? '';
  keepMark(form, undo, status === 409 ? undefined : { undo });
  if (status === 409) {
    tabs?.postMessage({ out: true });
    signedOut();
    return;
  }
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

const counted = (n) => (n === 1 ? '1 change' : `${n} changes`);

function row(...buttons) {
  const made = element('p', '', { className: 'row' });
  made.append(...buttons);
  return made;
}

/** Gone, without a question: the button says what it does, and stands beside what it is about. */
function discard(what, act) {
  return button('Discard', () => {
    act();
    showWaiting();
    say(`Discarded: ${what}`);
    (box?.querySelector('button') ?? document.getElementById('_content'))?.focus({ preventScroll: true });
  });
}

/** One thing that was refused, with what can be done about it. */
function refusedEntry(item) {
  const entry = element('li');
  entry.append(element('a', item.title, { href: item.page }), item.out ? '' : `: ${item.refused}`);
  const note = item.kind === 'note' ? notes.get(item.url) : undefined;
  if (item.kind === 'note' && !note) {
    const text = element('textarea', item.fields.body, { rows: 3, readOnly: true });
    text.setAttribute('aria-label', `Your note: ${item.title}`);
    entry.append(text);
  }
  const again = button('Try again', () => {
    delete item.refused;
    put(item);
    sender.soon();
  });
  const gone = discard(item.title, () => {
    done(item);
    if (item.kind === 'mark') unshowMark(item);
    podium.answers?.gone(item);
    if (note && !keptFor(item.url)) note.reset();
  });
  entry.append(row(...(item.out ? [gone] : [again, gone])));
  return entry;
}

function showWaiting() {
  const waiting = inOrder().filter((item) => !item.refused);
  const refused = inOrder().filter((item) => item.refused && (item.out || !(item.kind === 'note' && notes.has(item.url))));
  box?.remove();
  box = null;
  const stuck = sender.stuck && waiting.length > 0;
  if (!stuck && refused.length === 0 && strangers.size === 0) return;
  box = element('section', '', { className: 'waiting' });
  box.setAttribute('aria-label', 'Kept in this browser');
  if (stuck) {
    const verb = waiting.length === 1 ? 'is' : 'are';
    box.append(
      element('p', `${navigator.onLine ? 'The portal does not answer.' : 'You are offline.'} ${counted(waiting.length)} ${verb} kept in this browser and will be sent.`),
      row(button('Try now', () => sender.soon())),
    );
  }
  if (refused.some((item) => item.out)) {
    const [before, after] = OUT.refused.split(/“.*”/);
    const why = element('p', before);
    why.append(element('a', 'Continue on this device', { href: '/continue' }), after);
    box.append(why, row(button('Try again', startAfresh)));
  }
  if (refused.length > 0) {
    const list = element('ul');
    list.append(...refused.map(refusedEntry));
    box.append(list);
  }
  if (strangers.size > 0) {
    const what = `Kept in this browser by somebody else, or before you were signed out: ${counted(strangers.size)}`;
    const gone = discard(counted(strangers.size), () => {
      for (const item of strangers.values()) drop(item);
      strangers.clear();
    });
    box.append(element('p', `${what}.`), row(gone));
  }
  // On pages without the corner it stands at the end.
  (document.getElementById('_corner') ?? document.body).append(box);
}

// Tabs: each sends what it keeps itself; what a closed one left is taken up by the next that opens.

const tabs = globalThis.BroadcastChannel ? new BroadcastChannel('podium') : null;
const there = new Set();

tabs?.addEventListener('message', ({ data }) => {
  if (data.ask) tabs.postMessage({ here: ME });
  if (data.here) there.add(data.here);
  // The cookie is the same for all: who is known in one tab is known here, and a session that ends there ends here.
  if (data.met && !me()) meet(data.met);
  if (data.forget) mine.clear();
  if (data.out || data.forget) signedOut();
  if (data.saved) notes.get(data.saved)?.heard(data);
});

function takeUp(item) {
  if (mine.has(item.id)) return;
  const { was, unsure } = document.body.dataset;
  if (item.who && item.who === was) item.who = me();
  if (foreign(item)) {
    // A page that could not ask the database does not know who the person is.
    if (unsure === undefined) strangers.set(item.id, item);
    return;
  }
  if (item.out && !out) {
    delete item.out;
    delete item.refused;
  }
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
  podium.answers?.waits(item);
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
  left = true;
  for (const note of notes.values()) note.hurry();
  for (const item of mine.values()) put(item);
}

// Signing out and deleting: nothing of the person stays in this browser, and nothing goes unseen.

function forget() {
  tabs?.postMessage({ forget: true });
  mine.clear();
  strangers.clear();
  for (const item of onShelf()) drop(item);
}

document.addEventListener('submit', (event) => {
  const what = event.target.dataset.forget;
  if (!what) return;
  const left = onShelf().length;
  if (left > 0 && !confirm(`${counted(left)} ${left === 1 ? 'was' : 'were'} not sent yet and would be lost. ${what} all the same?`)) {
    event.preventDefault();
  } else {
    forget();
  }
});

if ('forgotten' in document.body.dataset) forget();

// Answers to questions: quiz.js, which knows their fields, keeps them here.
podium.shelf = {
  keep(url, title, fields) {
    const item = keptFor(url);
    // Another answer takes the place of one that was refused.
    const anew = item?.refused && !out;
    if (anew) done(item);
    // What was tried may have arrived: then this is another answer.
    if (!item || anew || item.tried) return keep('answer', url, title, fields);
    item.fields = fields;
    put(item);
    return item;
  },
  keptFor,
  waiting: inOrder,
  send: () => sender.soon(),
};

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
