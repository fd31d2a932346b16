// Makes questions quicker: items are moved instead of numbered, keys choose options, the time that is left runs. Without
// this file selects and radio buttons do the same. It needs page.js to have run before.

const all = (selector, root) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
const say = (text) => globalThis.podium?.say(text);

// Order: rows that move. The selects stay in the form, out of sight, and follow.

const PLACES = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const COUNTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** How near to the edge of the window (px) a dragged row makes the page scroll, and by how much at a time. */
const [EDGE, STEP] = [90, 12];

function movable(list) {
  const rows = () => [...list.children];
  const select = (row) => row.querySelector('select');

  /** Whether the order is somebody's answer: as long as nothing was moved it is only how the items are shown. */
  let said = rows().every((row) => select(row).value !== '');

  /** Writes the places into the selects, as the rows stand. */
  function number() {
    const now = rows();
    now.forEach((row, at) => {
      if (said) select(row).value = String(at + 1);
      row.querySelector('.up').setAttribute('aria-disabled', String(at === 0));
      row.querySelector('.down').setAttribute('aria-disabled', String(at === now.length - 1));
    });
  }

  /** Tells whoever listens to the form, and the person. */
  function moved(row) {
    said = true;
    number();
    select(row).dispatchEvent(new Event('change', { bubbles: true }));
    const [at, of] = [rows().indexOf(row), list.children.length];
    say(`${row.dataset.item} is now ${PLACES[at] ?? `number ${at + 1}`} of ${COUNTS[of - 1] ?? of}`);
  }

  function mover(row, way, label) {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: `mover ${way}`, title: label });
    button.setAttribute('aria-label', `${label}: ${row.dataset.item}`);
    button.addEventListener('click', () => {
      const next = way === 'up' ? row.previousElementSibling : row.nextElementSibling;
      if (!next) return;
      // The neighbour goes past, so that the button that was pressed keeps the focus.
      if (way === 'up') row.after(next);
      else row.before(next);
      moved(row);
      row.scrollIntoView({ block: 'nearest' });
    });
    return button;
  }

  /** Drags a row by its grip. The neighbours move past it: taken out of the page, it would lose the pointer. */
  function grip(row) {
    const handle = Object.assign(document.createElement('span'), { className: 'grip' });
    handle.setAttribute('aria-hidden', 'true');
    handle.addEventListener('pointerdown', (down) => {
      if (down.button !== 0) return;
      down.preventDefault();
      handle.setPointerCapture(down.pointerId);
      let [from, before] = [down.pageY, rows().indexOf(row)];
      row.classList.add('dragged');
      const pass = (next, up) => {
        const was = row.offsetTop;
        if (up) row.after(next);
        else row.before(next);
        from += row.offsetTop - was;
      };
      const drag = (event) => {
        const way = event.pageY - from;
        const [previous, next] = [row.previousElementSibling, row.nextElementSibling];
        if (previous && way < -previous.offsetHeight / 2) pass(previous, true);
        else if (next && way > next.offsetHeight / 2) pass(next, false);
        row.style.transform = `translateY(${event.pageY - from}px)`;
        if (event.clientY < EDGE) scrollBy(0, -STEP);
        else if (event.clientY > innerHeight - EDGE) scrollBy(0, STEP);
      };
      const drop = () => {
        handle.removeEventListener('pointermove', drag);
        handle.removeEventListener('lostpointercapture', drop);
        row.classList.remove('dragged');
        row.style.transform = '';
        if (rows().indexOf(row) !== before) moved(row);
      };
      handle.addEventListener('pointermove', drag);
      handle.addEventListener('lostpointercapture', drop);
    });
    return handle;
  }

  // Places that were given are the order; where one is missing it begins as it is shown.
  const given = rows().map((row) => [row, Number(select(row).value)]).sort(([, a], [, b]) => a - b);
  if (given.every(([, place], at) => place === at + 1)) list.append(...given.map(([row]) => row));
  for (const row of rows()) {
    const [line, movers] = [row.querySelector('.order-line'), Object.assign(document.createElement('span'), { className: 'movers' })];
    movers.append(mover(row, 'up', 'Move up'), mover(row, 'down', 'Move down'));
    row.querySelector('.item-place').hidden = true;
    line.prepend(grip(row));
    line.append(movers);
  }
  // answers.js has put what was kept into the selects.
  list.addEventListener('podium:filled', () => {
    said = rows().every((row) => select(row).value !== '');
    if (said) list.append(...rows().sort((a, b) => Number(select(a).value) - Number(select(b).value)));
    number();
  });
  // It is sent by its button as it stands.
  list.addEventListener('podium:given', () => {
    said = true;
    number();
  });
  list.classList.add('placed');
  const how = list.previousElementSibling;
  for (const words of how?.matches('.how') ? how.children : []) words.hidden = !words.hidden;
  number();
}

// Options: the keys 1 to 9 choose while the focus is in the question.

document.addEventListener('keydown', (event) => {
  if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const { target } = event;
  const shown = document.querySelectorAll('.question');
  // Nothing has the focus after a page has come: with one question it is clear which one is meant.
  const question = target.closest?.('.question') ?? (target === document.body && shown.length === 1 ? shown[0] : null);
  if (!question || target.closest('textarea, select, input:not([type="radio"], [type="checkbox"])')) return;
  const option = question.querySelectorAll('.options input')[event.key - 1];
  if (!option || option.disabled) return;
  event.preventDefault();
  option.focus();
  option.click();
});

// The time that is left: the server's figure, counted down by a clock that nobody can set.

const TOLD = [[300, 'Five minutes left'], [60, 'One minute left'], [10, 'Ten seconds left']];
const two = (n) => String(n).padStart(2, '0');

function countdown(element, since) {
  const end = since + Number(element.dataset.leftMs);
  const closed = end + Number(element.dataset.graceMs ?? 0);
  const [label, words] = ['label', 'words'].map((part) => element.querySelector(`[data-left-${part}]`));
  let [before, over] = [Infinity, false];
  const tell = (name) => element.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  const tick = () => {
    if (!element.isConnected) return;
    const now = performance.now();
    if (now >= end && !over) {
      over = true;
      element.classList.add('over');
      label.textContent = element.dataset.over;
      if (before !== Infinity) say(element.dataset.over);
      tell('podium:time-up');
    }
    const left = (over ? closed : end) - now;
    const seconds = Math.max(0, Math.ceil(left / 1000));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    words.textContent = `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
    element.classList.toggle('soon', !over && seconds <= 60);
    // After a pause, as of a tab in the background, the last one that was passed is enough.
    if (!over) say(TOLD.findLast(([at]) => before !== Infinity && before > at && seconds <= at)?.[1]);
    before = seconds;
    if (seconds > 0) setTimeout(tick, left - (seconds - 1) * 1000 + 5);
    else if (over) tell('podium:closed');
    else setTimeout(tick, Math.max(0, left) + 5);
  };
  tick();
}

function run(root, since) {
  for (const list of all('[data-order]:not(.placed)', root)) movable(list);
  for (const element of all('[data-left-ms]:not([data-runs])', root)) {
    element.dataset.runs = '';
    countdown(element, Number(element.dataset.at ?? since));
  }
}

// What came with the page was written between the question and the answer.
const page = performance.getEntriesByType('navigation')[0];
run(document, page?.responseStart ? (page.requestStart + page.responseStart) / 2 : performance.now());
document.addEventListener('podium:replaced', ({ detail }) => detail.forEach((part) => run(part, globalThis.podium?.heard ?? performance.now())));
