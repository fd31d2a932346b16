// Makes the pages quicker: forms answered in place, search while typing, theme, copy buttons, local times, the place in
// the text. Every page works without this file; whatever fails in here falls back to what the browser does by itself.

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** What stands after `#` in the address. */
function fragment() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Says a sentence to a screen reader. */
function say(text) {
  const region = find('#_say');
  if (!region || !text) return;
  // The same sentence twice is only spoken twice when the region was empty in between.
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 50);
}

// Times: the server writes UTC, the reader sees their own zone.

const language = document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang;
const format = (options) => {
  try {
    return new Intl.DateTimeFormat(language, { hourCycle: 'h23', ...options });
  } catch {
    return new Intl.DateTimeFormat(undefined, options);
  }
};
const clock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const moment = format({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** A time in words: only the clock when it is today. */
const timeWords = (date) => (date.toDateString() === new Date().toDateString() ? clock : moment).format(date);

/** Rewrites the times below `root` to the reader's zone. */
function localTimes(root) {
  for (const time of all('time[datetime*="T"]:not([title])', root)) {
    const date = new Date(time.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    time.title = time.textContent;
    time.textContent = timeWords(date);
  }
}

// Parts of a page.

/** Reads an answer as a document of its own; nothing in it runs. */
const parse = (text) => new DOMParser().parseFromString(text, 'text/html');

/** Puts every top element of an answer where the page has the element of its id. Answers with what was put in. */
function replaceParts(answer) {
  const put = [];
  for (const part of [...answer.body.children]) {
    const old = part.id && document.getElementById(part.id);
    if (!old) continue;
    if (old instanceof HTMLDetailsElement) part.open = old.open;
    const scrolled = find('nav', old)?.scrollTop;
    old.replaceWith(part);
    if (scrolled) find('nav', part).scrollTop = scrolled;
    localTimes(part);
    put.push(part);
  }
  if (put.length > 0) document.dispatchEvent(new CustomEvent('podium:replaced', { detail: put }));
  return put;
}

/** The fields of a form as it would send them. */
function fieldsOf(form, submitter) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) fields.append(name, value);
  return fields;
}

/** Asks for a part of a page. */
async function ask(url, fragment, more = {}) {
  const sent = performance.now();
  const response = await fetch(url, { headers: { 'X-Fragment': fragment, Accept: 'text/html' }, ...more });
  // When the portal wrote it, as well as can be told here.
  podium.heard = (sent + performance.now()) / 2;
  lookAtBuild(response);
  return response;
}

/** How long one request may take, in milliseconds. */
const PATIENCE = 15000;
const known = () => 'known' in document.body.dataset;
let [leaving, turn] = [false, Promise.resolve()];
addEventListener('pagehide', () => { leaving = true; });
addEventListener('pageshow', () => { leaving = false; });

/** Who the portal says the person is. */
function meet(who) {
  if (!who || who === document.body.dataset.who) return;
  const was = document.body.dataset.who;
  nowKnown();
  document.body.dataset.who = who;
  document.dispatchEvent(new CustomEvent('podium:met', { detail: { was } }));
}

/**
 * Asks for a part of a page by sending a form's fields. Whoever sends without a cookie becomes a new person, hence one
 * request goes at a time, over all tabs, until the portal knows the person; and none outlives its page, where its cookie
 * could replace that of the next page.
 */
async function send(url, fragment, fields, more = {}) {
  const headers = { 'X-Fragment': fragment, Accept: 'text/html' };
  const go = async () => {
    // With it the portal can tell a browser that has lost its cookie from a new one.
    if (document.body.dataset.who) headers['X-Podium-Who'] = document.body.dataset.who;
    const stop = new AbortController();
    const { signal } = stop;
    setTimeout(() => stop.abort(), PATIENCE);
    if (!known()) addEventListener('pagehide', () => stop.abort(), { once: true });
    const keepalive = Boolean(more.keepalive) && known();
    const response = await ask(url, fragment, { method: 'POST', body: fields, headers, signal, ...more, keepalive });
    if (response.ok) meet(response.headers.get('X-Podium-Who'));
    return response;
  };
  if (known()) return go();
  if (leaving) throw new Error('the page is left');
  const alone = async () => (known() ? null : go());
  turn = navigator.locks ? navigator.locks.request('podium.first', alone) : turn.then(alone, alone);
  return (await turn) ?? go();
}

/** The portal knows the person from now on; until the next page their name is the one that everybody has at first. */
function nowKnown() {
  if ('known' in document.body.dataset) return;
  document.body.dataset.known = '';
  find('.menu-name').textContent = 'You';
}

// A newer page: every answer names what the portal serves by now. When that is not what this page came from, it offers to
// be loaded again. It goes on working as it is, and nothing that was typed goes away with it.

const TYPED = 'podium.typed';
/** Fields whose content only this page has; notes are kept by keep.js. */
const ownFields = () => all('input[id]:not([type="hidden"], [type="checkbox"]), textarea[id]').filter((field) => !field.closest('[data-keep]'));

function lookAtBuild(response) {
  const { dataset } = document.body;
  const build = response.headers.get('X-Podium-Build');
  if (!build || build === dataset.build || build === dataset.offered) return;
  dataset.offered = build;
  find('.newer')?.remove();
  const note = Object.assign(document.createElement('section'), { className: 'newer' });
  note.setAttribute('aria-label', 'Newer version');
  const words = Object.assign(document.createElement('p'), { textContent: 'A newer version of this page is here.' });
  const [reload, dismiss] = ['Reload', 'Not now'].map((text) => Object.assign(document.createElement('button'), { type: 'button', textContent: text }));
  [reload.className, dismiss.className] = ['button quiet small', 'plain'];
  reload.addEventListener('click', () => {
    const typed = ownFields().filter((field) => field.value !== field.defaultValue).map((field) => [field.id, field.value]);
    try {
      sessionStorage.setItem(TYPED, JSON.stringify({ path: location.pathname, typed }));
    } catch {
      // The browser keeps the fields of a page that is loaded again by itself, as a rule.
    }
    location.reload();
  });
  dismiss.addEventListener('click', () => note.remove());
  note.append(words, reload, dismiss);
  document.getElementById('_corner').prepend(note);
  say('A newer version of this page is here. You can reload it.');
}

try {
  const kept = JSON.parse(sessionStorage.getItem(TYPED));
  sessionStorage.removeItem(TYPED);
  if (kept?.path === location.pathname) {
    for (const [id, value] of kept.typed) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
  }
} catch {
  // Nothing was kept.
}

// Forms answered in place.

const busy = new Set();
const answeredAt = new Map();
/** A second press on the same spot within this time (ms) was meant for the button that stood there before. */
const DOUBLE_PRESS = 500;

async function answerInPlace(form) {
  const url = form.action;
  if (busy.has(url) || performance.now() - (answeredAt.get(url) ?? -Infinity) < DOUBLE_PRESS) return;
  busy.add(url);
  const part = form.closest('[id]');
  const focused = part?.contains(document.activeElement) ? document.activeElement : null;
  part?.setAttribute('aria-busy', 'true');
  // Taken before anything is awaited: what is sent is what was there when the button was pressed.
  const fields = fieldsOf(form);
  let leave;
  const left = new Promise((_, fail) => { leave = () => fail(new Error('the page was left before the answer')); });
  addEventListener('pagehide', leave);
  try {
    const response = await Promise.race([send(url, form.dataset.fragment, fields), left]);
    if (!response.ok && response.status !== 422) throw Object.assign(new Error('refused'), { status: response.status });
    const put = replaceParts(parse(await response.text()));
    if (put.length === 0) throw new Error('the answer is not the part that was asked for');
    nowKnown();
    answeredAt.set(url, performance.now());
    const fresh = put.find((element) => element.id === part?.id) ?? put[0];
    if (focused) {
      const again = (focused.id && document.getElementById(focused.id)) || find('[data-lead]', fresh) || find('button', fresh);
      again?.focus({ preventScroll: true });
    }
    say(fresh.dataset.say ?? find('[data-say]', fresh)?.dataset.say);
    for (const element of put) {
      if (element.dataset.person) find('[data-person].menu-name').textContent = element.dataset.person;
    }
  } catch (error) {
    part?.removeAttribute('aria-busy');
    const unsent = new CustomEvent('podium:unsent', { bubbles: true, cancelable: true, detail: { fields, status: error.status ?? 0 } });
    // Somebody who keeps things until they can be sent takes the event; else the browser sends the form and shows the answer.
    // Not when the session has ended: the form would be sent as somebody new. The page is shown as it is now.
    if (!form.dispatchEvent(unsent) || leaving) return;
    if (error.status === 409) location.reload();
    else form.submit();
  } finally {
    removeEventListener('pagehide', leave);
    busy.delete(url);
    part?.removeAttribute('aria-busy');
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.dataset.fragment) return;
  event.preventDefault();
  answerInPlace(form);
});

