// Where in a tree a place in its text is: the keys around it, whether a key or a value stands there, and what is typed of
// it. Read from indentation and brackets alone, as the text is usually broken just where somebody types.

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#{}[\],][^#{}[\],]*?)\s*:(?=\s|$)/;
const QUIET = /^\s*(?:#|$)/;  // nothing but a comment

/** Stands in a path for any item of a list. */
export const ITEM = 0;

const bare = (text) => text.trim().replace(/^(["'])(.*)\1$/, '$2');

// The dashes and the key with which a line begins, and the column at which the rest of it does.
function heads(text) {
  const found = [];
  let column = /^ */.exec(text)[0].length;
  for (let dash; (dash = /^-(?: +|$)/.exec(text.slice(column))); column += dash[0].length) found.push({ column, item: true });
  const key = KEY.exec(text.slice(column));
  if (key) found.push({ column, key: bare(key[1]), ends: column + key[1].length, after: column + key[0].length });
  return { found, column, key: key ? found.at(-1) : null };
}

const value = (text, after) => text.slice(after).replace(/(^|\s)#.*$/, '').trim();

// The keys and items around what begins at a column of a row, behind its own dashes. Null in the middle of a text; where
// the value is in brackets that began above, the place of the first of them, as the rest must then be read from there.
function around(lines, row, column, own) {
  const path = [];
  let limit = column;
  let item = false;  // the outermost so far is an item, whose dash may stand right below its key
  const inside = (head) => head.column < limit || (item && !head.item && head.column === limit);
  const enter = (head) => {
    path.unshift(head.item ? ITEM : head.key);
    limit = head.column;
    item = Boolean(head.item);
  };
  own.toReversed().filter(inside).forEach(enter);
  for (let at = row - 1; at >= 0 && (limit > 0 || item); at -= 1) {
    const text = lines(at);
    const found = QUIET.test(text) ? [] : heads(text).found;
    for (const head of found.toReversed()) {
      if (!inside(head)) continue;
      const said = head.item ? '' : value(text, head.after);
      if (/^[{[]/.test(said)) return bracketed(lines, at, head, text.indexOf(said[0], head.after), found);
      if (said && !/^[&!]\S*$/.test(said)) return null;
      enter(head);
    }
  }
  return { path };
}

function bracketed(lines, row, head, column, found) {
  const outer = around(lines, row, head.column, found.filter((one) => one.item));
  return outer && outer.row === undefined ? { path: [...outer.path, head.key], row, column } : outer;
}

// The other keys of the mapping in which a key at this column stands.
function beside(lines, count, row, column) {
  const keys = new Set();
  const another = ([first]) => Boolean(first?.item) && first.column < column;  // a dash begins another item
  const look = (at, upwards) => {
    const text = lines(at);
    if (QUIET.test(text)) return true;
    const { found, key } = heads(text);
    if (key?.column === column && (upwards || !another(found))) keys.add(key.key);
    return (found[0]?.column ?? /^ */.exec(text)[0].length) >= column;
  };
  const begins = another(heads(lines(row)).found);
  for (let at = row - 1; at >= 0 && !begins && look(at, true); at -= 1);
  for (let at = row + 1; at < count && look(at, false); at += 1);
  return keys;
}

function skip(text, at) {
  const end = text[at] === '"' ? /(?:[^"\\]|\\.)*"/y : /(?:[^']|'')*'/y;
  end.lastIndex = at + 1;
  return end.test(text) ? end.lastIndex - 1 : text.length;
}

const copied = (stack) => stack.map((one) => ({ ...one, keys: one.keys }));

// The brackets that are open at `end`, the keys beside in the innermost also from behind it. Empty after the last.
function brackets(text, end) {
  const stack = [];
  let here = null;
  for (let at = 0; at < text.length; at += 1) {
    if (at >= end) here ??= copied(stack);
    const one = text[at];
    const top = stack.at(-1);
    if (one === '"' || one === "'") at = /[\s{[,:]/.test(text[at - 1]) ? skip(text, at) : at;
    else if (one === '#' && /\s/.test(text[at - 1])) at = (text.indexOf('\n', at) + 1 || text.length) - 1;
    else if (one === '{' || one === '[') stack.push({ map: one === '{', key: null, keys: new Set(), from: at + 1 });
    else if (one === ',') Object.assign(top, { key: null, from: at + 1 });
    else if (one === '}' || one === ']') {
      const closed = stack.pop();
      if (!stack.length || closed.keys === here?.at(-1)?.keys) break;
      stack.at(-1).from = at + 1;
    } else if (one === ':' && top.map && top.key === null && /^(?:[\s,}\]]|$)/.test(text.slice(at + 1, at + 2))) {
      top.key = bare(text.slice(top.from, at).split('\n').at(-1));
      top.keys.add(top.key);
      top.from = at + 1;
    }
  }
  return here ?? stack;
}

function inBrackets(lines, count, start, row, column, path) {
  const rows = [];
  for (let at = start.row; at < Math.min(count, row + 20); at += 1) rows.push(lines(at));
  const text = rows.join('\n').slice(start.column);
  const end = rows.slice(0, row - start.row).reduce((sum, one) => sum + one.length + 1, column) - start.column;
  const stack = brackets(text, end);
  if (!stack.length) return null;
  const top = stack.at(-1);
  const typed = text.slice(top.from, end).replace(/(^|\s)#.*\n/g, '\n');
  const prefix = typed.split('\n').at(-1).trimStart();
  if (typed.trim() !== prefix.trim()) return null;
  const inner = [...path, ...stack.slice(0, -1).map((one) => (one.map ? one.key : ITEM))];
  const place = { from: column - prefix.length, prefix, flow: true };
  if (!top.map) return { ...place, kind: 'value', path: [...inner, ITEM], beside: new Set() };
  if (top.key === null) return { ...place, kind: 'key', path: inner, beside: top.keys };
  return { ...place, kind: 'value', path: [...inner, top.key], beside: new Set() };
}

/**
 * What stands at a column of a row, both counted from 0: `path` of keys and items, `kind` key, value, or item (a key or a
 * value after a dash), `from` the column where it begins, `prefix` what is there of it, and the keys `beside` it.
 * Null in comments and texts. `lines` gives a line by its row, `count` is their number.
 */
export function where(lines, count, row, column) {
  const text = lines(row);
  const before = text.slice(0, column);
  if (/(^|\s)#/.test(before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, ''))) return null;
  const blank = !text.trim();
  const { found, column: begins, key } = heads(text);
  if (!blank && column < begins) return null;
  const at = blank ? column : begins;
  const outer = around(lines, row, at, found.filter((head) => head.item));
  if (!outer) return null;
  if (outer.row !== undefined) return inBrackets(lines, count, outer, row, column, outer.path);
  const start = key && column > key.ends ? key.after : at;
  const opened = /^\s*[{[]/.exec(text.slice(start));
  const path = start === at ? outer.path : [...outer.path, key.key];
  if (opened && column > start + opened[0].length - 1)
    return inBrackets(lines, count, { row, column: start + opened[0].length - 1 }, row, column, path);
  if (start !== at) {
    const prefix = before.slice(start).trimStart();
    return /^\s/.test(text.slice(start)) && column > start && !/^[|>"']/.test(prefix)
      ? { kind: 'value', path, from: column - prefix.length, prefix, beside: new Set(), flow: false }
      : null;
  }
  const kind = key || !found.length ? 'key' : 'item';
  return { kind, path, from: at, prefix: before.slice(at), beside: beside(lines, count, row, at), flow: false };
}
