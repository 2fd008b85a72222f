// A TypeScript file of ours as a program that a plain Node can run: Node 20 does not read TypeScript.
import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Path of the bundle. It lies inside the checkout, so that packages are found; one file per entry and test file. */
export async function bundledScript(entry: URL, tag: string): Promise<string> {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/orch-tui-tests/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const outfile = `${folder}${tag}-${basename(entry.pathname, '.ts')}.mjs`;
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  });
  return outfile;
}