// Theme.

document.addEventListener('submit', (event) => {
  const form = event.target;
  const theme = event.submitter?.value;
  if (!('themeSwitch' in form.dataset) || !theme) return;
  event.preventDefault();
  document.documentElement.dataset.theme = theme;
  const scheme = find('meta[name="color-scheme"]');
  if (scheme) scheme.content = theme === 'auto' ? 'light dark' : theme;
  for (const button of all('button', form)) button.setAttribute('aria-pressed', String(button.value === theme));
  say(`Theme: ${event.submitter.textContent}`);
  fetch(form.action, { method: 'POST', body: fieldsOf(form, event.submitter), redirect: 'manual', keepalive: true }).catch(() => {});
});

// Search.

/** How long typing rests before it is searched for, in milliseconds. */
const REST = 120;

for (const form of all('form[data-search]')) {
  const [field, found] = [find('input', form), document.getElementById(form.dataset.search)];
  let [timer, asking, shown] = [0, null, field.value.trim()];
  const search = async () => {
    const query = field.value.trim();
    if (query === shown) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const address = `${form.action}?${new URLSearchParams({ q: query })}`;
      const response = await ask(address, 'results', { signal: asking.signal });
      if (!response.ok) return;
      const answer = parse(await response.text());
      if (find('main', answer)) return;
      shown = query;
      found.replaceChildren(...answer.body.childNodes);
      say(find('[data-count]', found)?.dataset.count);
    } catch {
      // Given up for a newer query, or offline: the button sends the form as ever.
    }
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, REST);
  });
  // Arrow keys go from the field through the hits and back.
  const step = (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [field, ...all('.hits a', found)];
    const next = stops[stops.indexOf(document.activeElement) + way];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  form.addEventListener('keydown', step);
  found.addEventListener('keydown', step);
}

