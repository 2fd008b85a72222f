// The configuration's layers laid over each other, value by value; each value knows where it came from. What is wrong with a layer is told by `config-check`.
import { type Config, configSchema, DISPLAY_KEYS } from './config.js';
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

/**
 * The last layer wins, value by value; lists are replaced, not joined, but for the rules of the policy: those of a later layer come before
 * those of an earlier one. `wrong` is the first layer that holds what may not be. */
export function mergeConfig(
  layers: readonly ConfigLayer[],
): { readonly ok: true; readonly value: MergedConfig } | { readonly ok: false; readonly wrong: ConfigLayer } {
  const wrong = layers.find((layer) => !configSchema.safeParse(layer.values).success);
  if (wrong !== undefined) return { ok: false, wrong };
  const origins = new Map<string, string>();
  let values: ConfigValues = {};
  for (const layer of layers) {
    values = overlay(values, layer.values);
    for (const [name] of flatValues(layer.values)) origins.set(name, layer.origin);
  }
  return { ok: true, value: { config: configSchema.parse({ ...values, ...joinedRules(layers) }), origins } };
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

/** `values` without the one at `segments`, and without sections that held nothing else. */
export function withoutValue(values: ConfigValues, segments: readonly string[]): ConfigValues {
  const [first = '', ...rest] = segments;
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
      if (name !== first) return [[name, value]];
      if (rest.length === 0) return [];
      if (!isSection(value)) return [[name, value]];
      const left = withoutValue(value, rest);
      return Object.keys(left).length === 0 ? [] : [[name, left]];
    }),
  );
}

export function nest(segments: readonly string[], value: unknown): ConfigValues {
  const [first = '', ...rest] = segments;
  return { [first]: rest.length === 0 ? value : nest(rest, value) };
}

// Object.fromEntries defines own properties: a key called __proto__ in a file changes no prototype.
export function overlay(below: ConfigValues, above: ConfigValues): ConfigValues {
  const merged = new Map(Object.entries(below));
  for (const [name, value] of Object.entries(above)) {
    const old = merged.get(name);
    merged.set(name, isSection(old) && isSection(value) ? overlay(old, value) : value);
  }
  return Object.fromEntries(merged);
}

function joinedRules(layers: readonly ConfigLayer[]): ConfigValues {
  const lists = layers.flatMap(({ values }) => (Array.isArray(values.policy) ? [values.policy as unknown[]] : []));
  return lists.length === 0 ? {} : { policy: lists.reverse().flat() };
}

export function isSection(value: unknown): value is ConfigValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
