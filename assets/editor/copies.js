// What was typed and is not known to be kept elsewhere, in the storage of the browser. For each document there is the text
// of now, and up to a few of before that are still to be answered for. There are only so many documents.

const PREFIX = 'slm-sourcing editor: ';
const DOCUMENTS = 8;
const BEFORE = 3;
const WINDOW = crypto.getRandomValues(new Uint32Array(1))[0];

function load(document) {
  const empty = { now: null, before: [] };
  try {
    return { ...empty, ...JSON.parse(localStorage.getItem(PREFIX + document)) };
  } catch {
    return empty;  // no storage, or not ours
  }
}

const others = (key) => Object.keys(localStorage).filter((one) => one.startsWith(PREFIX) && one !== key);

function age(key) {
  const { now, before } = load(key.slice(PREFIX.length));
  return now?.at ?? before[0]?.at ?? 0;
}

function forgetOldest(keys) {
  const oldest = keys.reduce((one, other) => (age(other) < age(one) ? other : one));
  localStorage.removeItem(oldest);
  return keys.filter((key) => key !== oldest);
}

// Makes room by forgetting the oldest of other documents, then what was typed before.
function store(document, entry) {
  const key = PREFIX + document;
  try {
    if (!entry.now && !entry.before.length) return localStorage.removeItem(key);
    let rest = others(key);
    while (rest.length >= DOCUMENTS) rest = forgetOldest(rest);
    for (;;)
      try {
        return localStorage.setItem(key, JSON.stringify(entry));
      } catch (error) {
        if (rest.length) rest = forgetOldest(rest);
        else if (entry.before.length) entry.before.pop();
        else throw error;
      }
  } catch {
    return undefined;  // a browser without storage can still be typed in
  }
}

// The texts of before, newest first, with that of now where another window typed it.
function earlier({ now, before }) {
  const all = now && now.window !== WINDOW ? [now, ...before.filter((one) => one.window !== now.window)] : before;
  return all.filter((one) => one.window !== WINDOW);
}

/** Hold the text of now. */
export function hold(document, text) {
  const before = earlier(load(document)).slice(0, BEFORE);
  store(document, { now: { text, at: Date.now(), window: WINDOW }, before });
}

/** What this window typed is kept elsewhere. */
export const release = (document) => store(document, { now: null, before: earlier(load(document)) });

/** The newest text that was typed into a document before and is not the one that it has now; null if there is none. */
export function left(document, text) {
  const { now, before } = load(document);
  const all = [now, ...before].filter((one) => one && one.text !== text);
  const different = all.filter((one, index) => all.findIndex((other) => other.text === one.text) === index);
  store(document, { now: now?.text === text ? now : null, before: different.slice(0, BEFORE) });
  return different[0] ?? null;
}

/** A text of before is answered for. */
export function done(document, copy) {
  const { now, before } = load(document);
  store(document, { now, before: before.filter((one) => one.text !== copy.text) });
}
