// Front matter of a text file: flat keys with words, numbers or lists. The little of YAML that a role needs, so that nothing else can be smuggled in.

export type FrontValue = string | readonly string[];

export interface FrontMatter {
  readonly values: ReadonlyMap<string, FrontValue>;
  readonly body: string;
}

export type FrontMatterRead = { readonly ok: true; readonly value: FrontMatter } | { readonly ok: false; readonly said: string };

const KEY = /^([a-z][a-z_]{0,40}):(?:\s+(.*))?$/u;
const ITEM = /^\s+-\s+(.*)$/u;

/** Lists stand in brackets on one line, or one item a line behind `-`. `said` names the line. */
export function readFrontMatter(text: string): FrontMatterRead {
  // Editors of other systems begin files with a byte order mark, and end lines with two characters.
  const lines = text
    .replace(/^\ufeff/u, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  if (lines[0]?.trimEnd() !== '---') return wrong('it does not begin with a line `---`');
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---');
  if (end === -1) return wrong('its front matter has no closing line `---`');
  const values = new Map<string, FrontValue>();
  let open: string | null = null;
  for (const [at, line] of lines.slice(1, end).entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const item = ITEM.exec(line);
    const before: FrontValue | undefined = open === null ? undefined : values.get(open);
    if (item !== null && open !== null && Array.isArray(before)) {
      values.set(open, [...before, unquoted(item[1] ?? '')]);
      continue;
    }
    const [, key, rest = ''] = KEY.exec(line.trimEnd()) ?? [];
    if (key === undefined) return wrong(`line ${at + 2} is no \`key: value\``);
    if (values.has(key)) return wrong(`line ${at + 2} sets ${key} a second time`);
    values.set(key, frontValueOf(rest.trim()));
    open = rest.trim() === '' ? key : null;
  }
  const body = lines.slice(end + 1).join('\n');
  return { ok: true, value: { values, body: body.trim() } };
}

/** A key alone begins a list. */
function frontValueOf(text: string): FrontValue {
  if (text === '') return [];
  if (!text.startsWith('[') || !text.endsWith(']')) return unquoted(text);
  const inner = text.slice(1, -1).trim();
  return inner === '' ? [] : inner.split(',').map((item) => unquoted(item.trim()));
}

function unquoted(text: string): string {
  const quoted = /^(?:"(.*)"|'(.*)')$/u.exec(text.trim());
  return quoted === null ? text.trim() : (quoted[1] ?? quoted[2] ?? '');
}

function wrong(said: string): FrontMatterRead {
  return { ok: false, said };
}
