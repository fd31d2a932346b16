// Answers to questions: kept in this browser until the portal has them, shown where they stand, and the way from one question
// to the next without a network. It needs page.js and keep.js, and runs before quiz.js, which then finds the fields filled.

const { podium } = globalThis;
const { say } = podium;
const all = (selector, root) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
const quiz = () => document.getElementById('_quiz');
/** Whether the quiz has this page for itself, and is not a block of a module. */
const ownPage = () => document.querySelector('main.quiz-page') !== null;

/** A second press within this time (ms) after an answer was meant for the button that stood there before. */
const DOUBLE_PRESS = 500;
/** How long a turned page may take when the one that was fetched ahead is there, and when it is not (ms). */
const [SHORT, LONG] = [3000, 15000];
/** How long after the time is over the portal is asked what counts (ms): its clock may be a little behind. */
const SETTLING = 250;

// What is in a question's box when it is sent is kept in this browser until the portal has it, or has said why not.

const settledAt = new Map();
/** How many answers the portal has answered for. */
let arrived = 0;
const boxOf = (url) => document.querySelector(`[data-answer="${CSS.escape(url)}"]`);
const submissionOf = (box) => box.querySelector('input[name$="submission"]');
const freshId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const attemptOf = (url) => url.split('/questions/')[0];

/** The fields of a box as its form would send them: [name, value]. */
function fieldsIn(box) {
  const sent = (field) => field.name && !field.disabled && field.type !== 'submit' && (!/^(radio|checkbox)$/.test(field.type) || field.checked);
  return [...box.querySelectorAll('input, select, textarea')].filter(sent).map((field) => [field.name, field.value]);
}

/** What was answered, without the id of the submission, to be compared. */
const saying = (fields) => JSON.stringify(fields.filter(([name, value]) => !name.endsWith('submission') && value !== ''));
/** Whether there is an answer in a box that the portal did not draw and that is not kept yet. */
function isNew(box) {
  const [fields, waiting] = [fieldsIn(box), podium.shelf.keptFor(box.dataset.answer)];
  const answered = fields.some(([name, value]) => value !== '' && !/(submission|certainty)$/.test(name));
  return answered && saying(fields) !== (waiting ? saying(waiting.fields) : box.dataset.shown);
}

/** Puts an answer into the fields; which submission it was stays with what waits. */
function fill(box, fields) {
  for (const field of box.querySelectorAll('input, select, textarea')) {
    if (field.type === 'submit' || field.name.endsWith('submission')) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? '';
  }
  // quiz.js moves the rows to their places.
  for (const list of box.querySelectorAll('[data-order]')) list.dispatchEvent(new Event('podium:filled'));
}

/** The line below a question. `tone`: none, `unsent`, or `bad`. */
function stateOf(box, words, tone = '') {
  box.querySelector('.question')?.classList.toggle('unsent', tone === 'unsent');
  const line = box.querySelector('.state-line:not(.when-unsent)');
  if (!line) return;
  line.textContent = words;
  line.classList.toggle('bad', tone === 'bad');
}

/** A sentence that everybody is to notice, above the buttons that it is about. */
function tell(words, near = quiz()?.querySelector('.quiz-actions')) {
  document.querySelector('.quiz-told')?.remove();
  const told = Object.assign(document.createElement('p'), { className: 'quiz-told', textContent: words });
  near?.before(told);
  say(words);
}

function sendAnswer(box) {
  const { answer: url, title } = box.dataset;
  const fields = fieldsIn(box);
  const [at, said] = settledAt.get(url) ?? [-Infinity];
  if (performance.now() - at < DOUBLE_PRESS && said === saying(fields)) return;
  const waiting = podium.shelf.keptFor(url);
  let item = waiting;
  if (!waiting || waiting.refused || saying(waiting.fields) !== saying(fields)) {
    item = podium.shelf.keep(url, title, fields);
    // The next press sends another answer.
    submissionOf(box).value = freshId();
  }
  if (item.refused) podium.answers.waits(item);
  else stateOf(box, 'Saving');
  podium.shelf.send();
}

/** Saves what a quiz that is marked at its end has in its fields and was not saved by a button. */
function saveOpen(boxes = document.querySelectorAll('[data-autosave]')) {
  for (const box of boxes) if (isNew(box)) sendAnswer(box);
}

