// How it looks: the tokens of the style sheet, so that both themes follow by themselves.
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Decoration, EditorView, MatchDecorator, ViewPlugin } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const style = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string), tags.content, tags.literal], color: 'var(--for)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--ink-2)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.labelName, tags.keyword, tags.meta, tags.attributeValue], color: 'var(--open)' },
]);

const squiggle = (token) => ({
  backgroundImage: 'none', textDecoration: `underline wavy var(${token})`, textUnderlineOffset: '4px', paddingBottom: 0,
});

const button = {
  font: 'inherit', fontSize: '0.875rem', color: 'var(--ink)', background: 'var(--card)', backgroundImage: 'none',
  border: '1px solid var(--line)', borderRadius: '6px', padding: '0.25rem 0.75rem', margin: 0, cursor: 'pointer',
};

const input = {
  font: 'inherit', color: 'var(--ink)', background: 'var(--card)', border: '1px solid var(--ink-2)', borderRadius: '6px',
  padding: '0.25rem 0.5rem', margin: 0,
};

const ring = { outline: '2px solid var(--accent)', outlineOffset: '2px' };

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--card)', fontSize: '14px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'PlexMono, monospace', lineHeight: 1.6, overflow: 'auto' },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1rem 0 0.5rem' },
  '.cm-gutters': { backgroundColor: 'var(--card)', color: 'var(--ink-2)', border: 'none' },
    '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.75rem', padding: '0 0.25rem 0 0' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer', width: '1rem', textAlign: 'center' },
  '.cm-foldPlaceholder': { background: 'var(--accent-soft)', color: 'var(--accent)', border: 'none', padding: '0 0.375rem' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 22%, transparent)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--line-2) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-wrong, .cm-wrong.cm-activeLine': { backgroundColor: 'var(--out-soft)' },
  '.cm-noted, .cm-noted.cm-activeLine': { backgroundColor: 'var(--against-soft)' },
  '.cm-lintRange-error': squiggle('--out'),
  '.cm-lintRange-warning': squiggle('--against'),
  '.cm-lintRange-active': { backgroundColor: 'transparent', outline: '1px solid var(--ink-2)' },
  '.cm-gutter-lint': { width: '1rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: 0 },
  '.cm-lint-marker': { content: 'none', width: '1rem', height: '1.4rem', textAlign: 'center', fontWeight: 600 },
  '.cm-lint-marker-error::before': { content: '"×"', color: 'var(--out)' },
  '.cm-lint-marker-warning::before': { content: '"!"', color: 'var(--against)' },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--out)' },
  '.cm-tab': { background: 'linear-gradient(var(--against), var(--against)) center / calc(100% - 4px) 1px no-repeat' },
  '.cm-specialChar': { color: 'var(--out)' },
  '&.cm-focused .cm-matchingBracket, .cm-matchingBracket': { background: 'var(--accent-soft)', outline: '1px solid var(--accent)' },
  '&.cm-focused .cm-nonmatchingBracket': { background: 'var(--out-soft)' },
  '.cm-searchMatch': { backgroundColor: 'var(--against-soft)', outline: '1px solid var(--against)' },
  '.cm-searchMatch-selected, .cm-selectionMatch': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent)' },
  '.cm-tooltip': {
    background: 'var(--card)', color: 'var(--ink)', border: '1px solid var(--line)', borderRadius: '6px',
    boxShadow: '0 4px 16px rgb(0 0 0 / 0.12)', fontFamily: 'Plex, sans-serif', fontSize: '0.875rem', zIndex: 20,
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'PlexMono, monospace', maxHeight: '16rem' },
  '.cm-tooltip-autocomplete ul li': { padding: '0.1875rem 0.625rem', lineHeight: 1.5 },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--accent-soft)', color: 'var(--ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: 600 },
  '.cm-completionDetail': { fontFamily: 'Plex, sans-serif', fontStyle: 'normal', color: 'var(--ink-2)', marginLeft: '0.75rem' },
  '.cm-completionInfo': { maxWidth: '22rem', padding: '0.5rem 0.75rem', lineHeight: 1.45, whiteSpace: 'pre-line' },
  '.cm-said': { maxWidth: '28rem', padding: '0.5rem 0.75rem', lineHeight: 1.45, whiteSpace: 'pre-line' },
  '.cm-diagnostic': { padding: '0.5rem 0.75rem', maxWidth: '32rem', borderLeft: '3px solid var(--line)', whiteSpace: 'normal' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--out)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--against)' },
  '.cm-remedy': { color: 'var(--ink-2)' },
  '.cm-panels': { backgroundColor: 'var(--card)', color: 'var(--ink)', fontFamily: 'Plex, sans-serif', zIndex: 5 },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-panel-lint ul': { maxHeight: '9rem', fontSize: '0.875rem' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': { backgroundColor: 'var(--accent-soft)' },
  '.cm-panel.cm-panel-lint ul:focus [aria-selected]': {
    backgroundColor: 'var(--accent-soft)', color: 'var(--ink)',
  },
  '.cm-panel.cm-panel-lint ul:focus': { ...ring, outlineOffset: '-2px' },
  '.cm-panel.cm-panel-lint .cm-diagnostic': { maxWidth: 'none', cursor: 'pointer' },
  '.cm-panel.cm-panel-lint button[name=close], .cm-panel.cm-search [name=close]': {
    color: 'var(--ink)', fontSize: '1.25rem', width: '1.75rem', cursor: 'pointer',
  },
  '.cm-panel.cm-search': {
    display: 'flex', flexWrap: 'wrap', gap: '0.375rem', alignItems: 'center', padding: '0.5rem 2.25rem 0.5rem 0.75rem',
  },
  '.cm-panel.cm-search br': { flexBasis: '100%', content: '""' },
  '.cm-panel.cm-search label': { fontSize: '0.875rem', display: 'inline-flex', alignItems: 'center', gap: '0.25rem', margin: 0 },
  '.cm-panel.cm-search input[type=checkbox]': { accentColor: 'var(--accent)', margin: 0 },
  '.cm-textfield': { ...input, fontSize: '0.875rem' },
  '.cm-button': button,
  '.cm-button:active': { backgroundImage: 'none', background: 'var(--accent-soft)' },
  '.cm-bar': {
    display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '0.375rem 0.75rem', padding: '0.5rem 0.75rem', fontSize: '0.875rem',
  },
  '.cm-bar p': { margin: 0, flex: '1 1 14rem', fontSize: 'inherit' },
  '.cm-bar label': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '0.375rem 0.75rem' },
  '.cm-bar input': { ...input, fontFamily: 'PlexMono, monospace', minWidth: '12rem' },
  '.cm-bar button': button,
  '.cm-bar button:hover': { borderColor: 'var(--accent)', color: 'var(--accent)' },
  '.cm-bar.cm-offer': { background: 'var(--against-soft)' },
  '.cm-bar.cm-tools': { padding: '0.25rem 0.75rem', color: 'var(--ink-2)', gap: '0.25rem 0.5rem' },
  '.cm-tools button': { ...button, border: 'none', color: 'var(--ink-2)', padding: '0.25rem 0.5rem' },
  '.cm-tools .cm-hint': { display: 'none' },
  '&.cm-focused .cm-tools .cm-hint': { display: 'inline' },
  '.cm-tools .cm-where': { marginLeft: 'auto', fontVariantNumeric: 'tabular-nums' },
  '.cm-tools [role=status]': { color: 'var(--against)', flex: '0 1 auto' },
  '.cm-tools [role=status]:empty': { display: 'block' },
  '@media (max-width: 760px)': {
    '.cm-tools .cm-hint, .cm-tools .cm-where': { display: 'none !important' },
    '.cm-lineNumbers .cm-gutterElement': { minWidth: '2rem' },
    '.cm-gutter-lint, .cm-foldGutter .cm-gutterElement': { width: '0.75rem' },
  },
  'button:focus-visible, input:focus-visible': ring,
});

