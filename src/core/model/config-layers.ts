// The configuration's layers laid over each other: each is checked alone, so that an error names its place, and each value knows where it came from.
import { type Config, configSchema, DISPLAY_KEYS } from './config.js';
import { configJsonSchema } from './config-json-schema.js';
import { allowedText, findConfigKey, schemaAt, valueOfText } from './config-key.js';
import { fail, type OrchError, ok, type Result } from './error.js';
import { plainText } from './plain-text.js';

/** Raw values of one place, as nested objects. */
export type ConfigValues = Readonly<Record<string, unknown>>;

export interface ConfigLayer {
  /** Where it came from, as a person knows it: a file, a variable, a flag. */
  readonly origin: string;
  readonly values: ConfigValues;
}

export interface MergedConfig {
  readonly config: Config;
  /** Origin of every value that is not a default, by its dotted name. */
  readonly origins: ReadonlyMap<string, string>;
}

/** The last layer wins, value by value; lists are replaced, not joined. The first layer that is wrong is the error. */
export function mergeConfig(layers: readonly ConfigLayer[]): Result<MergedConfig> {
  for (const layer of layers) {
    const error = checkLayer(layer);
    if (error !== null) return fail(error);
  }
  const origins = new Map<string, string>();
  let values: ConfigValues = {};
  for (const layer of layers) {
    values = overlay(values, layer.values);
    for (const [name] of flatValues(layer.values)) origins.set(name, layer.origin);
  }
  return ok({ config: configSchema.parse(values), origins });
}

/** Null when every value of the layer may be. */
export function checkLayer({ origin, values }: ConfigLayer): OrchError | null {
  const checked = configSchema.safeParse(values);
  if (checked.success) return null;
  const [issue, ...more] = checked.error.issues;
  if (issue === undefined) return null;
  const path = issue.path.map(String);
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const schema = configJsonSchema();
  if (issue.code === 'unrecognized_keys') {
    const name = plainText([...path, issue.keys[0] ?? ''].join('.'), 80);
    const allowed = Object.keys(schemaAt(schema, path)?.properties ?? {}).join(', ');
    return wrong(origin, `there is no key ${name}${others}`, `Allowed: ${allowed}.`);
  }
  const name = path.join('.');
  const allowed = schemaAt(schema, path);
  const found = foundText(values, path);
  return wrong(
    origin,
    name === '' ? `it holds ${found}` : `${plainText(name, 80)} is ${found}${others}`,
    `Allowed: ${allowed === null ? 'a text' : allowedText(allowed)}.`,
  );
}

/** The layer of one dotted name and its text, as a variable, a flag or a command line gives it. */
export function layerOfText(order: {
  readonly origin: string;
  readonly name: string;
  readonly text: string;
  readonly words: (text: string) => readonly string[];
}): Result<ConfigLayer> {
  const { origin, name, text, words } = order;
  const schema = configJsonSchema();
  const key = findConfigKey(schema, name);
  if (key === null) return fail(unknownKey(origin, name));
  const layer = { origin, values: nest(key.segments, valueOfText(key.schema, text, words)) };
  const error = checkLayer(layer);
  return error === null ? ok(layer) : fail(error);
}

export function unknownKey(origin: string, name: string): OrchError {
  const schema = configJsonSchema();
  const parts = name.split('.');
  // The deepest section that is there says what could have been meant.
  for (let length = parts.length - 1; length > 0; length--) {
    const section = findConfigKey(schema, parts.slice(0, length).join('.'));
    const names = Object.keys(section?.schema.properties ?? {});
    if (names.length > 0)
      return wrong(
        origin,
        `there is no key ${plainText(name, 80)}`,
        `Allowed in ${parts.slice(0, length).join('.')}: ${names.join(', ')}.`,
      );
  }
  return wrong(origin, `there is no key ${plainText(name, 80)}`, `Allowed: ${Object.keys(schema.properties ?? {}).join(', ')}.`);
}

/** What an untrusted file may set, and the names of what it may not (decision 29). */
export function splitUntrusted(values: ConfigValues): { readonly display: ConfigValues; readonly withheld: readonly string[] } {
  const entries = Object.entries(values);
  return {
    display: Object.fromEntries(entries.filter(([name]) => DISPLAY_KEYS.includes(name))),
    withheld: entries.filter(([name]) => !DISPLAY_KEYS.includes(name)).map(([name]) => plainText(name, 40)),
  };
}

/** Every value with its dotted name; an empty section is a value of its own. */
export function flatValues(values: ConfigValues, prefix = ''): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(values).flatMap(([part, value]) => {
    const name = prefix + part;
    return isSection(value) && Object.keys(value).length > 0 ? flatValues(value, `${name}.`) : [[name, value] as const];
  });
}

/** `values` with one value laid over them, everything else and the order kept. */
export function withValue(values: ConfigValues, segments: readonly string[], value: unknown): ConfigValues {
  return overlay(values, nest(segments, value));
}

function nest(segments: readonly string[], value: unknown): ConfigValues {
  const [first = '', ...rest] = segments;
  return { [first]: rest.length === 0 ? value : nest(rest, value) };
}

// Object.fromEntries defines own properties: a key called __proto__ in a file changes no prototype.
function overlay(below: ConfigValues, above: ConfigValues): ConfigValues {
  const merged = new Map(Object.entries(below));
  for (const [name, value] of Object.entries(above)) {
    const old = merged.get(name);
    merged.set(name, isSection(old) && isSection(value) ? overlay(old, value) : value);
  }
  return Object.fromEntries(merged);
}

export function isSection(value: unknown): value is ConfigValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function foundText(values: ConfigValues, path: readonly string[]): string {
  const value = path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as ConfigValues)[part] : undefined),
    values,
  );
  // Variables of an agent CLI may be keys: their values are never shown.
  if (path.includes('env')) return `a ${Array.isArray(value) ? 'list' : typeof value}`;
  return plainText(JSON.stringify(value) ?? 'nothing', 60);
}

function wrong(origin: string, said: string, next: string): OrchError {
  return { kind: 'config', tried: `read the configuration of ${plainText(origin, 300)}`, said, next };
}
