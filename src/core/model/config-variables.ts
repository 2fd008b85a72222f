// ORCHESTRATOR_SECTION__KEY: which key of the configuration a variable means. Knows no values and no process.
import type { JsonSchema } from './config-json-schema.js';
import { entryOf } from './config-key.js';

const PREFIX = 'ORCHESTRATOR_';

/** A key without a section that is worth a variable. */
const BARE = 'ORCHESTRATOR_APPROVE';

/** Variables of an environment that mean keys: names with a section, and one without. Others of the prefix are somebody else's. */
export function configVariables(env: Readonly<Record<string, string | undefined>>): readonly (readonly [variable: string, text: string])[] {
  return Object.entries(env)
    .filter(
      (entry): entry is [string, string] => entry[1] !== undefined && (entry[0] === BARE || /^ORCHESTRATOR_[^_].*?__./.test(entry[0])),
    )
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * The dotted name of the key that a variable means; a name that no key has where it means none, for the error to show.
 * Case and single underscores do not count (`VERIFY_TIMEOUT_SECONDS` is verifyTimeoutSeconds). A new agent CLI is lower case with dashes,
 * one of `harnesses` (or of `mcp`, its servers) is meant however it is written; variables of an agent CLI are taken as they are; actions are `KEYS__TASK_NEW`.
 */
export function keyOfVariable(
  variable: string,
  { schema, harnesses, mcp = [] }: { readonly schema: JsonSchema; readonly harnesses: readonly string[]; readonly mcp?: readonly string[] },
): string {
  const parts = variable.slice(PREFIX.length).split('__');
  const segments: string[] = [];
  let at: JsonSchema | undefined = schema;
  while (parts.length > 0) {
    const entry: JsonSchema | null = at === undefined ? null : entryOf(at);
    if (entry !== null && entry.properties === undefined) {
      const rest = parts.splice(0).join('__');
      segments.push(segments[0] === 'keys' ? rest.toLowerCase().replace(/_+/g, '.') : rest);
    } else if (entry !== null) {
      const part = parts.shift() ?? '';
      const known = segments[0] === 'mcp' ? mcp : harnesses;
      segments.push(known.find((name) => bare(name) === bare(part)) ?? part.toLowerCase().replaceAll('_', '-'));
      at = entry;
    } else {
      const part = parts.shift() ?? '';
      const name: string | undefined = Object.keys(at?.properties ?? {}).find((known) => bare(known) === bare(part));
      segments.push(name ?? part.toLowerCase());
      at = name === undefined ? undefined : at?.properties?.[name];
    }
  }
  return segments.join('.');
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}
