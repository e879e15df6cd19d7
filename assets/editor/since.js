// Which document the server spoke of, and what was typed since: what it says of an older text is moved to the newer one.
import { ChangeSet } from '@codemirror/state';

const MANY = 50;

export class Since {
  constructor(doc) { this.clear(doc, 0); }

  /** Begin anew: `number` stands for this document; 0 is a text as it was given. */
  clear(doc, number) {
    this.known = new Map();
    this.mark(number, doc);
  }

  mark(number, doc) {
    this.newest = number;
    this.known.set(number, { doc, changes: ChangeSet.empty(doc.length) });
    if (this.known.size > MANY) this.known.delete(this.known.keys().next().value);
  }

  add(changes) {
    for (const one of this.known.values()) one.changes = one.changes.compose(changes);
  }

  /** The document of that number with the changes since, and forget older ones; nothing if it is older than that. */
  take(number) {
    const found = this.known.get(number);
    if (found) for (const key of [...this.known.keys()]) if (key < number) this.known.delete(key);
    return found;
  }

  /** Whether that number is the text on the screen. */
  still(number) {
    return number === this.newest && this.known.get(number).changes.empty;
  }
}
