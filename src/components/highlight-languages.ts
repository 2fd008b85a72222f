// The languages that diffs are coloured in, a few common ones; loaded only when a diff is looked at.

import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import type { Style } from '../core/view/state-mark.js';
import type { Span } from './line.js';

const lowlight = createLowlight({
  bash,
  c,
  cpp,
  css,
  go,
  java,
  javascript,
  json,
  markdown,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});

const BY_EXTENSION: Readonly<Record<string, string>> = {
  sh: 'bash',
  bash: 'bash',
  zsh: 'bash',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  hpp: 'cpp',
  css: 'css',
  scss: 'css',
  go: 'go',
  java: 'java',
  kt: 'java',
  js: 'javascript',
  cjs: 'javascript',
  mjs: 'javascript',
  jsx: 'javascript',
  json: 'json',
  md: 'markdown',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sql: 'sql',
  ts: 'typescript',
  cts: 'typescript',
  mts: 'typescript',
  tsx: 'typescript',
  html: 'xml',
  svg: 'xml',
  vue: 'xml',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
};

/** Styles of highlight.js scopes in the terminal's own colours; a scope that is not named here stays plain. */
const SCOPE_STYLES: Readonly<Record<string, Style>> = {
  'hljs-keyword': { colour: 'magenta' },
  'hljs-literal': { colour: 'yellow' },
  'hljs-number': { colour: 'yellow' },
  'hljs-string': { colour: 'green' },
  'hljs-regexp': { colour: 'green' },
  'hljs-comment': { dim: true },
  'hljs-doctag': { dim: true },
  'hljs-meta': { dim: true },
  'hljs-title': { colour: 'blue' },
  'hljs-built_in': { colour: 'cyan' },
  'hljs-type': { colour: 'cyan' },
  'hljs-attr': { colour: 'cyan' },
  'hljs-attribute': { colour: 'cyan' },
  'hljs-name': { colour: 'blue' },
  'hljs-tag': { dim: true },
  'hljs-section': { bold: true },
  'hljs-symbol': { colour: 'yellow' },
  'hljs-variable': {},
};

/** Name of the language of a file; null where it is none of ours. */
export function languageOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot === -1 ? null : (BY_EXTENSION[name.slice(dot + 1)] ?? null);
}

/** Spans of each line, in the terminal's colours; null for a language that is not ours. */
export function highlightLines(path: string, lines: readonly string[]): readonly (readonly Span[])[] | null {
  const language = languageOf(path);
  if (language === null) return null;
  const coloured: Span[][] = [[]];
  const walk = (node: HastNode, style: Style | undefined): void => {
    if (node.type === 'text') addText(coloured, node.value ?? '', style);
    else for (const child of node.children ?? []) walk(child, styleOf(node) ?? style);
  };
  walk(lowlight.highlight(language, lines.join('\n')) as HastNode, undefined);
  return coloured;
}

/** The little of a hast tree that lowlight makes and we read. */
interface HastNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly HastNode[];
  readonly properties?: { readonly className?: unknown };
}

function styleOf(node: HastNode): Style | undefined {
  const names = node.properties?.className;
  if (!Array.isArray(names)) return undefined;
  for (const name of names) {
    const style = typeof name === 'string' ? SCOPE_STYLES[name] : undefined;
    if (style !== undefined) return style;
  }
  return undefined;
}

function addText(lines: Span[][], text: string, style: Style | undefined): void {
  text.split('\n').forEach((part, at) => {
    if (at > 0) lines.push([]);
    if (part !== '') lines.at(-1)?.push(style === undefined ? { text: part } : { text: part, style });
  });
}
