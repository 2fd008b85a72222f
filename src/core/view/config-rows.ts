// The configuration as rows, section by section; the value being typed, checked as it is typed. Pure.
import type { ConfigEntry } from '../model/config-entry.js';
import { fitsSchema } from '../model/config-fits.js';
import { valueOfText } from '../model/config-key.js';
import type { ConfigPlace } from './place.js';

export type ConfigRow =
  | { readonly kind: 'section'; readonly name: string }
  | { readonly kind: 'key'; readonly entry: ConfigEntry; readonly isChosen: boolean };

/** Keys that the filter lets through: each of its words stands in the name, the value or the meaning. */
export function shownEntries({ entries, filter }: Pick<ConfigPlace, 'entries' | 'filter'>): readonly ConfigEntry[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  return (entries ?? []).filter((entry) => {
    const text = `${entry.name} ${valueText(entry)} ${entry.about} ${entry.origin ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The chosen key; the first where none of that name is shown. */
export function chosenEntry(place: ConfigPlace): ConfigEntry | null {
  const shown = shownEntries(place);
  return shown.find(({ name }) => name === place.chosen) ?? shown[0] ?? null;
}

export function configRows(place: ConfigPlace): readonly ConfigRow[] {
  const chosen = chosenEntry(place);
  let section = '';
  return shownEntries(place).flatMap((entry): readonly ConfigRow[] => {
    const own = entry.name.split('.')[0] ?? '';
    // A key that is a section of its own is its own heading.
    const isNew = own !== section && entry.name !== own;
    section = own;
    const row = { kind: 'key', entry, isChosen: entry === chosen } as const;
    return isNew ? [{ kind: 'section', name: own }, row] : [row];
  });
}

/** As it is read and typed: texts without quotes, the rest as JSON. */
export function valueText({ value, isSecret }: Pick<ConfigEntry, 'value' | 'isSecret'>): string {
  if (isSecret) return '(set, not shown)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What an edit begins with. A secret is written anew, never shown. */
export function editOf(entry: ConfigEntry): NonNullable<ConfigPlace['edit']> {
  return { name: entry.name, text: entry.isSecret || entry.value === null ? '' : editText(entry.value), problem: null };
}

// A list of texts is typed as words; one with blanks in them as JSON.
function editText(value: unknown): string {
  if (typeof value === 'string') return value;
  const isWords =
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && /^[\w.:/@=-]+$/u.test(each));
  return isWords ? value.join(' ') : JSON.stringify(value);
}

export function withConfigText(place: ConfigPlace, text: string): ConfigPlace {
  if (place.edit === null) return place;
  return { ...place, edit: { ...place.edit, text, problem: place.edit.name === null ? null : problemOf(place, place.edit.name, text) } };
}

/** Null while the text may stand at the key. */
function problemOf({ entries }: ConfigPlace, name: string, text: string): string | null {
  const entry = entries?.find((each) => each.name === name);
  if (entry === undefined) return null;
  const value = valueOfText(entry.schema, text, (line) => line.split(/\s+/u).filter(Boolean));
  return fitsSchema(entry.schema, value) ? null : `Allowed: ${entry.allowed}.`;
}

/** Sections whose names are free: keys are added to them. */
export const NEW_KEY_EXAMPLES = [
  'harnesses.mine.command mycli {prompt}',
  'keys.goal.new G',
  'mcp.docs.url https://docs.example/mcp',
] as const;

/** A new key as it is typed: its name, a blank, its value. Null while one of them is missing. */
export function newKeyOf(text: string): { readonly key: string; readonly text: string } | null {
  const [, key, value] = /^\s*(\S+)\s+(\S.*)$/su.exec(text) ?? [];
  return key === undefined || value === undefined ? null : { key, text: value.trimEnd() };
}

/** Rows below the keys, with the line above them: what the chosen one means. */
export const CONFIG_ABOUT_ROWS = 5;

/** First row shown: the chosen key stays in the middle. */
export function configTop(rows: readonly ConfigRow[], height: number): number {
  const at = rows.findIndex((row) => row.kind === 'key' && row.isChosen);
  return Math.max(0, Math.min(at - Math.floor(height / 2), rows.length - height));
}
