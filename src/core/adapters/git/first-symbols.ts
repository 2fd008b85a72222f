// What a source file defines, by its first lines: names for a map of the repository. Only files of known languages are opened.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const READ_BYTES = 16 * 1024;
const MOST = 8;
const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|cs|c|h|cc|cpp|hpp|swift|scala|ex|exs|lua|sh)$/iu;
const DEFINES =
  /^[ \t]{0,4}(?:export\s+)?(?:default\s+)?(?:pub(?:\([a-z]+\))?\s+|public\s+|abstract\s+|static\s+|async\s+)*(?:function\*?|class|interface|type|enum|struct|trait|impl|def|fn|func|module|const|namespace)\s+(?:\([^)]*\)\s*)?([A-Za-z_$][\w$]*)/gmu;

/** Empty where nothing is known of it. Never rejects; a link is not followed. */
export async function symbolsIn(path: string): Promise<readonly string[]> {
  if (!SOURCE.test(path)) return [];
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null); // Gone, or a link.
  if (file === null) return [];
  try {
    const buffer = Buffer.alloc(READ_BYTES);
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, 0);
    const names = [...buffer.toString('utf8', 0, bytesRead).matchAll(DEFINES)].map((match) => match[1] ?? '');
    return [...new Set(names)].slice(0, MOST);
  } catch {
    return []; // A map without these names is no worse.
  } finally {
    await file.close();
  }
}
