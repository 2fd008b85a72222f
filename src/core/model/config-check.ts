// What is wrong with a layer of the configuration, in one sentence: place, key, what was found, what is allowed. Loaded only when something is, or for texts.
import { configSchema } from './config.js';
import { configJsonSchema } from './config-json-schema.js';
import { allowedText, findConfigKey, schemaAt, valueOfText } from './config-key.js';
import { type ConfigLayer, type ConfigValues, nest } from './config-layers.js';
import { fail, type OrchError, ok, type Result } from './error.js';
import { plainText } from './plain-text.js';

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

function foundText(values: ConfigValues, path: readonly string[]): string {
  const value = path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as ConfigValues)[part] : undefined),
    values,
  );
  // Variables of an agent CLI or an MCP server may be keys: their values are never shown.
  const isServer = path[0] === 'mcp' && typeof value !== 'number' && path.length < 3;
  if (path.includes('env') || isServer) return `a ${Array.isArray(value) ? 'list' : typeof value}`;
  return plainText(JSON.stringify(value) ?? 'nothing', 60);
}

function wrong(origin: string, said: string, next: string): OrchError {
  return { kind: 'config', tried: `read the configuration of ${plainText(origin, 300)}`, said, next };
}
