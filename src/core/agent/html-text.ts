// The words of an HTML page, without its markup: one walk from begin to end, so that no page can make it slow. Not a parser: a reader's extract.

/** What stands between these is no text. */
const SILENT = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head']);
const BREAKS = new Set(
  'address article aside blockquote br dd div dl dt figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

export function htmlText(html: string): string {
  const parts: string[] = [];
  const lower = html.toLowerCase();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      parts.push(html.slice(at));
      break;
    }
    parts.push(html.slice(at, open));
    const next = lower.startsWith('<!--', open) ? after(lower, '-->', open) : after(lower, '>', open);
    const tag = /^\/?([a-z][a-z0-9]*)/u.exec(lower.slice(open + 1, open + 32))?.[1] ?? '';
    if (tag === '' && !/[!?/]/u.test(html[open + 1] ?? '')) {
      // A bare `<` of the text.
      parts.push('<');
      at = open + 1;
      continue;
    }
    at = next;
    if (BREAKS.has(tag)) parts.push('\n');
    if (SILENT.has(tag) && html[open + 1] !== '/') at = after(lower, '>', skipTo(lower, `</${tag}`, next));
  }
  return decoded(parts.join(''))
    .split('\n')
    .map((line) => line.replaceAll(/[\t\r\f\v ]+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

function skipTo(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found === -1 ? text.length : found;
}

function after(text: string, what: string, from: number): number {
  return Math.min(text.length, skipTo(text, what, from) + what.length);
}

function decoded(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/giu, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}
