// The VNet planner: its forms answered in place, and its table by keyboard. Without this script every form is an ordinary
// one; where something fails, it becomes one again.

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const tool = find('[data-tool="vnet-plan"][data-own]');
const answer = tool && find('[data-tool-answer]', tool);
// Which row the keyboard stands in.
let place = null;

function say(text) {
  const box = find('#_say');
  if (box && text) box.textContent = text;
}

const rows = () => all('[data-at]', answer);
const row = (at) => rows().find((one) => one.dataset.at === at);

// Of all rows one is a stop for the tab key; the buttons of the others are left to the arrows.
function stand(one, focus) {
  if (!one) return;
  for (const other of rows()) {
    const here = other === one;
    other.tabIndex = here ? 0 : -1;
    for (const button of all('button', other)) button.tabIndex = here ? 0 : -1;
  }
  place = one.dataset.at;
  if (focus) one.focus();
}

// After a change: the same network's row, or else the one it went into, or that came out of it.
function nearest(at) {
  return (at && row(at)) || find('[aria-selected="true"]', answer) || find('[data-current]', answer) || rows()[0];
}

function ready() {
  const keys = find('[data-keys]', answer);
  if (keys) keys.hidden = false;
  stand(nearest(place), false);
}

async function get(url, options) {
  const headers = { 'X-Fragment': 'answer' };
  const response = await fetch(url, { ...options, headers });
  if (!response.ok && response.status !== 422) throw new Error(String(response.status));
  return response;
}

function draw(html) {
  const open = all('details.adder', answer).map((details) => details.open);
  answer.innerHTML = html;
  all('details.adder', answer).forEach((details, n) => { details.open ||= open[n] ?? false; });
  const json = find('[data-tool-json]', tool);
  if (json) json.href = `/tools/vnet-plan.json${location.search}`;
  ready();
}

let busy = false;
async function send(fields, after) {
  if (busy) return;
  busy = true;
  answer.setAttribute('aria-busy', 'true');
  try {
    const response = await get('/tools/vnet-plan/change', { method: 'POST', body: new URLSearchParams(fields) });
    const html = await response.text();
    if (response.redirected) history.pushState({ planner: true }, '', response.url);
    draw(html);
    after?.(response.ok);
    say(find('[data-refused] .verdict span:last-child', answer)?.textContent || find('[data-says]', answer)?.dataset.says);
  } catch {
    // What cannot be fetched is sent as an ordinary form.
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/tools/vnet-plan/change';
    for (const [name, value] of fields) {
      const field = document.createElement('input');
      field.type = 'hidden';
      [field.name, field.value] = [name, value];
      form.append(field);
    }
    document.body.append(form);
    form.submit();
  } finally {
    busy = false;
    answer.removeAttribute('aria-busy');
  }
}

const plan = () => find('[data-planner]', answer)?.dataset.plan ?? '';

// One change of one row, with the focus in the row it comes to.
function act(what, at, more = []) {
  send([['plan', plan()], ['do', `${what} ${at}`], ['at', at], ...more], (ok) => {
    const chosen = find('[aria-selected="true"]', answer);
    stand((ok && chosen) || nearest(at), true);
  });
}

// The name is written where it stands.
function rename(one) {
  const cell = find('[data-cell="name"]', one);
  const before = [...cell.childNodes];
  const input = document.createElement('input');
  input.type = 'text';
  input.value = one.dataset.name;
  input.maxLength = 80;
  input.setAttribute('aria-label', `Name of ${find('code', one).textContent}`);
  cell.replaceChildren(input);
  input.select();
  input.focus();
  const leave = () => { cell.replaceChildren(...before); one.focus(); };
  input.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Enter') {
      event.preventDefault();
      if (input.value.trim() === one.dataset.name) leave();
      else act('name', one.dataset.at, [['name', input.value]]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    }
  });
}

const level = (one) => Number(one.ariaLevel ?? one.getAttribute('aria-level'));

function move(one, key) {
  const list = rows();
  const n = list.indexOf(one);
  switch (key) {
    case 'ArrowDown': return list[n + 1];
    case 'ArrowUp': return list[n - 1];
    case 'Home': return list[0];
    case 'End': return list.at(-1);
    case 'ArrowRight': return list[n + 1] && level(list[n + 1]) > level(one) ? list[n + 1] : null;
    case 'ArrowLeft': return list.slice(0, n).reverse().find((other) => level(other) < level(one));
    default: return null;
  }
}

function key(event) {
  const one = event.target;
  if (!one.dataset?.at || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = one.dataset.at;
  const next = move(one, event.key);
  if (next) stand(next, true);
  else if (event.key === 'Enter' || event.key === 'F2') rename(one);
  else if (event.key === 's' || event.key === 'S') act('split', at);
  else if (event.key === 'j' || event.key === 'J') act('join', at);
  else if (event.key === 'l' || event.key === 'L') act('locked' in one.dataset ? 'unlock' : 'lock', at);
  else if (event.key === 'Delete') act('clear', at);
  else if (!event.key.startsWith('Arrow')) return;
  event.preventDefault();
  event.stopPropagation();
}

if (answer) {
  answer.addEventListener('keydown', key);
  answer.addEventListener('focusin', (event) => {
    const one = event.target.closest('[data-at]');
    if (one && one.dataset.at !== place) stand(one, false);
  });
  answer.addEventListener('click', (event) => {
    if (event.target.closest('[data-back]')) history.back();
    else if (event.target.closest('[data-forward]')) history.forward();
  });
  answer.addEventListener('submit', (event) => {
    const form = event.target.closest('[data-change]');
    if (!form) return;
    event.preventDefault();
    const fields = [...new FormData(form, event.submitter)];
    const what = event.submitter?.value ?? '';
    const at = what.split(' ')[1];
    send(fields, (ok) => {
      if (ok && what.startsWith('edit')) {
        stand(find('[aria-selected="true"]', answer), false);
        find('[data-name-field]', answer)?.focus();
      } else if (ok) {
        stand(find('[aria-selected="true"]', answer) ?? nearest(at), true);
      } else {
        stand(nearest(at), false);
        const refused = find('[data-refused]', answer);
        refused.tabIndex = -1;
        refused.focus();
      }
    });
  });
  // Undo and redo are the browser's own: each change is an address.
  window.addEventListener('popstate', async () => {
    try {
      const response = await get(location.href);
      draw(await response.text());
      say(find('[data-says]', answer)?.dataset.says);
      stand(nearest(place), true);
    } catch {
      location.reload();
    }
  });
  const copy = find('[data-tool-copy]', tool);
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(location.href);
      say('The link is copied.');
    });
  }
  ready();
}
