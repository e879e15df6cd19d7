// One editor: the document that it shows, what was typed, and what the server said of it.
import { isolateHistory } from '@codemirror/commands';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { bars, offer } from './bars.js';
import { done, hold, left, release } from './copies.js';
import { help } from './help.js';
import { characters, keepEnds, positions, read, setEnds, unit, write } from './lines.js';
import { Link } from './link.js';
import { draw } from './marks.js';
import { setup } from './setup.js';
import { Since } from './since.js';

const PAUSE = 180;  // milliseconds after the last key

export class Desk {
  constructor(name) {
    this.hint = `leave-${name}`;
    this.link = new Link();
    this.view = new EditorView();
    this.since = new Since(this.view.state.doc);
    this.options = new Compartment();
    this.base = null;      // key of the document
    this.copies = null;    // where the storage of the browser keeps what was typed into it
    this.unsent = false;   // something was typed that was not sent
    this.data = {};
    this.held = false;
    this.edited = 0;       // order of the newest edits that were made or refused
    this.view.dom.addEventListener('keydown', (event) => this.key(event));
    addEventListener('pagehide', () => this.unsent && this.hold(write(this.view.state)));
  }

  // Anywhere in the editor, its bars too.
  key(event) {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    this.ask({ do: 'save' });
  }

  show(data) {
    const other = this.data.session !== undefined && this.data.session !== data.session;
    this.data = data;
    if (data.rules) this.rules = data.rules;
    this.link.holds.schema = data.schema;
    if (other) this.edited = 0;
    this.release(data.kept);  // of the document that was shown till now
    if (data.document !== this.base) this.open(data);
    else this.view.dispatch({ effects: this.options.reconfigure(this.chosen()) });
    this.link.heard(data, other);
    this.mark(data);
    this.edit(data.edits);
    this.go(data.goto);
  }

  release(kept) {
    if (!this.held || kept < this.link.sent || this.unsent) return;
    release(this.copies);
    this.held = false;
  }

  hold(text) {
    hold(this.copies, text);
    this.held = true;  // what was typed here is in the storage of the browser
  }

  open({ document, copies, text, number }) {
    this.flush();
    const { doc, ends } = read(text);
    this.base = document;
    this.copies = copies;
    this.link.holds.document = document;
    this.since.clear(doc, number);
    this.said = null;
    this.held = false;
    this.view.setState(EditorState.create({ doc, extensions: this.extensions(ends) }));
    this.offer(text);
  }

  extensions(ends) {
    return [
      keepEnds(ends),
      this.options.of(this.chosen()),
      help(() => this.rules),
      bars(this),
      EditorState.transactionFilter.of((transaction) => (this.tooLong(transaction) ? [] : transaction)),
      EditorView.updateListener.of((update) => this.changed(update)),
      EditorView.domEventHandlers({ blur: () => { this.flush(); } }),
      setup,
    ];
  }

  chosen() {
    const labels = { 'aria-label': this.data.label, 'aria-describedby': this.hint, tabindex: '0' };
    return [EditorState.readOnly.of(this.still()), EditorView.contentAttributes.of(labels)];
  }

  still() { return this.data.read_only; }

  say(text) {
    if (this.status) this.status.textContent = text;
  }

  tooLong({ docChanged, newDoc, startState }) {
    const { most } = this.data;
    if (!docChanged || newDoc.length <= most || newDoc.length <= startState.doc.length) return false;
    queueMicrotask(() => this.say(`That is too long: a text here has at most ${most.toLocaleString()} characters.`));
    return true;
  }

  changed(update) {
    if (!update.docChanged) return;
    window.slmTyped = performance.now();  // what else the page would send waits until nothing is typed
    this.since.add(update.changes);
    this.unsent = true;
    this.say('');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  // Puts what was typed on its way; true if there was something.
  gather() {
    if (!this.unsent) return false;
    clearTimeout(this.timer);
    this.unsent = false;
    const text = write(this.view.state).toWellFormed();  // half a character has no bytes
    this.hold(text);
    this.link.text(text, this.base);
    this.since.mark(this.link.sent, this.view.state.doc);
    return true;
  }

  flush() {
    if (this.gather()) this.link.event();
  }

  ask(what) {
    this.gather();
    this.link.ask({ ...what, number: this.since.newest });
    return true;
  }

  /** Which character of the text stands at a position of the document. */
  character(position) { return characters(write(this.view.state, position)); }

  mark({ marks, number }) {
    const said = JSON.stringify([marks, number, this.base]);
    const found = said === this.said ? null : this.since.take(number);
    if (!found) return;
    this.said = said;
    draw(this.view, marks, found.doc, found.changes);
  }

  edit(edits) {
    if (!edits || edits.order <= this.edited) return;
    this.edited = edits.order;
    if (this.still() || !this.since.still(edits.number)) return this.ask({ do: 'stale', at: edits.order });
    const at = positions(this.view.state, edits.changes.flatMap(({ start, end }) => [start, end]));
    const changes = edits.changes.map(({ start, end, insert }) => ({ from: at.get(start), to: at.get(end), insert }));
    this.view.dispatch({ changes, annotations: isolateHistory.of('full'), userEvent: 'input.edits' });
    this.flush();
  }

  go(place) {
    const wanted = JSON.stringify(place);
    if (place && wanted !== this.went) {
      const line = this.view.state.doc.line(Math.min(Math.max(place[0], 1), this.view.state.doc.lines));
      const anchor = line.from + unit(line.text, Math.max(place[1] - 1, 0));
      this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      this.view.focus();
    }
    this.went = wanted;
  }

  offer(text) {
    const copy = this.still() ? null : left(this.copies, text);
    offer(this.view, copy, (wanted) => {
      done(this.copies, copy);
      if (wanted) this.replace(copy.text);
      this.offer(write(this.view.state));
    });
  }

  replace(text) {
    const { doc, ends } = read(text);
    const changes = { from: 0, to: this.view.state.doc.length, insert: doc };
    this.view.dispatch({ changes, effects: setEnds.of(ends), annotations: isolateHistory.of('full'), userEvent: 'input.back' });
    this.flush();
  }

  leave() {
    this.flush();
    this.link.rest();
    this.link.report = () => {};
  }
}
