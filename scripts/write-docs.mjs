// Writes the tables of the documents anew from the code they describe. A unit test fails while a document lags behind.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(root, '.bench', 'document-tables.mjs');

await build({
  absWorkingDir: root,
  entryPoints: ['scripts/document-tables.ts'],
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  banner: { js: "import { createRequire as docsCreateRequire } from 'node:module'; const require = docsCreateRequire(import.meta.url);" },
  logLevel: 'warning',
});
const { DOCUMENTS, withTables } = await import(pathToFileURL(bundle).href);
await rm(bundle);
for (const name of DOCUMENTS) {
  const path = join(root, name);
  const before = await readFile(path, 'utf8');
  const after = withTables(before);
  if (after === before) continue;
  await writeFile(path, after);
  console.log(`wrote ${name}`);
}
