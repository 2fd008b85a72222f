// How editors are told a line of a file: by their names, as none of them agree. One that is not known opens the file at its beginning.
import { basename } from 'node:path';
import { split } from 'shlex';

/** The command of $VISUAL or $EDITOR in words; null where it can not be read. */
export function editorWords(command: string): readonly [string, ...string[]] | null {
  try {
    const [program, ...args] = split(command);
    return program === undefined ? null : [program, ...args];
  } catch {
    return null; // An unclosed quote.
  }
}

const PLUS_LINE: ReadonlySet<string> = new Set([
  ...['vi', 'vim', 'nvim', 'vim.basic', 'vim.tiny', 'view', 'gvim', 'mvim', 'nano', 'rnano', 'pico', 'emacs', 'emacsclient'],
  ...['mg', 'jmacs', 'joe', 'jed', 'micro', 'kak', 'ne', 'less', 'ex', 'elvis', 'nvi'],
]);
const COLON_LINE: ReadonlySet<string> = new Set(['hx', 'helix', 'zed', 'subl']);
const GOTO_LINE: ReadonlySet<string> = new Set(['code', 'code-insiders', 'codium', 'vscodium', 'cursor', 'windsurf']);

/** `file` is absolute, so that no name is taken for an option. */
export function argumentsAt(program: string, file: string, line: number): readonly string[] {
  const name = basename(program);
  if (PLUS_LINE.has(name)) return [`+${line}`, file];
  if (COLON_LINE.has(name)) return [`${file}:${line}`];
  if (GOTO_LINE.has(name)) return ['-g', `${file}:${line}`];
  return [file];
}
