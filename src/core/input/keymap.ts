// The one keymap: default keys with the configuration's changes, and what a pressed key means in a mode. Knows no view.
import { ACTIONS, type Action, type ViewMode } from '../model/action.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { KeyToken } from '../model/token.js';
import { DEFAULT_KEYS, DEFAULT_LEADER, type DefaultKeys } from './default-keys.js';
import { keyOfToken, parseKey } from './key-notation.js';

export interface Keymap {
  /** The key that leaves an attached agent, as `keyOfToken` writes it. */
  readonly leader: string;
  readonly bindings: readonly DefaultKeys[];
  readonly byMode: Readonly<Record<ViewMode, ReadonlyMap<string, Action>>>;
}

export interface KeymapOrder {
  /** Action to its keys: one, several with blanks between them, or `none`. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly leader?: string;
}

/** The first wrong entry of the configuration is the error; nothing is bound silently otherwise than asked. */
export function createKeymap({ keys = {}, leader = DEFAULT_LEADER }: KeymapOrder = {}): Result<Keymap> {
  const parsedLeader = parseLeader(leader);
  if (!parsedLeader.ok) return parsedLeader;
  const changed = new Map<Action, readonly string[]>();
  for (const [name, text] of Object.entries(keys)) {
    const action = ACTIONS.find((known) => known === name);
    if (action === undefined) return fail(unknownAction(name));
    const parsed = parseKeys(action, text);
    if (!parsed.ok) return parsed;
    changed.set(action, parsed.value);
  }
  const bindings = DEFAULT_KEYS.map((binding) => ({ ...binding, keys: changed.get(binding.action) ?? binding.keys }));
  return bind(bindings, parsedLeader.value);
}

/** What a key does in a mode; null when it is not bound there. `number` with `selection.number`. */
export function actionOf(keymap: Keymap, mode: ViewMode, token: KeyToken): { readonly action: Action; readonly number?: number } | null {
  const action = keymap.byMode[mode].get(keyOfToken(token));
  if (action === undefined) return null;
  return action === 'selection.number' ? { action, number: Number(token.name) } : { action };
}

/** The keys of an action in the order they are shown, without doubles; empty when it has none. */
export function keysOf(keymap: Keymap, action: Action): readonly string[] {
  return [...new Set(keymap.bindings.filter((binding) => binding.action === action).flatMap((binding) => binding.keys))];
}

/** The key table of README and documentation, as markdown. Words and key names are those of the help. */
export function keyTable(
  keymap: Keymap,
  { words, keyText }: { readonly words: (action: Action) => string; readonly keyText: (key: string) => string },
): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const code = (key: string) => (key.includes('`') ? `\`\` ${keyText(key)} \`\`` : `\`${cell(keyText(key))}\``);
  const actions = [...new Set(keymap.bindings.map((binding) => binding.action))];
  const rows = actions.map((action) => {
    const keys = action === 'selection.number' ? '`1`-`9`' : keysOf(keymap, action).map(code).join(' ');
    return `| ${keys} | ${cell(words(action))} |`;
  });
  const leader = `| ${code(keymap.leader)} | Leave the agent (again at once: back, and the key is sent through) |`;
  return ['| key | does |', '| --- | --- |', ...rows.slice(0, 2), leader, ...rows.slice(2)].join('\n');
}

function bind(bindings: readonly DefaultKeys[], leader: string): Result<Keymap> {
  const byMode: Record<ViewMode, Map<string, Action>> = {
    list: new Map(),
    attached: new Map(),
    scroll: new Map(),
    form: new Map(),
    confirm: new Map(),
    diff: new Map(),
    timeline: new Map(),
    config: new Map(),
    tasks: new Map(),
    compare: new Map(),
    messages: new Map(),
    help: new Map(),
  };
  for (const { action, modes, keys } of bindings) {
    for (const key of keys) {
      if (key === leader) return fail(conflict({ key, one: action, other: 'screen.leader' }));
      for (const mode of modes) {
        const other = byMode[mode].get(key);
        if (other !== undefined && other !== action) return fail(conflict({ key, one: action, other }));
        byMode[mode].set(key, action);
      }
    }
  }
  return ok({ leader, bindings, byMode });
}

function parseKeys(action: Action, text: string): Result<readonly string[]> {
  const tried = `read keys.${action} of the configuration`;
  if (action === 'selection.number') return fail(wrong(tried, 'its keys are 1 to 9', 'Remove it.'));
  if (text.trim() === 'none') return ok([]);
  const keys: string[] = [];
  for (const word of text.trim().split(/\s+/u)) {
    const parsed = parseKey(word);
    if (!parsed.ok) return fail(wrong(tried, `${quoted(word)}: ${parsed.why}`, KEY_HELP));
    if (!keys.includes(parsed.key)) keys.push(parsed.key);
  }
  return ok(keys);
}

function parseLeader(text: string): Result<string> {
  const tried = 'read screen.leader of the configuration';
  const parsed = parseKey(text.trim());
  if (!parsed.ok) return fail(wrong(tried, `${quoted(text)}: ${parsed.why}`, 'Write one key such as ctrl-q, alt-x or f12.'));
  // A leader that is typed in ordinary text could never be typed to an agent.
  if (!/^(?:ctrl-|alt-|(?:shift-)?f\d)/.test(parsed.key)) {
    return fail(wrong(tried, `${quoted(text)} is needed for typing`, 'Take a key with ctrl or alt, or a function key.'));
  }
  return ok(parsed.key);
}

const KEY_HELP = 'Write keys such as n, X, ctrl-x, alt-enter, f2 or pageup, several with blanks between them, or none.';

function unknownAction(name: string): OrchError {
  const allowed = ACTIONS.filter((action) => action !== 'selection.number').join(', ');
  return wrong('read keys of the configuration', `there is no action ${quoted(name)}`, `Allowed: ${allowed}.`);
}

function conflict({ key, one, other }: { readonly key: string; readonly one: string; readonly other: string }): OrchError {
  return wrong(
    'read keys of the configuration',
    `${key} would be both ${other} and ${one}`,
    `Give ${other} or ${one} another key, or none.`,
  );
}

function wrong(tried: string, said: string, next: string): OrchError {
  return { kind: 'config', tried, said, next };
}

// The repository's file may set keys: what it wrote is shown harmless.
function quoted(text: string): string {
  return `"${plainText(text, 40)}"`;
}
