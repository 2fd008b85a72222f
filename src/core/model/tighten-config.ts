// What a trusted repository's file may set of what guards its person: stricter, never looser (decisions 28 and 29). Pure.
import { type ConfigValues, flatValues, isSection } from './config-layers.js';
import { plainText } from './plain-text.js';

export interface Tightened {
  readonly values: ConfigValues;
  /** Dotted names of what was left out. */
  readonly left: readonly string[];
}

/** Addresses that keys, questions or work go to, doors that are opened, and what runs: the person's alone. */
const NEVER: readonly string[] = ['mcp', 'redis', 'worker', 'a2a', 'model.baseUrl', 'manager.commands', 'search.url'];

/** Of a switch, the value that is the stricter one. */
const STRICT: ReadonlyMap<string, boolean> = new Map([
  ['security.sandbox_mode', true],
  ['security.allow_execution', false],
  ['security.allow_external_apis', false],
  ['security.restrict_file_access', true],
]);

/**
 * `below` is what the person has set, over the defaults. Values of a wrong type stay in: the check of the schema names them.
 * Lists are joined with the person's, so that they only grow stricter.
 */
export function tightenedConfig(values: ConfigValues, below: ConfigValues): Tightened {
  const left: string[] = [];
  const kept = Object.entries(values).flatMap(([section, value]): [string, unknown][] => {
    if (NEVER.includes(section)) {
      left.push(...flatValues({ [section]: value }).map(([name]) => plainText(name, 80)));
      return [];
    }
    if (section === 'policy') return [[section, tightRules(value, left)]];
    if (section === 'approve') return [[section, joined(value, below.approve)]];
    if (!isSection(value)) return [[section, value]];
    const inside = Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
      const name = `${section}.${key}`;
      if (section === 'harnesses') return [[key, withoutRemote(one, name, left)]];
      const tight = tightValue(name, one, valueAt(below, section, key));
      if (tight === undefined) left.push(name);
      return tight === undefined ? [] : [[key, tight]];
    });
    return inside.length === 0 ? [] : [[section, Object.fromEntries(inside)]];
  });
  return { values: Object.fromEntries(kept), left };
}

/** Undefined for what is left out. */
function tightValue(name: string, value: unknown, own: unknown): unknown {
  if (NEVER.includes(name)) return undefined;
  const strict = STRICT.get(name);
  if (strict !== undefined) return typeof value === 'boolean' && value !== strict && own === strict ? undefined : value;
  if (name.startsWith('budget.')) return isLooserBound(value, own) ? undefined : value;
  if (name === 'security.allowed_file_extensions') return tightEndings(value, own);
  return value;
}

/** The person's token for a remote agent must not go to an address of the repository's. */
function withoutRemote(harness: unknown, name: string, left: string[]): unknown {
  if (!isSection(harness) || !Object.hasOwn(harness, 'a2a')) return harness;
  const { a2a: _, ...rest } = harness;
  left.push(plainText(`${name}.a2a`, 80));
  return rest;
}

/** Null is no limit. */
function isLooserBound(value: unknown, own: unknown): boolean {
  if (typeof own !== 'number') return false;
  return value === null || (typeof value === 'number' && value > own);
}

/** An empty list allows any ending, so what both allow must not become empty. */
function tightEndings(value: unknown, own: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(own) || own.length === 0) return value;
  const both = value.filter((ending) => own.includes(ending));
  return both.length === 0 ? undefined : both;
}

/** A repository may forbid and ask, never allow: its other rules are left out. */
function tightRules(rules: unknown, left: string[]): unknown {
  if (!Array.isArray(rules)) return rules;
  const tight = rules.filter((rule) => isSection(rule) && (rule.do === 'deny' || rule.do === 'ask'));
  if (tight.length < rules.length) left.push('what its policy allows');
  return tight;
}

function joined(value: unknown, own: unknown): unknown {
  return Array.isArray(value) && Array.isArray(own) ? [...new Set([...own, ...value])] : value;
}

function valueAt(values: ConfigValues, section: string, key: string): unknown {
  const inside = Object.hasOwn(values, section) ? values[section] : undefined;
  return isSection(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined;
}
