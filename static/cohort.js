// Keeps the board up to date while it is looked at: every ten seconds it asks for the part again, with the tag of what it has;
// as long as nothing has changed the portal says no more than that. Without this file the page is as of when it was loaded.

/** How often it asks, in milliseconds. */
const EVERY = 10000;
/** How often it asks once that has failed. */
const AFTER_FAILURE = 30000;

const board = () => document.getElementById('_board');
const line = document.getElementById('_as-of');
const words = document.getElementById('_as-of-words');
const pause = document.getElementById('_pause');
const clock = () => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date());

let tag = `W/"${line.dataset.tag}"`;
let [stopped, asking, timer, heard] = [false, false, 0, clock()];

/** What finds an element again in the part that comes next. */
function handle(element) {
  if (!element || !board().contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute('href');
  if (href) return `${element.closest('th') ? 'th ' : ''}a[href="${CSS.escape(href)}"]`;
  return element.matches('.heat-box') ? '.heat-box' : null;
}

/** Whether somebody is marking words on the board: they would be gone with it. */
const marking = () => {
  const marked = getSelection();
  return marked && !marked.isCollapsed && board().contains(marked.anchorNode);
};

/** Puts the new part in; what has the focus, what is unfolded and how far the table was scrolled stay. */
function put(text) {
  const focus = handle(document.activeElement);
  const [left, top] = [board().querySelector('.scroll')?.scrollLeft ?? 0, scrollY];
  const open = [...board().querySelectorAll('details[open]')].map((fold) => fold.id);
  podium.replaceParts(podium.parse(text));
  for (const id of open) {
    const fold = document.getElementById(id);
    if (fold) fold.open = true;
  }
  const box = board().querySelector('.scroll');
  if (box) box.scrollLeft = left;
  if (focus) board().querySelector(focus)?.focus({ preventScroll: true });
  scrollTo({ top, behavior: 'instant' });
}

async function look() {
  clearTimeout(timer);
  if (asking || stopped || document.hidden) return;
  asking = true;
  let wait = EVERY;
  try {
    const headers = { 'X-Fragment': 'board', Accept: 'text/html', 'If-None-Match': tag };
    const response = await podium.ask(location.href, 'board', { headers, cache: 'no-store', redirect: 'error' });
    if (response.status === 200 && !marking()) {
      const text = await response.text();
      // Somebody may have begun to mark words meanwhile; the next answer will do.
      if (!marking()) {
        put(text);
        tag = response.headers.get('ETag') ?? '';
      }
    } else if (response.status !== 304 && response.status !== 200) {
      throw new Error('refused');
    }
    heard = clock();
    words.textContent = `Updated ${heard}`;
    line.classList.remove('bad');
  } catch {
    words.textContent = `Not refreshed since ${heard}: the portal does not answer, or you are signed out. It goes on trying; reload the page to look.`;
    wait = AFTER_FAILURE;
  }
  asking = false;
  if (!stopped) timer = setTimeout(look, wait);
}

pause.hidden = false;
pause.addEventListener('click', () => {
  stopped = !stopped;
  pause.textContent = stopped ? 'Go on refreshing' : 'Stop refreshing';
  podium.say(stopped ? 'The board stays as it is' : 'The board is refreshed');
  if (stopped) clearTimeout(timer);
  else look();
});
document.addEventListener('visibilitychange', look);
addEventListener('online', look);
timer = setTimeout(look, EVERY);