const finder = find('#_search');

function openSearch() {
  const own = find('main form[data-search] input');
  if (own) {
    own.focus();
    own.select();
  } else if (finder && !finder.open) {
    finder.showModal();
    find('input', finder).focus();
    find('input', finder).select();
  }
}

document.addEventListener('click', (event) => {
  const target = event.target.closest?.('[data-open], [data-close], .finder, .menu, .finder a');
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (target?.matches('[data-open]') && plain && finder?.showModal) {
    event.preventDefault();
    openSearch();
  } else if (target?.matches('[data-close]') || target === finder && event.target === finder || target?.matches('.finder a')) {
    finder.close();
  }
  const menu = find('.menu[open]');
  if (menu && !menu.contains(event.target)) menu.open = false;
});

const typing = (element) => element?.closest?.('input, textarea, select, [contenteditable]');

document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target) && !find('dialog[open]')) {
    event.preventDefault();
    openSearch();
  }
  if (event.key === 'Escape') {
    // In a search field the key would only empty the field.
    if (finder?.open) {
      event.preventDefault();
      finder.close();
    }
    const menu = find('.menu[open]');
    if (menu) {
      menu.open = false;
      find('summary', menu).focus();
    }
    // A definition that covers something goes away until the pointer or the focus comes again.
    document.body.classList.add('hush');
  }
});
for (const kind of ['pointerover', 'focusin']) {
  document.addEventListener(kind, (event) => {
    if (event.target.closest?.('.term')) document.body.classList.remove('hush');
  });
}

// Copying.

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https browsers offer the old way only.
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'visually-hidden';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