/** The bar above goes along with an answer whose question is not shown: all but which question one is at. */
function followBar(from) {
  const [bar, theirs] = [document.getElementById('_quiz-bar'), from.querySelector('#_quiz-bar')];
  if (!bar || !theirs) return;
  for (const dot of theirs.querySelectorAll('a.dot')) {
    const own = bar.querySelector(`a.dot[href="${CSS.escape(dot.getAttribute('href'))}"]`);
    own?.replaceChildren(...dot.cloneNode(true).childNodes);
    if (own) own.className = dot.className;
  }
  bar.querySelector('nav').setAttribute('aria-label', theirs.querySelector('nav').getAttribute('aria-label'));
  drawWaiting();
}

/** Answers that wait are marked in the bar. */
function drawWaiting() {
  for (const dot of document.querySelectorAll('#_quiz-bar a.dot:not(.end)')) dot.classList.remove('unsent');
  const own = quiz()?.dataset.own;
  for (const item of podium.shelf.waiting()) {
    if (item.kind !== 'answer' || !own?.includes(attemptOf(item.url).split('/').pop())) continue;
    document.querySelector(`#_quiz-bar li:nth-child(${Number(item.title.match(/\d+$/))}) > .dot`)?.classList.add('unsent');
  }
}

/** A hand-in that was pressed while answers were on their way: it goes when the last of them has arrived. */
let held = null;
function handInHeld(taken) {
  const { form, submitter } = held;
  if (!taken) held = null;
  else if (waitingFor(form).length === 0) {
    held = null;
    document.querySelector('.quiz-told')?.remove();
    if (form.isConnected) form.requestSubmit(submitter?.isConnected ? submitter : null);
  }
}
const waitingFor = (form) => podium.shelf.waiting().filter((item) => item.kind === 'answer' && !item.refused && form.getAttribute('action').startsWith(attemptOf(item.url)));

podium.answers = {
  /** The portal has answered for one; whether it is shown here. */
  settled(item, answer, part, taken) {
    const box = boxOf(item.url);
    settledAt.set(item.url, [performance.now(), saying(item.fields)]);
    arrived += 1;
    // What was fetched ahead of this question has no answer in it.
    for (const url of ahead.keys()) if (ahead.get(url).text.includes(`"${item.url}"`)) ahead.delete(url);
    if (held) setTimeout(() => held && handInHeld(taken));
    if (!box) {
      followBar(answer);
      setTimeout(fetchAhead, 500);
      return false;
    }
    const changed = saying(fieldsIn(box)) !== saying(item.fields);
    if (taken && (changed || podium.shelf.keptFor(item.url))) {
      // The person has gone on: what stands in the fields is newer than what was answered for.
      followBar(answer);
      stateOf(box, changed ? 'Changed, not saved yet' : 'Saving');
      return true;
    }
    const focused = box.contains(document.activeElement) ? document.activeElement : null;
    // The bar knows which question was answered, not which one is shown.
    followBar(answer);
    answer.getElementById('_quiz-bar')?.remove();
    podium.replaceParts(answer);
    const fresh = document.getElementById(part.id);
    if (focused) {
      const same = focused.id && document.getElementById(focused.id);
      const next = fresh.querySelector(taken ? '[data-check], a[rel="next"]' : '[aria-invalid="true"]:is(input, select, textarea), .options[aria-invalid] input');
      const stops = [taken && !same?.readOnly && same, next, same, fresh.querySelector('[data-lead]')];
      stops.find((stop) => stop && !stop.disabled)?.focus({ preventScroll: true });
    }
    say(fresh.querySelector('[data-say]')?.dataset.say);
    return true;
  },
  /** It waits to be sent, or was refused. */
  waits(item) {
    if (item.kind !== 'answer' || item !== podium.shelf.keptFor(item.url)) return;
    drawWaiting();
    if (held && !item.refused) tell('Your answers are kept here. It is handed in once they have arrived.', held.submitter?.closest('.quiz-actions') ?? held.form);
    const box = boxOf(item.url);
    if (!box) return;
    if (saying(fieldsIn(box)) !== saying(item.fields) && !box.contains(document.activeElement)) fill(box, item.fields);
    stateOf(box, item.refused ?? '', item.refused ? 'bad' : 'unsent');
  },
  /** It is given up. */
  gone(item) {
    const box = item.kind === 'answer' && boxOf(item.url);
    if (box) stateOf(box, 'Discarded');
    drawWaiting();
  },
};

