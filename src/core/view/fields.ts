// The one-line fields, edited by Ink: which of them has the keys, what it holds, and a view with another text in it.
import { withConfigText } from './config-rows.js';
import type { Dialog } from './dialog.js';
import type { FieldName, Place, ViewState } from './view-state.js';

/** The one-line field that has the keys, or null. */
export function focusedField(view: ViewState): FieldName | null {
  if (view.dialog !== null) return fieldOfDialog(view.dialog);
  return view.isFiltering ? 'filter' : fieldOfPlace(view.place);
}

function fieldOfDialog(dialog: Dialog): FieldName | null {
  if (dialog.kind === 'palette') return 'palette';
  return dialog.kind === 'task' && (dialog.focus === 'base' || dialog.focus === 'verify') ? dialog.focus : null;
}

function fieldOfPlace(place: Place): FieldName | null {
  if (place.kind === 'timeline' && place.isFiltering) return 'timelineFilter';
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
    case 'base':
    case 'verify':
      return dialog?.kind === 'task' ? dialog[field] : '';
    case 'filter':
      return view.filter;
    case 'timelineFilter':
    case 'configFilter':
      return 'filter' in place ? place.filter : '';
    case 'configValue':
      return place.kind === 'config' ? (place.edit?.text ?? '') : '';
    case null:
      return '';
  }
}

export function withField(view: ViewState, field: FieldName, value: string): ViewState {
  const { dialog, place } = view;
  switch (field) {
    case 'filter':
      return { ...view, filter: value };
    case 'timelineFilter':
      return place.kind === 'timeline' ? { ...view, place: { ...place, filter: value, fromEnd: 0 } } : view;
    case 'configFilter':
      return place.kind === 'config' ? { ...view, place: { ...place, filter: value, chosen: null } } : view;
    case 'configValue':
      return place.kind === 'config' ? { ...view, place: withConfigText(place, value) } : view;
    case 'palette':
      return dialog?.kind === 'palette' ? { ...view, dialog: { ...dialog, query: value, chosen: 0 } } : view;
    case 'base':
    case 'verify':
      return dialog?.kind === 'task' ? { ...view, dialog: { ...dialog, [field]: value, problem: null } } : view;
  }
}