function copies(button, text) {
  const words = button.textContent;
  button.addEventListener('click', async () => {
    const done = await copy(await text());
    button.focus({ preventScroll: true });
    button.textContent = done ? 'Copied' : 'Select it and copy';
    say(button.textContent);
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}

for (const code of all('.code')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  code.append(button);
  copies(button, () => find('pre', code).textContent.replace(/\n$/, ''));
}
for (const button of all('[data-copy]')) {
  button.hidden = false;
  copies(button, () => document.getElementById(button.dataset.copy).textContent.trim());
}

// Tools: the answer follows while somebody types, and on a tool's own page the address does, too.

/** A complaint of an answer, put beside the field it is about; the first field of a row's name comes with the row's number. */
function complain(tool) {
  for (const box of all('.error', find('form', tool))) box.remove();
  for (const field of all('[aria-invalid]', tool)) field.removeAttribute('aria-invalid');
  for (const complaint of all('[data-complaints] [data-field]', tool)) {
    const box = find(`form [data-field="${CSS.escape(complaint.dataset.field)}"]`, tool);
    const field = box && find('input, select, textarea', box);
    if (!field) continue;
    field.setAttribute('aria-invalid', 'true');
    const words = Object.assign(document.createElement('p'), { className: 'error', id: `${field.id}.error`, textContent: complaint.firstChild.textContent.trim() });
    const others = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== words.id);
    field.setAttribute('aria-describedby', [words.id, ...others].join(' '));
    box.append(words);
  }
}

/** The last empty row of a table of fields stays empty: typing into it makes a new one. */
function spareRow({ target }) {
  const row = target.closest?.('[data-spare]');
  if (!row || target.value === '' || target.tagName === 'SELECT') return;
  const next = row.cloneNode(true);
  delete row.dataset.spare;
  const number = all('.entry', row.parentElement).length;
  next.setAttribute('aria-label', row.getAttribute('aria-label').replace(/\d+$/, number + 1));
  for (const box of all('[data-field]', next)) {
    box.dataset.field = box.dataset.field.replace(/\d+$/, number);
    const [label, field] = [find('label', box), find('input, select', box)];
    field.id = label.htmlFor = field.id.replace(/\d+$/, number);
    if (field.tagName === 'INPUT') field.value = '';
  }
  row.after(next);
}
document.addEventListener('input', spareRow);

function figures(root) {
  for (const figure of all('[data-figure]', root)) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'figure copies', title: 'Copy', textContent: figure.textContent });
    figure.replaceWith(button);
    copies(button, () => button.textContent);
  }
  for (const result of all('pre.result', root)) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button quiet small', textContent: 'Copy' });
    result.after(button);
    copies(button, () => result.textContent.trim());
  }
}

/** The longest address that the portal offers and takes; what is longer is sent as a form. */
const LONGEST = 8000;

// What is kept is what stands in the fields by now; the planner has none, its plan is in the address.
const keeping = find('form[data-keep-plan]');
keeping?.addEventListener('submit', () => {
  const form = find('[data-tool-form]');
  const query = form ? String(fieldsOf(form)) : location.search.slice(1);
  if (query) find('[name=query]', keeping).value = query;
});

for (const tool of all('[data-tool]')) {
  const [form, answer] = [find('[data-tool-form]', tool), find('[data-tool-answer]', tool)];
  const [link, json] = [find('[data-tool-copy]', tool), find('[data-tool-json]', tool)];
  const whole = find('[data-tool-copy-json]', tool);
  if (whole && json && !json.hidden) {
    whole.hidden = false;
    copies(whole, async () => (await fetch(json.href)).text());
  }
  if (!form) continue;
  let [timer, asking, shown] = [0, null, ''];
  const address = () => `${form.getAttribute('action')}?${fieldsOf(form)}`;
  const calculate = async (now) => {
    clearTimeout(timer);
    const url = address();
    if (url === shown) return;
    asking?.abort();
    asking = new AbortController();
    answer.setAttribute('aria-busy', 'true');
    try {
      const long = url.length > LONGEST;
      const sent = long ? { method: 'POST', body: fieldsOf(form) } : {};
      const response = await ask(long ? form.getAttribute('action') : url, 'own' in tool.dataset ? 'answer' : 'brief', { signal: asking.signal, ...sent });
      if (!response.ok && response.status !== 422) throw new Error('refused');
      shown = url;
      answer.replaceChildren(...parse(await response.text()).body.childNodes);
      complain(tool);
      figures(answer);
      if ('own' in tool.dataset) history.replaceState(null, '', long ? form.getAttribute('action') : url);
      const open = find('[data-tool-link]', tool);
      if (open) open.href = url;
      json.hidden = long;
      whole.hidden = long;
      if (link) link.hidden = long;
      // What has no room in an address cannot be kept.
      if (keeping) keeping.hidden = long;
      json.href = url.replace('?', '.json?');
      say(find('[data-says]', answer)?.dataset.says ?? find('.verdict', answer)?.textContent.trim());
    } catch (error) {
      if (error.name !== 'AbortError' && now) form.submit();
      else if (error.name === 'AbortError') return;
    }
    answer.removeAttribute('aria-busy');
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(calculate, REST);
  });
  form.addEventListener('submit', (event) => {
    if (event.submitter?.name === 'download') return;
    event.preventDefault();
    calculate(true);
  });
  if (link) {
    link.hidden = false;
    copies(link, () => new URL(address(), location.href).href);
  }
  figures(answer);
}

// A box that scrolls sideways takes the focus, so that the arrow keys move it; one that fits is no stop on the way.

