// The bars above and below the text: a new name for an id, a text that was not saved, and the tools.
import { diagnosticCount, openLintPanel } from '@codemirror/lint';
import { openSearchPanel } from '@codemirror/search';
import { Prec, StateEffect, StateField } from '@codemirror/state';
import { keymap, showPanel } from '@codemirror/view';

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const button = (text, onclick, more) => element('button', { type: 'button', textContent: text, onclick, ...more });

// A bar that an effect opens with what it is about, and closes with null.
function opened(effect, make) {
  return StateField.define({
    create: () => null,
    update: (value, transaction) => transaction.effects.findLast((one) => one.is(effect))?.value ?? (
      transaction.effects.some((one) => one.is(effect)) ? null : value),
    provide: (self) => showPanel.from(self, (about) => about && ((view) => ({ top: true, dom: make(view, about) }))),
  });
}

const renaming = StateEffect.define();

function idAt(state) {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  for (const match of line.text.matchAll(/[\w-]+/g)) {
    const from = line.from + match.index;
    if (from <= head && head <= from + match[0].length) return { id: match[0], at: from };
  }
  return null;
}

function renameBar(desk) {
  return (view, { id, at }) => {
    const close = () => {
      view.dispatch({ effects: renaming.of(null) });
      view.focus();
    };
    const input = element('input', { value: id, spellcheck: false, autocomplete: 'off' });
    const label = element('label', {}, `New name for ${id}`, input);
    const submit = (event) => {
      event.preventDefault();
      const to = input.value.trim();
      close();
      if (to && to !== id) desk.ask({ do: 'rename', at: desk.character(at), to });
    };
    const form = element('form', { className: 'cm-bar cm-rename', onsubmit: submit }, label,
      element('button', { type: 'submit', textContent: 'Rename everywhere' }), button('Cancel', close));
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
    });
    return form;
  };
}

/** Ask for a new name of the id at the cursor. */
export function rename(desk) {
  const about = desk.still() ? null : idAt(desk.view.state);
  if (!about) desk.say(desk.still() ? 'This text can only be read.' : 'Put the cursor on an id to rename it.');
  desk.view.dispatch({ effects: renaming.of(about) });
  desk.view.dom.querySelector('.cm-rename input')?.select();
  return true;
}

const offering = StateEffect.define();

function offerBar(desk) {
  return (view, { copy, then }) => {
    const answer = (back) => () => {
      view.dispatch({ effects: offering.of(null) });
      then(back);
      view.focus();
    };
    const when = new Date(copy.at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
    const text = element('p', { textContent: `Text typed here before (${when}) was not saved.` });
    text.setAttribute('role', 'alert');
    return element('div', { className: 'cm-bar cm-offer' }, text,
      button('Put it back', answer(true)), button('Throw it away', answer(false)));
  };
}

/** Offer a text that was typed and not saved; `then` is told whether it is wanted. */
export function offer(view, copy, then) {
  view.dispatch({ effects: offering.of(copy && { copy, then }) });
}

function tools(desk) {
  return (view) => {
    const status = element('span');
    status.setAttribute('role', 'status');
    const places = element('span', { className: 'cm-where' });
    const problems = button('', () => openLintPanel(view), { title: 'Ctrl+Shift+M' });
    const renames = button('Rename', () => rename(desk), { title: 'F2' });
    const hint = element('span', { className: 'cm-hint', id: desk.hint, textContent: 'Escape, then Tab leaves the editor' });
    const dom = element('div', { className: 'cm-bar cm-tools' },
      button('Find', () => openSearchPanel(view), { title: 'Ctrl+F' }), renames, problems, status, hint, places);
    const update = () => {
      const { state } = view;
      const { head } = state.selection.main;
      const line = state.doc.lineAt(head);
      const count = diagnosticCount(state);
      places.textContent = `Line ${line.number}, column ${head - line.from + 1}`;
      problems.textContent = count === 1 ? '1 problem' : `${count || 'No'} problems`;
      renames.disabled = desk.still();
    };
    desk.status = status;
    update();
    return { dom, top: false, update };
  };
}

/** All bars of a desk, and the keys that open them. */
export const bars = (desk) => [
  opened(renaming, renameBar(desk)),
  opened(offering, offerBar(desk)),
  Prec.lowest(showPanel.of(tools(desk))),  // below the list of problems
  keymap.of([{ key: 'F2', run: () => rename(desk) }]),
];
