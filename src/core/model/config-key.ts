// One key of the configuration, by its dotted name: what it takes, and a text as the value it stands for. Reads the JSON schema, knows no file.
import type { JsonSchema } from './config-json-schema.js';

export interface ConfigKey {
  readonly segments: readonly string[];
  readonly schema: JsonSchema;
}

/** Null for a name that is none. Names of agent CLIs are one segment; what follows `keys.` or `env.` is one name, dots and all. */
export function findConfigKey(root: JsonSchema, name: string): ConfigKey | null {
  const parts = name.split('.');
  const segments: string[] = [];
  let schema = root;
  while (parts.length > 0) {
    const entry = entryOf(schema);
    if (entry === null) {
      const part = parts.shift() ?? '';
      const next = schema.properties !== undefined && Object.hasOwn(schema.properties, part) ? schema.properties[part] : undefined;
      if (next === undefined) return null;
      segments.push(part);
      schema = next;
    } else {
      const part = entry.properties === undefined ? parts.splice(0).join('.') : (parts.shift() ?? '');
      if (part === '' || part === '__proto__') return null;
      segments.push(part);
      schema = entry;
    }
  }
  return { segments, schema };
}

/** The schema of what lies at a path of property names and list indices; null where nothing may lie. */
export function schemaAt(root: JsonSchema, path: readonly string[]): JsonSchema | null {
  return path.reduce<JsonSchema | null>((at, part) => {
    if (at === null) return null;
    if (at.properties !== undefined && Object.hasOwn(at.properties, part)) return at.properties[part] ?? null;
    return entryOf(at) ?? at.items ?? null;
  }, root);
}

/** The schema of every entry where the names are free (`keys`, `harnesses`, `env`), else null. */
export function entryOf(schema: JsonSchema): JsonSchema | null {
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null;
}

/** What is allowed, as the end of a sentence: `a whole number from 1 to 200`. */
export function allowedText(schema: JsonSchema): string {
  return alternatives(schema).map(allowedByOne).join(' or ');
}

function allowedByOne(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.join(', ');
  switch (schema.type) {
    case 'integer':
      return `a whole number from ${schema.minimum ?? 0} to ${schema.maximum ?? 'any'}`;
    case 'boolean':
      return 'true, false';
    case 'null':
      return 'null';
    case 'number':
      return `a number from ${schema.minimum ?? 0} to ${schema.maximum ?? 'any'}`;
    case 'array':
      if (schema.items?.enum !== undefined) return `a list of ${schema.items.enum.join(', ')}`;
      if (schema.items?.type === 'object')
        return `a list, as JSON, of objects with ${Object.keys(schema.items.properties ?? {}).join(', ')}`;
      return schema.minItems === undefined ? 'a list of texts' : 'a list of at least one text';
    case 'object': {
      const names = Object.keys(schema.properties ?? {});
      return names.length > 0 ? `an object with ${names.join(', ')}` : 'an object of names and values';
    }
    default:
      return 'a text';
  }
}

/**
 * The value that a text stands for. Words of a closed list may have commas between them. `words` splits like a shell and may throw. A text that can not be such a value stays a text,
 * for the check of the schema to refuse.
 */
export function valueOfText(schema: JsonSchema, text: string, words: (text: string) => readonly string[]): unknown {
  const kinds = alternatives(schema).map((one) => one.type);
  const isChoice = schema.items?.enum !== undefined;
  if (kinds.includes('null') && (text === '' || text === 'null')) return null;
  if (kinds.includes('integer')) return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (kinds.includes('number')) return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(text) ? Number(text) : text;
  if (kinds.includes('boolean')) return BOOLEANS.get(text.toLowerCase()) ?? text;
  if (kinds.includes('array') && !text.trimStart().startsWith('['))
    return attempt(() => words(isChoice ? text.replaceAll(',', ' ') : text), text);
  if (kinds.includes('array') || kinds.includes('object')) return attempt(() => JSON.parse(text) as unknown, text);
  return text;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

function attempt<Value>(make: () => Value, text: string): Value | string {
  try {
    return make();
  } catch {
    // Not such a value: the text itself is what the error will show.
    return text;
  }
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(alternatives);
  if (Array.isArray(schema.type)) return schema.type.map((type: string) => ({ ...schema, type }));
  return [schema];
}