const sized = new ResizeObserver((entries) => {
  for (const { target: box } of entries) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else if (box !== document.activeElement) box.removeAttribute('tabindex');
  }
});
const watch = (root) => { for (const box of all('.scroll, .code pre, pre.raw', root)) sized.observe(box); };
watch(document);
document.addEventListener('podium:replaced', ({ detail }) => detail.forEach(watch));

// A continue code after # in the address: only the browser sees it, and it goes out of the address at once.

const code = find('[data-from-hash]');
if (code && fragment()) {
  code.value = fragment();
  history.replaceState(null, '', location.pathname);
}

// Where the reader is: marked in the list, and told to the portal once they stay.

/** How long a section is in view before it is the place, in milliseconds. */
const STAY = 3000;
const sections = all('[data-section]');
let [here, told, stay] = [null, null, 0];

function showPlace() {
  for (const link of all('#_rail [data-spy] > li > a')) {
    if (here && link.hash === `#${here}`) {
      link.setAttribute('aria-current', 'true');
      // The list beside the text goes along, without moving the page.
      const [list, at] = [find('#_rail nav'), link.getBoundingClientRect()];
      const box = list.getBoundingClientRect();
      if (list.scrollHeight > list.clientHeight && (at.top < box.top + 48 || at.bottom > box.bottom - 48)) {
        list.scrollTop += at.top - box.top - box.height / 2;
      }
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

function tellPlace() {
  const base = find('[data-place]')?.dataset.place;
  if (!here || here === told || !base || !('known' in document.body.dataset) || document.visibilityState !== 'visible') return;
  told = here;
  fetch(`${base}/${here}/place`, { method: 'POST', keepalive: true }).then(lookAtBuild).catch(() => { told = null; });
}

function moveTo(section) {
  if (section === here) return;
  here = section;
  showPlace();
  clearTimeout(stay);
  if (here) stay = setTimeout(tellPlace, STAY);
}

if (sections.length > 0) {
  // A band below the bar: the section that crosses it is the one being read.
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) moveTo(entry.target.dataset.section);
      else if (here === entry.target.dataset.section && entry.boundingClientRect.top > 0 && entry.target === sections[0]) moveTo(null);
    }
  }, { rootMargin: '-20% 0px -75% 0px' });
  for (const section of sections) seen.observe(section);
  // A section too short to reach the band is the place when somebody goes there by its link.
  const followed = () => {
    const section = sections.find((found) => found.dataset.section === fragment());
    if (section) setTimeout(() => moveTo(section.dataset.section), 100);
  };
  addEventListener('hashchange', followed);
  followed();
  document.addEventListener('podium:replaced', showPlace);
  document.addEventListener('visibilitychange', () => { if (here) stay = setTimeout(tellPlace, STAY); });
  // On a phone the folded list closes once it has led somewhere.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('#_rail a[href^="#"]');
    if (link && getComputedStyle(find('#_rail > summary')).display !== 'none') find('#_rail').open = false;
  });
}

// What keep.js needs of this file. Addresses carry a hash of their content, so the one cannot import the other by name.
const podium = { say, timeWords, parse, replaceParts, ask, send, meet };
globalThis.podium = podium;

localTimes(document);

// A day begins at midnight where the reader is; of somebody unknown nothing is kept.
const east = `east=${known() ? -new Date().getTimezoneOffset() : ''}`;
if (!document.cookie.split('; ').includes(east) && (known() || document.cookie.includes('east='))) document.cookie = `${east}; path=/; max-age=${known() ? 34560000 : 0}; samesite=lax`;

// A quiz in a module opens where it stands; what only quizzes need is fetched then.
document.addEventListener('click', async (event) => {
  const link = event.target.closest?.('a[data-quiz]');
  if (!link || find('#_quiz') || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    // Its own page names the files.
    const page = parse(await (await fetch(link.href)).text());
    const missing = (selector, name) => all(selector, page.head).map((file) => file.getAttribute(name)).filter((file) => !find(`head [${name}="${file}"]`));
    for (const href of missing('[rel="stylesheet"]', 'href')) {
      const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
      const styled = new Promise((done, fail) => { style.onload = done; style.onerror = fail; });
      document.head.append(style);
      await styled;
    }
    for (const file of missing('script', 'src')) await import(file);
    link.closest('.tool').classList.remove('tool');
    link.closest('.body').id = '_quiz';
    await podium.turnTo(link.href, false);
  } catch {
    location.assign(link.href);
  }
});
