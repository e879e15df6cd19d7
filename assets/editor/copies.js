// What was typed and is not known to be kept elsewhere, in the storage of the browser. For each document there is the text
// of now, and up to a few of before that are still to be answered for. There are only so many documents.

const PREFIX = 'slm-sourcing editor: ';
const DOCUMENTS = 8;
const BEFORE = 3;

function load(document) {
  const empty = { now: null, before: [] };
  try {
    return { ...empty, ...JSON.parse(localStorage.getItem(PREFIX + document)) };
  } catch {
    return empty;  // no storage, or not ours
  }
}

const age = (key) => {
  const { now, before } = load(key.slice(PREFIX.length));
  return now?.at ?? before[0]?.at ?? 0;
};

const others = (key) => Object.keys(localStorage).filter((one) => one.startsWith(PREFIX) && one !== key)
  .sort((one, other) => age(one) - age(other));

// Makes room by forgetting the oldest of other documents.
function store(document, entry) {
  const key = PREFIX + document;
  try {
    if (!entry.now && !entry.before.length) return localStorage.removeItem(key);
    const oldest = others(key);
    while (oldest.length >= DOCUMENTS) localStorage.removeItem(oldest.shift());
    for (;;)
      try {
        return localStorage.setItem(key, JSON.stringify(entry));
      } catch (error) {
        if (oldest.length) localStorage.removeItem(oldest.shift());
        else if (entry.before.length) entry.before.pop();
        else throw error;
      }
  } catch {
    return undefined;  // a browser without storage can still be typed in
  }
}

/** Hold the text of now. */
export const hold = (document, text) => store(document, { ...load(document), now: { text, at: Date.now() } });

/** The text of now is kept elsewhere. */
export const release = (document) => store(document, { ...load(document), now: null });

/** The newest text that was typed into a document before and is not the one that it has now; null if there is none. */
export function left(document, text) {
  const { now, before } = load(document);
  const all = [now, ...before].filter((one) => one && one.text !== text);
  const different = all.filter((one, index) => all.findIndex((other) => other.text === one.text) === index);
  store(document, { now: now?.text === text ? now : null, before: different.slice(0, BEFORE) });
  return different[0] ?? null;
}

/** The newest text of before is answered for. */
export function done(document) {
  const { now, before } = load(document);
  store(document, { now, before: before.slice(1) });
}