const shown = (decorator) => ViewPlugin.define((view) => ({
  decorations: decorator.createDeco(view),
  update(update) { this.decorations = decorator.updateDeco(update, this.decorations); },
}), { decorations: (plugin) => plugin.decorations });

const tabs = shown(new MatchDecorator({ regexp: /\t/g, decoration: Decoration.mark({ class: 'cm-tab' }) }));

const hung = new Map();

function hanging(width) {
  if (!hung.has(width))
    hung.set(width, Decoration.line({ attributes: { style: `padding-left:calc(0.5rem + ${width}ch);text-indent:-${width}ch` } }));
  return hung.get(width);
}

// A long line goes on under its own beginning, so that the indentation still shows the structure.
const wrapped = ViewPlugin.fromClass(class {
  constructor(view) { this.decorations = this.find(view); }
  update(update) {
    if (update.docChanged || update.viewportChanged) this.decorations = this.find(update.view);
  }
  find({ state, visibleRanges }) {
    const found = [];
    for (const { from, to } of visibleRanges)
      for (let at = from; at <= to;) {
        const line = state.doc.lineAt(at);
        const width = /^ *(?:- )?/.exec(line.text)[0].length;
        if (width) found.push(hanging(Math.min(width, 24)).range(line.from));
        at = line.to + 1;
      }
    return Decoration.set(found, true);
  }
}, { decorations: (plugin) => plugin.decorations });

/** Colours, wrapping, and tabs that can be seen. */
export const look = [theme, syntaxHighlighting(style), EditorView.lineWrapping, wrapped, tabs];
