// The problems that the server found, drawn where they stand in the text it looked at. That text may be older than the
// one on the screen: each mark then moves with what was typed since.
import { setDiagnostics } from '@codemirror/lint';
import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, gutterLineClass, GutterMarker } from '@codemirror/view';
import { unit } from './lines.js';

const WORD = /^[\p{L}\p{N}_.-]+/u;
const WORD_BEFORE = /[\p{L}\p{N}_.-]+$/u;

// Where a mark has no end, it is the word there, or the one that ends there.
function range(doc, mark) {
  const line = doc.line(Math.min(Math.max(mark.line, 1), doc.lines));
  const at = unit(line.text, Math.max(mark.column - 1, 0));
  const after = WORD.exec(line.text.slice(at))?.[0].length ?? 0;
  const before = after ? 0 : WORD_BEFORE.exec(line.text.slice(0, at))?.[0].length ?? 0;
  const to = mark.end ? Math.max(at, unit(line.text, mark.end - 1)) : at + after;
  return { from: line.from + (mark.end ? at : at - before), to: line.from + to };
}

function words(mark) {
  const element = document.createElement('div');
  const message = element.appendChild(document.createElement('div'));
  message.textContent = mark.message;
  if (mark.remedy) {
    const remedy = element.appendChild(document.createElement('div'));
    remedy.className = 'cm-remedy';
    remedy.textContent = mark.remedy;
  }
  return element;
}

function diagnostic(doc, changes, mark) {
  const place = mark.line > 0 ? range(doc, mark) : { from: 0, to: 0 };
  const from = changes.mapPos(place.from, 1);
  return {
    from,
    to: Math.max(from, changes.mapPos(place.to, -1)),
    severity: mark.blocks ? 'error' : 'warning',
    message: mark.remedy ? `${mark.message} ${mark.remedy}` : mark.message,
    renderMessage: () => words(mark),
  };
}

const tint = StateEffect.define();
const classes = { error: 'cm-wrong', warning: 'cm-noted' };

class Beside extends GutterMarker {
  constructor(kind) {
    super();
    this.elementClass = classes[kind];
  }
}

const kindsOf = (make) => ({ error: make('error'), warning: make('warning') });
const inText = kindsOf((kind) => Decoration.line({ class: classes[kind] }));
const inGutter = kindsOf((kind) => new Beside(kind));

function tinted(state, found) {
  const kinds = new Map();
  for (const one of found) {
    const { from } = state.doc.lineAt(one.from);
    if (kinds.get(from) !== 'error') kinds.set(from, one.severity);
  }
  const all = [...kinds];
  return {
    text: Decoration.set(all.map(([from, kind]) => inText[kind].range(from)), true),
    gutter: RangeSet.of(all.map(([from, kind]) => inGutter[kind].range(from)), true),
  };
}

/** The extension that tints lines with problems. */
export const tints = StateField.define({
  create: () => ({ text: Decoration.none, gutter: RangeSet.empty }),
  update({ text, gutter }, transaction) {
    const set = transaction.effects.find((effect) => effect.is(tint));
    return set ? set.value : { text: text.map(transaction.changes), gutter: gutter.map(transaction.changes) };
  },
  provide: (self) => [
    EditorView.decorations.from(self, ({ text }) => text),
    gutterLineClass.from(self, ({ gutter }) => gutter),
  ],
});

/** Draw marks that were made for `doc`, which `changes` turned into the document on the screen. */
export function draw(view, marks, doc, changes) {
  const found = marks.map((mark) => diagnostic(doc, changes, mark)).sort((one, other) => one.from - other.from);
  view.dispatch(setDiagnostics(view.state, found), { effects: tint.of(tinted(view.state, found)) });
}
