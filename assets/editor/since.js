// Which document the server spoke of, and what was typed since: what it says of an older text is moved to the newer one.
import { ChangeSet } from '@codemirror/state';

const MANY = 50;

export class Since {
  constructor(doc, number = 0) { this.clear(doc, number); }

  /** Begin anew: `number` stands for this document, and so does 0, the text as it was given. */
  clear(doc, number) {
    this.known = new Map([[0, { doc, changes: ChangeSet.empty(doc.length) }]]);
    if (number) this.mark(number, doc);
  }

  mark(number, doc) {
    this.known.set(number, { doc, changes: ChangeSet.empty(doc.length) });
    if (this.known.size > MANY) this.known.delete(this.known.keys().next().value);
  }

  add(changes) {
    for (const one of this.known.values()) one.changes = one.changes.compose(changes);
  }

  /** The document of that number with the changes since, and forget older ones; nothing if it is older than that. */
  take(number) {
    const found = this.known.get(number);
    if (found) for (const key of this.known.keys()) if (key < number) this.known.delete(key);
    return found;
  }

  /** Whether nothing was typed since that number. */
  still(number) {
    const found = this.known.get(number);
    return found !== undefined && found.changes.empty;
  }
}
