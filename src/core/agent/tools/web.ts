// Reads a page of the web, and asks the configured web search: only where the configuration allows it, and never as an instruction.
import * as z from 'zod/mini';
import type { PageReader } from '../../agent-ports.js';
import { plainText } from '../../model/plain-text.js';
import { boundedText, untrusted } from '../bounded-text.js';
import type { Gate } from '../gate.js';
import { htmlText } from '../html-text.js';
import { type AgentTool, defineTool, refused } from '../tool.js';

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_LENGTH = 20_000;
const RESULTS = 10;

interface WebOrder {
  readonly pages: PageReader;
  readonly gate: Gate;
}

export function fetchPageTool({ pages, gate }: WebOrder): AgentTool {
  return defineTool({
    name: 'fetch_page',
    description: 'Read a page of the web (http or https, public addresses only) as text.',
    schema: z.object({ url: z.string().check(z.maxLength(2000)) }),
    async run({ url }, signal) {
      const name = `fetch ${plainText(url, 120)}`;
      const said = await gate.act({ tool: 'fetch', command: null, path: null, shown: url }, signal);
      if (said !== null) return refused(name, said);
      const read = await pages.read({ url, maxBytes: MAX_BYTES, signal });
      if (!read.ok) return refused(name, read.error.said);
      const { text, type, isCut } = read.value;
      const words = /html/iu.test(type) ? htmlText(text) : text;
      const note = isCut ? '\n[the page is longer; only its beginning was read]' : '';
      return {
        ok: true,
        text: `${untrusted(read.value.url, boundedText(words, MAX_LENGTH))}${note}`,
        line: `fetched ${plainText(url, 160)}`,
      };
    },
  });
}

/** `address`: with `{query}` in it. */
export function webSearchTool({ pages, gate, address }: WebOrder & { readonly address: string }): AgentTool {
  return defineTool({
    name: 'web_search',
    description: 'Search the web. Gives titles, addresses and extracts.',
    schema: z.object({ query: z.string().check(z.minLength(1), z.maxLength(500)) }),
    async run({ query }, signal) {
      const name = `search the web for ${plainText(query, 120)}`;
      const said = await gate.act({ tool: 'fetch', command: null, path: null, shown: `search the web: ${query}` }, signal);
      if (said !== null) return refused(name, said);
      const read = await pages.read({ url: address.replaceAll('{query}', encodeURIComponent(query)), maxBytes: MAX_BYTES, signal });
      if (!read.ok) return refused(name, read.error.said);
      const found = resultsIn(read.value.text);
      const words = found ?? boundedText(/html/iu.test(read.value.type) ? htmlText(read.value.text) : read.value.text, MAX_LENGTH);
      return {
        ok: true,
        text: untrusted('a web search', boundedText(words, MAX_LENGTH)),
        line: `searched the web for ${plainText(query, 120)}`,
      };
    },
  });
}

/** The usual shapes of a search's JSON: a list of objects with a title, an address and a text, somewhere near the top. Null where there is none. */
function resultsIn(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const list = listIn(value, 3);
  if (list === null) return null;
  const rows = list.slice(0, RESULTS).map((row) => {
    const { title, name, url, link, href, snippet, content, description } = row as Record<string, unknown>;
    return [title ?? name, url ?? link ?? href, snippet ?? content ?? description].filter((part) => typeof part === 'string').join('\n');
  });
  const said = rows.filter((row) => row !== '');
  return said.length === 0 ? null : said.join('\n\n');
}

function listIn(value: unknown, depth: number): readonly unknown[] | null {
  if (Array.isArray(value))
    return value.some((row) => typeof row === 'object' && row !== null)
      ? value.filter((row) => typeof row === 'object' && row !== null)
      : null;
  if (typeof value !== 'object' || value === null || depth === 0) return null;
  for (const part of Object.values(value)) {
    const found = listIn(part, depth - 1);
    if (found !== null) return found;
  }
  return null;
}
