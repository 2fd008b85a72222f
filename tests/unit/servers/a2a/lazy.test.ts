// Nothing of the SDK or of express is loaded before somebody asks for A2A: nobody else imports them, or what imports them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../helpers/checkout.js';

const src = join(root, 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
const outside = files.filter((path) => !path.startsWith('servers/a2a/') && !path.startsWith('cli/a2a-agent/'));

/** Static imports of values: `import type` is gone when it runs, `await import()` comes when it is called. */
function loads(text: string): readonly string[] {
  return [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gmu)].map(([, from]) => from ?? '');
}

it('loads them by an import of a value only', () => {
  expect(loads("import { a,\n  b } from './x.js';\nimport type { c } from 'express';\nconst d = await import('./y.js');")).toEqual([
    './x.js',
  ]);
});

it('is so in every other file', () => {
  const loading = outside.filter((path) =>
    loads(readFileSync(join(src, path), 'utf8')).some((from) => /^(?:express|@a2a-js\/sdk)|\/(?:servers\/)?a2a(?:-agent)?\//u.test(from)),
  );
  expect(loading).toEqual([]);
});
