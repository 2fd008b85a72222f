// The tables of the documents that follow from the code: keys, commands, configuration. Text in, text out; which file is read and written is the caller's.
import { buildProgram } from '../src/cli/program.js';
import { createKeymap, keyTable } from '../src/core/input/keymap.js';
import { configJsonSchema, type JsonSchema } from '../src/core/model/config-json-schema.js';
import { allowedText, entryOf } from '../src/core/model/config-key.js';
import { ACTION_WORDS, FIXED_KEYS, keyText } from '../src/core/view/key-words.js';

/** Name of a marked part of a document to what stands in it. */
export const TABLES: Readonly<Record<string, () => string>> = { keys, commands, configuration };

/** Documents with marked parts, from the root of the repository. */
export const DOCUMENTS: readonly string[] = ['README.md', 'docs/configuration.md'];

/** The document with every part between `<!-- table: NAME -->` and `<!-- end -->` made anew. A name that is none throws. */
export function withTables(document: string): string {
  return document.replace(/(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_whole, begin: string, name: string, end: string) => {
    const table = TABLES[name];
    if (table === undefined) throw new Error(`there is no table ${name}`);
    return `${begin}\n${table()}\n\n${end}`;
  });
}

function keys(): string {
  const keymap = createKeymap();
  if (!keymap.ok) throw new Error(keymap.error.said);
  const actions = keyTable(keymap.value, { words: (action) => ACTION_WORDS[action].long, keyText });
  const fixed = FIXED_KEYS.map(({ where, keys: rows }) =>
    [`${where}:`, '', '| key | does |', '| --- | --- |', ...rows.map(([key, text]) => `| \`${key}\` | ${text} |`)].join('\n'),
  );
  return [actions, ...fixed].join('\n\n');
}

function commands(): string {
  const program = buildProgram(async () => undefined);
  const rows = program.commands.map((command) => {
    const words = command.registeredArguments.map((argument) => {
      const name = argument.variadic ? `${argument.name()}...` : argument.name();
      return argument.required ? name.toUpperCase() : `[${name.toUpperCase()}]`;
    });
    return `| \`${[command.name(), ...words].join(' ')}\` | ${cell(command.description())} |`;
  });
  return ['| command | what it does |', '| --- | --- |', '| (none) | open the screen of the repository you are in |', ...rows].join('\n');
}

function configuration(): string {
  const rows = entries(configJsonSchema(), []).map(
    ([name, schema]) => `| \`${name}\` | ${cell(allowedText(schema))} | ${defaultText(schema)} | ${cell(schema.description ?? '')} |`,
  );
  return ['| key | takes | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Words for the part of a key that a person chooses. */
const FREE_NAMES: Readonly<Record<string, string>> = { harnesses: 'NAME', keys: 'ACTION' };

function entries(schema: JsonSchema, path: readonly string[]): readonly (readonly [name: string, schema: JsonSchema])[] {
  if (schema.properties !== undefined) return Object.entries(schema.properties).flatMap(([part, value]) => entries(value, [...path, part]));
  const entry = entryOf(schema);
  if (entry === null) return [[path.join('.'), schema]];
  const named = [...path, FREE_NAMES[path.join('.')] ?? 'NAME'];
  if (entry.properties !== undefined) return entries(entry, named);
  return [[named.join('.'), { ...entry, description: schema.description ?? '' }]];
}

function defaultText(schema: JsonSchema): string {
  return schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
