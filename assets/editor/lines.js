// Line ends to the byte. CodeMirror knows lines, not what ends them; here each end that differs from the document's usual
// one is remembered where it stands, so that a text comes out as it went in. What counts as a line end is what counts as
// one to YAML, so that lines have the same numbers here and on the server. New lines get the usual end.
import { invertedEffects } from '@codemirror/commands';
import { RangeSet, RangeSetBuilder, RangeValue, StateEffect, StateField, Text } from '@codemirror/state';

const ENDS = /\r\n|[\n\r\x85\u2028\u2029]/g;

class End extends RangeValue {
  constructor(text) {
    super();
    this.text = text;
    this.startSide = 1;  // gone when the line end is deleted
    this.endSide = -1;
  }
  eq(other) { return other.text === this.text; }
}

function usual(ends) {
  const counts = new Map();
  for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), ['\n', 0])[0];
}

/** A text as CodeMirror's document, with the usual line end and those that differ from it. */
export function read(text) {
  const ends = text.match(ENDS) ?? [];
  const separator = usual(ends);
  const lines = text.split(ENDS);
  const odd = new RangeSetBuilder();
  let at = 0;
  ends.forEach((end, index) => {
    at += lines[index].length;
    if (end !== separator) odd.add(at, at + 1, new End(end));
    at += 1;
  });
  return { doc: Text.of(lines), ends: { separator, odd: odd.finish() } };
}

/** Replaces the remembered line ends, together with the whole text. */
export const setEnds = StateEffect.define();

const field = StateField.define({
  create: () => ({ separator: '\n', odd: RangeSet.empty }),
  update(value, transaction) {
    const set = transaction.effects.findLast((effect) => effect.is(setEnds));  // of changes undone as one: the first
    if (set) return set.value;
    if (!transaction.docChanged || !value.odd.size) return value;
    return { ...value, odd: value.odd.map(transaction.changes) };
  },
});

// Undo brings back the line ends too, where they were not all the same.
const undone = invertedEffects.of(({ startState, docChanged, effects }) => {
  const before = startState.field(field);
  const differ = before.odd.size > 0 || effects.some((effect) => effect.is(setEnds));
  return docChanged && differ ? [setEnds.of(before)] : [];
});

/** The extension that keeps the line ends of a document. */
export const keepEnds = (ends) => [field.init(() => ends), undone];

/** The text up to a position, or all of it, as it was typed. */
export function write(state, to = state.doc.length) {
  const { separator, odd } = state.field(field);
  let text = '';
  let from = 0;
  for (const cursor = odd.iter(); cursor.value && cursor.to <= to; cursor.next()) {
    text += state.doc.sliceString(from, cursor.from, separator) + cursor.value.text;
    from = cursor.to;
  }
  return text + state.doc.sliceString(from, to, separator);
}

/** How many characters a text has, as the server counts them: one outside the first plane counts once. */
export function characters(text) {
  let count = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00) {
      const next = text.charCodeAt(at + 1);
      if (next >= 0xdc00 && next < 0xe000) count -= 1;
    }
  }
  return count;
}

/** Where in a string its n-th character begins. */
export function unit(text, count) {
  let at = 0;
  for (let left = count; left > 0 && at < text.length; left -= 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** Where in the document characters of the text stand, by their number from 0. */
export function positions(state, wanted) {
  const text = write(state);
  const found = new Map();
  let at = 0;
  let count = 0;
  let halves = 0;  // line ends of two characters, which are one place in the document
  for (const one of [...new Set(wanted)].sort((less, more) => less - more)) {
    for (; count < one && at < text.length; count += 1) {
      if (text[at] === '\r' && text[at + 1] === '\n') halves += 1;
      at += text.codePointAt(at) > 0xffff ? 2 : 1;
    }
    found.set(one, at - halves);
  }
  return found;
}