/** The box that a press on a button is about: the one with the focus when the Enter key in a field pressed the first button. */
function pressed(button, event) {
  const focused = event.detail === 0 ? document.activeElement?.closest?.('[data-answer]') : null;
  return focused ?? button.closest('[data-answer]');
}

/** What is sent by a button is an answer also where nothing was moved. */
function given(box) {
  for (const list of box.querySelectorAll('[data-order]')) list.dispatchEvent(new Event('podium:given'));
  return box;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-check], [data-save-all]');
  if (!button || event.defaultPrevented) return;
  event.preventDefault();
  if (button.matches('[data-check]')) {
    sendAnswer(given(pressed(button, event)));
    return;
  }
  const boxes = [...document.querySelectorAll('[data-answer]')].filter(isNew);
  if (boxes.length === 0) say('Everything is saved already');
  boxes.forEach(sendAnswer);
});

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (form.matches('[data-answer]') && !submitter?.matches('[data-hint]')) {
    event.preventDefault();
    sendAnswer(given(form));
    return;
  }
  if (!form.matches('[data-hand-in]') && !submitter?.matches('[data-hand-in]')) return;
  saveOpen(form.querySelectorAll('[data-answer]'));
  if (waitingFor(form).length === 0) return;
  event.preventDefault();
  event.stopPropagation();
  held = { form, submitter };
  podium.shelf.send();
}, true);

document.addEventListener('change', (event) => {
  const box = event.target.closest?.('[data-autosave]');
  if (box && /^(radio|checkbox|select-one)$/.test(event.target.type) && !event.target.closest('[data-order]') && isNew(box)) sendAnswer(box);
});

// What was typed and not saved when the page goes is kept; the next page sends it.
addEventListener('pagehide', () => saveOpen());

// Hints come in place, and what was typed so far stays.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-hint]');
  const box = button?.closest('[data-answer]');
  if (!box) return;
  event.preventDefault();
  if (box.hasAttribute('aria-busy')) return;
  box.setAttribute('aria-busy', 'true');
  try {
    const fields = new URLSearchParams([...fieldsIn(box), [button.name, button.value]]);
    const answer = podium.parse(await (await podium.send(button.getAttribute('formaction'), 'answer', fields)).text());
    if (!answer.querySelector('body > .question-box')) throw new Error('not the part that was asked for');
    const [now, shown] = [fieldsIn(box), box.dataset.shown];
    answer.getElementById('_quiz-bar')?.remove();
    podium.replaceParts(answer);
    const fresh = document.getElementById(box.id);
    // Typed while it was on its way; and what the portal drew is what was sent, not what it has.
    fill(fresh, now);
    fresh.dataset.shown = shown;
    say(fresh.querySelector('.hints li:last-child')?.textContent ?? fresh.querySelector('.state-line')?.textContent);
    (fresh.querySelector('[data-hint]') ?? fresh.querySelector('[data-check]'))?.focus({ preventScroll: true });
  } catch {
    box.removeAttribute('aria-busy');
    tell('The portal does not answer. Try again for the hint.', button.closest('.quiz-actions'));
  }
});

// Turning from question to question: in place, and from what was fetched ahead when there is no network.

/** Fragments by their address: { text, at }, `at` by the clock of the page. */
const ahead = new Map();
const bare = (url) => url.split('#')[0];
let [here, turns] = [ownPage() ? bare(location.href) : null, 0];

async function fetchPart(url, patience) {
  const response = await podium.ask(url, 'quiz', { signal: AbortSignal.timeout(patience) });
  const text = await response.text();
  if (!response.ok || !podium.parse(text).querySelector('body > #_quiz')) throw Object.assign(new Error('not the part that was asked for'), { status: response.status });
  ahead.set(url, { text, at: podium.heard });
  return fromAhead(url);
}

/** A page as it was fetched: its time runs since then. */
function fromAhead(url) {
  const kept = ahead.get(url);
  const part = kept && podium.parse(kept.text);
  for (const time of part?.querySelectorAll('[data-left-ms]') ?? []) time.dataset.at = kept.at;
  return part;
}

