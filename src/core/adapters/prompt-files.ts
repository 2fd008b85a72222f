// Prompts as files: `prompts/` in the folder of the bundle, or at the top of the checkout where nothing is bundled. No other folder of that name counts.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { fail, ok, type Result } from '../model/error.js';

/** Absolute. `module`: the file that this code lies in: the bundle's in dist/ or dist/chunks/, the source's in src/core/adapters/. */
export function promptFolder(module: string = import.meta.url): string {
  if (module.endsWith('/src/core/adapters/prompt-files.ts')) return fileURLToPath(new URL('../../../prompts', module));
  return fileURLToPath(new URL(/\/chunks\/[^/]+$/u.test(module) ? '../prompts' : 'prompts', module));
}

/** `prompts/NAME.md`. */
export async function readPrompt(name: string): Promise<Result<string>> {
  const path = `${promptFolder()}/${name}.md`;
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    const said = (error as Error).message;
    return fail({ kind: 'storage', tried: `read the prompt ${name}`, said, next: 'Install orch-tui again: files of it are missing' });
  }
}
