// One editor: the document that it shows, what was typed, and what the server said of it.
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { keepEnds, read, write } from './lines.js';
import { Link } from './link.js';
import { draw } from './marks.js';
import { setup } from './setup.js';
import { Since } from './since.js';

const PAUSE = 180;  // milliseconds after the last key

export class Desk {
  constructor() {
    this.link = new Link();
    this.view = new EditorView();
    this.since = new Since(this.view.state.doc);
    this.base = null;      // key of the document
    this.unsent = false;   // something was typed that was not sent
    this.options = new Compartment();
    this.data = {};
  }

  show(data) {
    const { document, session } = data;
    const again = this.data.session !== undefined && this.data.session !== session;
    this.data = data;
    this.link.heard(data);
    if (document !== this.base) this.open(data);
    else this.view.dispatch({ effects: this.options.reconfigure(this.chosen()) });
    if (again && this.link.sent > data.seen) this.send();  // another session knows nothing of what was typed
    this.mark(data);
    this.go(data.goto);
  }

  open({ document, text, number }) {
    this.flush();
    if (text === null) return this.link.report({ text: null, asks: this.link.asks, holds: {} });
    const { doc, ends } = read(text);
    this.base = document;
    this.link.holds = { ...this.link.holds, document };
    this.since.clear(doc, number);
    this.view.setState(EditorState.create({ doc, extensions: this.extensions(ends) }));
  }

  extensions(ends) {
    return [
      keepEnds(ends),
      this.options.of(this.chosen()),
      EditorView.updateListener.of((update) => this.changed(update)),
      EditorView.domEventHandlers({ blur: () => { this.flush(); } }),
      setup,
    ];
  }

  chosen() {
    const { label, read_only: still } = this.data;
    return [EditorState.readOnly.of(still), EditorView.contentAttributes.of({ 'aria-label': label })];
  }

  changed(update) {
    if (!update.docChanged) return;
    this.since.add(update.changes);
    this.unsent = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  flush() {
    if (this.unsent) this.send();
  }

  send() {
    clearTimeout(this.timer);
    this.unsent = false;
    this.link.send(write(this.view.state), this.base);
    this.since.mark(this.link.sent, this.view.state.doc);
  }

  mark({ marks, number }) {
    const said = JSON.stringify([marks, number, this.base]);
    if (said === this.said) return;
    const found = this.since.take(number);
    if (!found) return;
    this.said = said;
    draw(this.view, marks, found.doc, found.changes);
  }

  go(place) {
    const wanted = JSON.stringify(place);
    if (place && wanted !== this.went) {
      const line = this.view.state.doc.line(Math.min(Math.max(place[0], 1), this.view.state.doc.lines));
      const anchor = Math.min(line.from + Math.max(place[1] - 1, 0), line.to);
      this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      this.view.focus();
    }
    this.went = wanted;
  }

  leave() { this.flush(); }
}