/** A page from before: the bar may know more by now. */
function fromBefore(url) {
  const part = fromAhead(url);
  if (!part) return null;
  const dots = [...document.querySelectorAll('#_quiz-bar a.dot')];
  for (const dot of part.querySelectorAll('#_quiz-bar a.dot')) {
    const own = dots.find((known) => known.getAttribute('href') === dot.getAttribute('href'));
    if (own) [dot.className, dot.innerHTML] = [own.className, own.innerHTML];
  }
  return part;
}

async function turnTo(url, push) {
  const mine = ++turns;
  const [before, known] = [here, arrived];
  // Set before anything is awaited: whoever goes back meanwhile turns again.
  here = bare(url);
  saveOpen();
  quiz().setAttribute('aria-busy', 'true');
  let part;
  try {
    part = await fetchPart(url, ahead.has(url) ? SHORT : LONG);
    // An answer that arrived meanwhile may not be in it: the bar that is shown knows.
    if (arrived !== known) part = fromBefore(url);
  } catch (error) {
    part = fromBefore(url);
    if (!part && error.status) location.assign(url);
  }
  if (mine !== turns) return;
  quiz().removeAttribute('aria-busy');
  if (!part) {
    here = before;
    tell('The portal does not answer just now. Nothing is lost; try again in a moment.');
    return;
  }
  if (ownPage() && location.href !== url) history[push ? 'pushState' : 'replaceState']({ quiz: true }, '', url);
  podium.replaceParts(part);
  const heading = quiz().querySelector('[data-lead]');
  heading.focus({ preventScroll: true });
  say(heading.dataset.leadSay ?? heading.textContent);
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-turn]');
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  turnTo(link.href, true);
});
// A place on the same page is no other question.
addEventListener('popstate', () => { if (ownPage() && quiz() && bare(location.href) !== here) turnTo(location.href, false); });

let fetching = false;
/** One after the other, when nothing else is to be done: whoever goes into a tunnel can go on to the other questions. */
async function fetchAhead() {
  if (fetching || navigator.connection?.saveData) return;
  fetching = true;
  for (const link of document.querySelectorAll('#_quiz-bar a[data-turn]:not([aria-current])')) {
    if (ahead.has(link.href) || link.getAttribute('href').startsWith('#')) continue;
    try {
      await fetchPart(link.href, LONG);
    } catch {
      break;
    }
  }
  fetching = false;
}

/** What the fields of a box say as the portal drew them, and what waits for it. */
function drawn(root) {
  for (const box of all('[data-answer]', root)) {
    box.dataset.shown = saying(fieldsIn(box));
    const waiting = podium.shelf.keptFor(box.dataset.answer);
    if (waiting) podium.answers.waits(waiting);
  }
  drawWaiting();
  if (!root.id || root.id === '_quiz') {
    const at = document.querySelector('#_quiz-bar .dot[aria-current]');
    // The address names the question that is shown, so that a reload and the way back lead to it.
    if (at && ownPage() && new URL(at.href).search !== location.search) history.replaceState({ quiz: true }, '', at.href);
    if (ownPage()) here = bare(location.href);
    if (document.getElementById('_quiz-bar')) setTimeout(fetchAhead, 1000);
  }
}

// The time is over: what stands in the fields is sent, and once nothing counts any more the portal says what came out.
document.addEventListener('podium:time-up', () => saveOpen(document.querySelectorAll('[data-answer]')));
document.addEventListener('podium:closed', () => setTimeout(() => {
  if (quiz()?.dataset.own) turnTo(new URL(quiz().dataset.own, location.href).href, false);
}, SETTLING));
// What cannot be sent just now is said, and nothing goes away.
document.addEventListener('podium:unsent', (event) => {
  if (event.target.dataset.fragment !== 'quiz' || event.detail.status === 409) return;
  event.preventDefault();
  tell('The portal does not answer just now. Nothing is lost; try again in a moment.', event.target);
});

podium.turnTo = turnTo;
drawn(document);
document.addEventListener('podium:replaced', ({ detail }) => {
  detail.forEach(drawn);
  const whole = detail.find((part) => part.id === '_quiz');
  if (whole && whole.getBoundingClientRect().top < 0) whole.scrollIntoView({ block: 'start' });
});
