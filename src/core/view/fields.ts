// The one-line fields, edited by Ink: which of them has the keys, what it holds, and a view with another text in it.
import { withConfigText } from './config-rows.js';
import type { Dialog } from './dialog.js';
import type { Place } from './place.js';
import type { FieldName, ViewState } from './view-state.js';

/** The one-line field that has the keys, or null. */
export function focusedField(view: ViewState): FieldName | null {
  if (view.dialog !== null) return fieldOfDialog(view.dialog);
  return view.isFiltering ? 'filter' : fieldOfPlace(view.place);
}

/** One-line fields of dialogs that have some; they are named as the parts of the dialog that hold them. */
const FIELDS = {
  task: ['base', 'verify'],
  planTask: ['title', 'after', 'done', 'artifact', 'verify'],
  goal: ['verify', 'budget'],
  letter: ['to'],
} as const;

function fieldOfDialog(dialog: Dialog): FieldName | null {
  if (dialog.kind === 'palette' || dialog.kind === 'prompt' || dialog.kind === 'issues') return dialog.kind;
  if (!hasFields(dialog)) return null;
  return FIELDS[dialog.kind].find((name) => name === dialog.focus) ?? null;
}

function hasFields(dialog: Dialog): dialog is Extract<Dialog, { readonly kind: keyof typeof FIELDS }> {
  return Object.hasOwn(FIELDS, dialog.kind);
}

function fieldOfPlace(place: Place): FieldName | null {
  if (place.kind === 'timeline' && place.isFiltering) return 'timelineFilter';
  if (place.kind === 'diff' && place.isSearching) return 'diffSearch';
  if (place.kind === 'messages' && place.isFiltering) return 'messageFilter';
  if (place.kind !== 'config') return null;
  return place.isFiltering ? 'configFilter' : place.edit !== null ? 'configValue' : null;
}

/** What the focused one-line field holds; empty without one. */
export function fieldText(view: ViewState): string {
  const { dialog, place } = view;
  const field = focusedField(view);
  switch (field) {
    case 'palette':
      return dialog?.kind === 'palette' ? dialog.query : '';
    case 'filter':
      return view.filter;
    case 'timelineFilter':
    case 'configFilter':
    case 'messageFilter':
      return 'filter' in place ? place.filter : '';
    case 'diffSearch':
      return place.kind === 'diff' ? place.search : '';
    case 'configValue':
      return place.kind === 'config' ? (place.edit?.text ?? '') : '';
    case null:
      return '';
    default:
      return dialog !== null && field in dialog ? String(dialog[field as keyof Dialog]) : '';
  }
}

export function withField(view: ViewState, field: FieldName, value: string): ViewState {
  const { dialog, place } = view;
  switch (field) {
    case 'filter':
      return { ...view, filter: value };
    case 'timelineFilter':
      return place.kind === 'timeline' ? { ...view, place: { ...place, filter: value, fromEnd: 0 } } : view;
    case 'diffSearch':
      return place.kind === 'diff' ? { ...view, place: { ...place, search: value } } : view;
    case 'configFilter':
      return place.kind === 'config' ? { ...view, place: { ...place, filter: value, chosen: null } } : view;
    case 'messageFilter':
      return place.kind === 'messages' ? { ...view, place: { ...place, filter: value, chosen: null } } : view;
    case 'to':
      return dialog?.kind === 'letter' ? { ...view, dialog: { ...dialog, to: value, offered: 0, problem: null } } : view;
    case 'configValue':
      return place.kind === 'config' ? { ...view, place: withConfigText(place, value) } : view;
    case 'prompt':
      return dialog?.kind === 'prompt' ? { ...view, dialog: { ...dialog, prompt: value } } : view;
    case 'issues':
      return dialog?.kind === 'issues' ? { ...view, dialog: { ...dialog, issues: value, chosen: 0 } } : view;
    case 'palette':
      return dialog?.kind === 'palette' ? { ...view, dialog: { ...dialog, query: value, chosen: 0 } } : view;
    default:
      // A change that comes after its dialog was left belongs to nothing any more.
      return dialog !== null && hasFields(dialog) && field in dialog
        ? { ...view, dialog: { ...dialog, [field]: value, problem: null } }
        : view;
  }
}
