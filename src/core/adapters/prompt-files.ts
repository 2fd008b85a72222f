// Prompts as files: `prompts/` beside the bundle, or in the checkout where nothing is bundled.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, ok, type Result } from '../model/error.js';

/** Absolute. The bundle lies in dist/ or dist/chunks/, the source in src/core/adapters/. */
export function promptFolder(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'prompts')) && dirname(at) !== at) at = dirname(at);
  return join(at, 'prompts');
}

/** `prompts/NAME.md`. */
export async function readPrompt(name: string): Promise<Result<string>> {
  const path = join(promptFolder(), `${name}.md`);
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    const said = (error as Error).message;
    return fail({ kind: 'storage', tried: `read the prompt ${name}`, said, next: 'Install orch-tui again: files of it are missing' });
  }
}
