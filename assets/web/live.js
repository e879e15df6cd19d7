// Shows a page part by part, reports what is chosen and pressed in it, and does what a page cannot do from the server:
// it moves the focus to the heading of a new place, tells screen readers where one is, keeps the address in step, and
// follows links within the app.
//
// data.parts holds the HTML of each element marked data-part; a part that did not change is left alone, so that focus,
// open details and scroll positions stay. data.chosen names the inputs that are on, data.seen the last event that the
// server knew of: what it says of inputs is older than a later event, and waits. Every event carries what is chosen, so
// that one that overtakes another loses nothing; what has a data-do of its own is sent by itself.

const TYPING = 500;  // milliseconds after a key in which another may follow
const shown = new WeakMap();  // element: the HTML it has

function send(root, what) {
  const chosen = [...root.querySelectorAll('input:checked:not([data-do])')].map((input) => input.value);
  root.live.sent += 1;
  root.live.report('event', { ...what, at: root.live.place, chosen, number: root.live.sent });
}

function listen(root) {
  root.addEventListener('change', ({ target }) => {
    const own = target.dataset.do;
    send(root, own ? { do: own, to: target.value } : { do: 'answer' });
  });
  root.addEventListener('click', ({ target }) => {
    const pressed = target.closest('[data-do]:not(select, input)');
    if (pressed) send(root, { do: pressed.dataset.do, to: pressed.dataset.to ?? '' });
  });
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.matches('input:not([data-do])')) send(root, { do: 'next' });
  });
}

// What has an id keeps the focus, and stays open. Where what had the focus is gone, the part has it, and not the whole page.
function replace(element, html) {
  const inside = element.contains(document.activeElement);
  const held = inside ? document.activeElement.id : '';
  const open = [...element.querySelectorAll('details[open][id]')].map((one) => one.id);
  element.innerHTML = html;
  for (const id of open) element.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '');
  const again = held && element.querySelector(`#${CSS.escape(held)}`);
  if (inside && !again) element.setAttribute('tabindex', '-1');
  if (inside) (again || element).focus({ preventScroll: true });
}

function fill(root, data) {
  for (const element of root.querySelectorAll('[data-part]')) {
    const html = data.parts[element.dataset.part] ?? '';
    if (shown.get(element) === html) continue;
    replace(element, html);
    shown.set(element, html);
  }
  const moved = root.live.place !== data.place;
  if (moved || data.seen >= root.live.sent)
    for (const input of root.querySelectorAll('input:not([data-do])')) input.checked = data.chosen.includes(input.value);
}

// As the browser's own Back would: one entry in the history, and Streamlit shows the page of that address.
function lead(href) {
  if (href === location.href) return;
  history.pushState(null, '', href);
  dispatchEvent(new PopStateEvent('popstate'));
}

function follow(event) {
  const link = event.target.closest?.('a[data-page]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  event.preventDefault();
  lead(link.href);
}

// A link to copy is complete only here, as only the browser knows by which address it reached the server.
const complete = () => document.querySelectorAll('input[data-link]')
  .forEach((field) => { field.value = new URL(field.dataset.link, location.href).href; });

// Without permission to use the clipboard the link stays selected, to be copied by hand.
async function copy(button) {
  const field = button.closest('.copy').querySelector('input');
  field.select();
  const copied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false) || document.execCommand('copy');
  button.nextElementSibling.textContent = copied ? 'Copied.' : 'Press Ctrl+C or ⌘C to copy.';
}

function copies({ target }) {
  const button = target.closest?.('[data-copy]');
  if (button) copy(button);
  else if (target.matches?.('input[data-link]')) target.select();
}

// Streamlit gives its upload field a role that says it is nothing, and a name: it is something.
const mend = () => document.querySelectorAll('[data-testid=stFileUploaderDropzone][role=presentation]')
  .forEach((zone) => zone.setAttribute('role', 'group'));

function begin() {
  if (window.slmBegun) return;
  window.slmBegun = true;
  document.addEventListener('click', follow);
  document.addEventListener('click', copies);
  const look = () => { mend(); complete(); };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}

// After two frames what was filled in is on the screen, so what takes longer may begin.
function tellWidth(root) {
  if (root.live.told) return;
  root.live.told = true;
  requestAnimationFrame(() => setTimeout(() => send(root, { do: 'painted', to: String(root.clientWidth) })));
}

function tellLater(root, after) {
  clearTimeout(root.live.later);
  const pause = after + performance.now();
  const tell = () => {
    // While somebody types, what was typed goes first, by itself.
    const wait = Math.max(pause, (window.slmTyped ?? 0) + TYPING) - performance.now();
    if (wait > 0) root.live.later = setTimeout(tell, wait);
    else if (root.isConnected) send(root, { do: 'later' });
  };
  if (after) tell();
}

function keep(address) {
  if (location.search.slice(1) !== address)
    history.replaceState(history.state, '', `${location.pathname}?${address}${location.hash}`);
}

function point(address) {
  for (const link of document.querySelectorAll('.top:not(.apart) a[data-page]')) link.search = address;
}

function announce(root, text) {
  root.querySelector('[role=status]').textContent = text;
  requestAnimationFrame(() => {
    if (!root.isConnected) return void (window.slmPlace = '');  // shown anew meanwhile, in another place of the page
    // Its own first: the one of the page before may still stand there for a moment.
    const heading = root.querySelector('h1') ?? document.querySelector('[data-testid=stMain] h1');
    if (!heading) return;
    heading.setAttribute('tabindex', '-1');
    heading.focus();
    document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
  });
}

export default function ({ data: [data], parentElement: root, setTriggerValue }) {
  begin();
  if (!root.live) {
    root.live = { sent: data.seen };
    listen(root);
  }
  root.live.report = setTriggerValue;
  fill(root, data);
  root.live.place = data.place;
  point(data.address);
  if (data.leave) return lead(new URL(data.leave, location.href).href);
  keep(data.address);
  if (data.ask_width) tellWidth(root);
  tellLater(root, data.ask_after);
  const before = window.slmPlace;
  window.slmPlace = data.place;
  if (before !== undefined && before !== data.place) announce(root, data.say);
}
