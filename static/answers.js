// Answers to questions: kept in this browser until the portal has them, shown where they stand, and the way from one question
// to the next without a network. It needs page.js and keep.js, and runs before quiz.js, which then finds the fields filled.

const { podium } = globalThis;
const { say } = podium;
const all = (selector, root) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

/** A second press within this time (ms) after an answer was meant for the button that stood there before. */
const DOUBLE_PRESS = 500;

// What is in a question's box when it is sent is kept in this browser until the portal has it, or has said why not.

const settledAt = new Map();
const boxOf = (url) => document.querySelector(`[data-answer="${CSS.escape(url)}"]`);
const submissionOf = (box) => box.querySelector('input[name$="submission"]');
const freshId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The fields of a box as its form would send them: [name, value]. */
function fieldsIn(box) {
  const sent = (field) => field.name && !field.disabled && field.type !== 'submit' && (!/^(radio|checkbox)$/.test(field.type) || field.checked);
  return [...box.querySelectorAll('input, select, textarea')].filter(sent).map((field) => [field.name, field.value]);
}

/** What was answered, without the id of the submission, to be compared. */
const saying = (fields) => JSON.stringify(fields.filter(([name, value]) => !name.endsWith('submission') && value !== ''));

function fill(box, fields) {
  for (const field of box.querySelectorAll('input, select, textarea')) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
    else if (field.type !== 'submit') field.value = values[0] ?? '';
  }
}

function stateOf(box, words, unsent = false) {
  const question = box.querySelector('.question');
  question?.classList.toggle('unsent', unsent);
  const line = box.querySelector('.state-line:not(.when-unsent)');
  if (line) {
    line.textContent = words;
    line.classList.remove('bad');
  }
}

function sortByPlaces(list) {
  const place = (row) => Number(row.querySelector('select').value);
  list.append(...[...list.children].sort((a, b) => place(a) - place(b)));
}

function sendAnswer(box) {
  const fields = fieldsIn(box);
  const [at, said] = settledAt.get(box.dataset.answer) ?? [-Infinity];
  if (performance.now() - at < DOUBLE_PRESS && said === saying(fields)) return;
  const waiting = podium.shelf.keptFor(box.dataset.answer);
  if (!waiting || saying(waiting.fields) !== saying(fields)) {
    podium.shelf.keep(box.dataset.answer, box.dataset.title, fields);
    // The next press sends another answer.
    submissionOf(box).value = freshId();
  }
  stateOf(box, 'Saving');
  podium.shelf.send();
}

podium.answers = {
  /** The portal has answered for one; whether it is shown here. */
  settled(item, answer, part, taken) {
    const box = boxOf(item.url);
    settledAt.set(item.url, [performance.now(), saying(item.fields)]);
    if (!box) return false;
    const changed = saying(fieldsIn(box)) !== saying(item.fields);
    if (taken && (changed || podium.shelf.keptFor(item.url))) {
      // The person has gone on: what stands in the fields is newer than what was answered for.
      part.remove();
      podium.replaceParts(answer);
      stateOf(box, changed ? 'Changed, not saved yet' : 'Saving');
      return true;
    }
    const inside = box.contains(document.activeElement);
    const place = document.activeElement?.id;
    podium.replaceParts(answer);
    const fresh = document.getElementById(part.id);
    if (inside) {
      const same = place && document.getElementById(place);
      const next = taken ? fresh.querySelector('[data-check], a[rel="next"]') : fresh.querySelector('[aria-invalid="true"]');
      (same && !same.disabled && !taken ? same : next ?? fresh.querySelector('a, button, input'))?.focus({ preventScroll: true });
    }
    say(fresh.querySelector('[data-say]')?.dataset.say);
    return true;
  },
  /** It waits to be sent. */
  waits(item) {
    const box = item.kind === 'answer' && boxOf(item.url);
    if (!box || item !== podium.shelf.keptFor(item.url)) return;
    if (saying(fieldsIn(box)) !== saying(item.fields) && !box.contains(document.activeElement)) {
      fill(box, item.fields);
      for (const list of box.querySelectorAll('[data-order].placed')) sortByPlaces(list);
    }
    stateOf(box, item.refused ?? '', !item.refused);
  },
  /** It is given up. */
  gone(item) {
    const box = item.kind === 'answer' && boxOf(item.url);
    if (box) stateOf(box, 'Discarded');
  },
};

