// What CodeMirror is made of here.
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentService, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  crosshairCursor, drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, keymap, lineNumbers, rectangularSelection,
} from '@codemirror/view';
import { look } from './look.js';
import { tints } from './marks.js';

// Tab indents by two spaces; Escape gives it back to the browser until another key is pressed, so nobody is kept in.
const leaving = EditorView.domEventHandlers({
  keydown(event, view) {
    if (event.key === 'Escape') view.setTabFocusMode(true);
    else if (!['Tab', 'Shift'].includes(event.key)) view.setTabFocusMode(false);
  },
  focus(event, view) { view.setTabFocusMode(false); },
});

// Behind a key without a value, or with a text that begins below, the next line is one step further in.
const deeper = indentService.of((context, position) => {
  const { text } = context.lineAt(position, -1);
  if (/^\s*#/.test(text) || !/(?::|:\s+[|>][+-]?)\s*(?:\s#.*)?$/.test(text)) return undefined;
  return /^ *(?:- +)*/.exec(text)[0].length + 2;
});

// Words of CodeMirror, as the rest of the page writes them.
const words = EditorState.phrases.of({
  next: 'Next', previous: 'Previous', all: 'All', 'match case': 'Match case', regexp: 'Pattern', 'by word': 'Whole words',
  replace: 'Replace', 'replace all': 'Replace all', close: 'Close', Diagnostics: 'Problems', 'No diagnostics': 'No problems',
});

function indent(view) {
  if (view.state.selection.ranges.some((range) => !range.empty)) return indentMore(view);
  view.dispatch(view.state.replaceSelection('  '), { scrollIntoView: true, userEvent: 'input' });
  return true;
}

const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;

export const setup = [
  lineNumbers(), lintGutter(), foldGutter({ openText: '⌄', closedText: '›' }), tints, highlightActiveLine(),
  highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection({ cursorBlinkRate: calm ? 0 : 1200 }),
  dropCursor(), EditorState.allowMultipleSelections.of(true), rectangularSelection(), crosshairCursor(),
  indentUnit.of('  '), EditorState.tabSize.of(2), deeper, words, indentOnInput(), bracketMatching(), closeBrackets(),
  search({ top: true }), highlightSelectionMatches(), yaml(), look, leaving,
  keymap.of([
    ...closeBracketsKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap,
    ...defaultKeymap, { key: 'Tab', run: indent, shift: indentLess },
  ]),
];
