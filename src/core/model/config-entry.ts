// The configuration as a list: every key with its value, where that comes from, what it means and what is allowed. Secrets are only said to be there.
import type { JsonSchema } from './config-json-schema.js';
import { allowedText, findConfigKey } from './config-key.js';
import { type ConfigValues, flatValues } from './config-layers.js';
import { plainText } from './plain-text.js';

export interface ConfigEntry {
  /** Dotted. */
  readonly name: string;
  /** JSON; null for a secret. */
  readonly value: unknown;
  /** A file, a variable, a flag; null is the default. */
  readonly origin: string | null;
  /** What it means, in a sentence. */
  readonly about: string;
  /** As the end of a sentence: `a whole number from 1 to 200`. */
  readonly allowed: string;
  readonly schema: JsonSchema;
  /** It may be a key or a password: its value never leaves the file. */
  readonly isSecret: boolean;
  /** What the running host has, where that is another value: it takes this one when it is started again. */
  readonly running?: unknown;
}

export interface ConfigEntriesOrder {
  readonly config: ConfigValues;
  readonly origins: ReadonlyMap<string, string>;
  /** What the host runs with. */
  readonly running: ConfigValues;
  readonly schema: JsonSchema;
}

/** In the order of the schema, section by section. */
export function configEntries({ config, origins, running, schema }: ConfigEntriesOrder): readonly ConfigEntry[] {
  const known = new Map(flatValues(running));
  return flatValues(config).map(([name, value]): ConfigEntry => {
    const found = findConfigKey(schema, name)?.schema ?? {};
    const isSecret = isSecretKey(name);
    const entry = {
      name: plainText(name, 80),
      value: isSecret ? null : plainValue(value),
      origin: plainOrNull(origins.get(name)),
      about: found.description ?? '',
      allowed: allowedText(found),
      schema: found,
      isSecret,
    };
    const now = known.get(name);
    const isSame = JSON.stringify(now) === JSON.stringify(value);
    return isSame || isSecret || !known.has(name) ? entry : { ...entry, running: plainValue(now) };
  });
}

/** Variables of agent CLIs and of MCP servers are often keys. */
export function isSecretKey(name: string): boolean {
  return /^(?:harnesses|mcp)\..*\.env\./u.test(name);
}

function plainOrNull(text: string | undefined): string | null {
  return text === undefined ? null : plainText(text, 300);
}

/** A file of the repository may have written it: its texts are shown harmless. */
function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value, 1000);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [plainText(name, 80), plainValue(inner)]));
}
