// A part of the program that is only loaded when somebody asks for it: an update of the package may have taken it away under a running host.
import { fail, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';

export async function latePart<Part>(tried: string, load: () => Promise<Part>): Promise<Result<Part>> {
  try {
    return ok(await load());
  } catch (error) {
    // The first line: below it stands who asked for it.
    const said = `a part of the program can not be loaded: ${plainText(String(error).split('\n')[0] ?? '', 200)}`;
    return fail({ kind: 'internal', tried, said, next: 'End this host with `orch-tui host --stop`, and start it again' });
  }
}