/** The box that a press on a button is about: the one with the focus when the Enter key in a field pressed the first button. */
function pressed(button, event) {
  const focused = event.detail === 0 ? document.activeElement?.closest?.('[data-answer]') : null;
  return focused ?? button.closest('[data-answer]');
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-check], [data-save-all]');
  if (!button || event.defaultPrevented) return;
  event.preventDefault();
  if (button.matches('[data-check]')) {
    sendAnswer(pressed(button, event));
    return;
  }
  for (const box of document.querySelectorAll('[data-answer]')) {
    if (saying(fieldsIn(box)) !== '[]' && saying(fieldsIn(box)) !== box.dataset.shown) sendAnswer(box);
  }
});

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (form.matches('[data-answer]') && !submitter?.matches('[data-hint]')) {
    event.preventDefault();
    sendAnswer(form);
    return;
  }
  if (!form.matches('[data-hand-in]') && !submitter?.matches('[data-hand-in]')) return;
  const waiting = podium.shelf.waiting().filter((item) => item.kind === 'answer' && form.getAttribute('action').startsWith(item.url.split('/questions/')[0]));
  if (waiting.length === 0) return;
  event.preventDefault();
  event.stopPropagation();
  say(`${waiting.length === 1 ? 'One answer waits' : `${waiting.length} answers wait`} to be sent. Hand in once it has arrived.`);
  podium.shelf.send();
}, true);

document.addEventListener('change', (event) => {
  const box = event.target.closest?.('[data-autosave]');
  if (box && /^(radio|checkbox)$/.test(event.target.type)) sendAnswer(box);
});

// Hints come in place, and what was typed so far stays.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-hint]');
  const box = button?.closest('[data-answer]');
  if (!box) return;
  event.preventDefault();
  try {
    const fields = new URLSearchParams([...fieldsIn(box), [button.name, button.value]]);
    const answer = podium.parse(await (await podium.send(button.getAttribute('formaction'), 'answer', fields)).text());
    if (!answer.querySelector('body > .question-box')) throw new Error('not the part that was asked for');
    podium.replaceParts(answer);
    const fresh = document.getElementById(box.id);
    say(fresh.querySelector('.hints li:last-child')?.textContent ?? fresh.querySelector('.state-line')?.textContent);
    fresh.querySelector('[data-hint], [data-check]')?.focus({ preventScroll: true });
  } catch {
    say('The portal does not answer. Try again for the hint.');
  }
});

// Turning from question to question: in place, and from what was fetched ahead when there is no network.

const ahead = new Map();
const ownPage = () => document.querySelector('main.quiz-page') !== null;

async function fetchPart(url) {
  const response = await podium.ask(url, 'quiz');
  const text = await response.text();
  if (!response.ok || !podium.parse(text).querySelector('body > #_quiz')) throw new Error('not the part that was asked for');
  ahead.set(url, text);
  return text;
}

async function turnTo(url, push) {
  let text;
  try {
    text = await fetchPart(url);
  } catch {
    text = ahead.get(url);
  }
  if (text === undefined) {
    location.assign(url);
    return;
  }
  podium.replaceParts(podium.parse(text));
  if (push && ownPage()) history.pushState({ quiz: true }, '', url);
  const quiz = document.getElementById('_quiz');
  const heading = quiz.querySelector('.question legend h2, .quiz-body h2, h1');
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  quiz.scrollIntoView({ block: 'start' });
  say(heading.textContent);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-turn]');
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  turnTo(link.href, true);
});
addEventListener('popstate', () => { if (ownPage() && document.getElementById('_quiz')) turnTo(location.href, false); });

let fetching = false;
/** One after the other, when nothing else is to be done: whoever goes into a tunnel can go on to the other questions. */
async function fetchAhead() {
  if (fetching || navigator.connection?.saveData) return;
  fetching = true;
  for (const link of document.querySelectorAll('#_quiz-bar a[data-turn]:not([aria-current])')) {
    if (ahead.has(link.href) || link.getAttribute('href').startsWith('#')) continue;
    try {
      await fetchPart(link.href);
    } catch {
      break;
    }
  }
  fetching = false;
}

/** What the fields of a box say as the portal drew them. */
function drawn(root) {
  for (const box of all('[data-answer]', root)) {
    box.dataset.shown = saying(fieldsIn(box));
    const waiting = podium.shelf.keptFor(box.dataset.answer);
    if (waiting) podium.answers.waits(waiting);
  }
}

// A time that is up is looked at again: the portal says what counts.
document.addEventListener('podium:time-up', () => setTimeout(() => { if (document.getElementById('_quiz')) turnTo(location.href, false); }, 1000));
// What cannot be sent just now is said, and nothing goes away.
document.addEventListener('podium:unsent', (event) => {
  if (event.target.dataset.fragment !== 'quiz' || event.detail.status === 409) return;
  event.preventDefault();
  say('The portal does not answer. Your answers are kept; try again in a moment.');
});

podium.turnTo = turnTo;
drawn(document);
if (document.getElementById('_quiz-bar')) setTimeout(fetchAhead, 1500);
document.addEventListener('podium:replaced', ({ detail }) => {
  detail.forEach(drawn);
  if (detail.some((part) => part.id === '_quiz')) setTimeout(fetchAhead, 1500);
});
