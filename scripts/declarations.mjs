// Writes the types of the library to dist/types/: those that its door leads to, and no others.
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export async function writeDeclarations(root) {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', 'tsconfig.types.json'], { cwd: root }).catch(
    ({ stdout, stderr, message }) => {
      throw new Error(`the types of the library: ${stdout || stderr || message}`);
    },
  );
  const folder = join(root, 'dist/types');
  const reached = new Set();
  await follow(join(folder, 'index.d.ts'), reached);
  await prune(folder, reached);
}

async function follow(path, reached) {
  if (reached.has(path)) return;
  reached.add(path);
  const text = await readFile(path, 'utf8');
  const names = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)].map((match) => match[1]);
  for (const name of names) await follow(resolve(dirname(path), `${name}.d.ts`), reached);
}

async function prune(folder, reached) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await prune(path, reached);
    else if (!reached.has(path)) await rm(path);
  }
  if ((await readdir(folder)).length === 0) await rmdir(folder);
}
