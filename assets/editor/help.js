// Completion and hover, both from the JSON Schema of the document.
import { acceptCompletion, autocompletion, startCompletion } from '@codemirror/autocomplete';
import { Prec } from '@codemirror/state';
import { hoverTooltip, keymap } from '@codemirror/view';
import { keys, values } from './schema.js';
import { where } from './where.js';

const LONG = 64;  // characters of a meaning that stand beside a name

function place(state, position) {
  const line = state.doc.lineAt(position);
  const found = where((row) => state.doc.line(row + 1).text, state.doc.lines, line.number - 1, position - line.from);
  return found && { ...found, from: line.from + found.from };
}

const brief = (text) => (text.length > LONG ? `${text.slice(0, LONG - 1).trimEnd()}…` : text);

function option(name, about, rest) {
  return { label: name, detail: brief(about), ...(about.length > LONG && { info: about }), ...rest };
}

function insert(text, goOn) {
  return (view, _option, from, to) => {
    view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: 'input.complete' });
    if (goOn) startCompletion(view);
  };
}

function asKey(one, here, state) {
  const indent = ' '.repeat(here.from - state.doc.lineAt(here.from).from);
  const text = one.mapping && !here.flow ? `${one.name}:\n${indent}  ` : `${one.name}: `;
  return option(one.name, one.about, { type: 'property', boost: one.needed ? 1 : 0, apply: insert(text, true) });
}

function asValue(one) {
  const quoted = /^[\w][\w.+/-]*$/.test(one.name) ? one.name : JSON.stringify(one.name);
  return option(one.name, one.about, { type: 'enum', apply: one.listed ? `[${quoted}]` : quoted });
}

// Whoever has typed a whole name wants no list over the next key stroke.
function finished(options, prefix) {
  const like = options.filter((one) => one.label.startsWith(prefix));
  return like.length === 1 && like[0].label === prefix;
}

function complete(schema) {
  return (context) => {
    const here = place(context.state, context.pos);
    const rules = schema();
    if (!here || !rules || (!here.prefix && !context.explicit)) return null;
    const follows = /^["']?\s*:/.test(context.state.sliceDoc(context.pos, context.pos + 40));
    const fitting = here.kind === 'value' ? [] : keys(rules, here.path).filter((one) => !here.beside.has(one.name));
    const options = [
      ...fitting.map((one) => (follows ? option(one.name, one.about, { type: 'property' }) : asKey(one, here, context.state))),
      ...(here.kind === 'key' ? [] : values(rules, here.path).map(asValue)),
    ];
    if (!options.length || (!context.explicit && finished(options, here.prefix))) return null;
    return { from: here.from, options };
  };
}

function meaning(rules, here) {
  const fitting = [...(here.kind === 'value' ? [] : keys(rules, here.path)), ...(here.kind === 'key' ? [] : values(rules, here.path))];
  return fitting.find((one) => one.name === here.prefix)?.about;
}

function hover(schema) {
  return hoverTooltip((view, position) => {
    const line = view.state.doc.lineAt(position);
    const rest = /^[\w.-]*/.exec(line.text.slice(position - line.from))[0];
    const here = place(view.state, position + rest.length);
    const about = here && schema() && meaning(schema(), here);
    if (!about) return null;
    return {
      pos: here.from,
      end: position + rest.length,
      create() {
        const dom = document.createElement('div');
        dom.className = 'cm-said';
        dom.textContent = about;
        return { dom };
      },
    };
  });
}

/** Completion and hover; `schema` gives the newest one. */
export const help = (schema) => [
  autocompletion({ override: [complete(schema)], icons: false, maxRenderedOptions: 60 }),
  Prec.high(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
  hover(schema),
];
