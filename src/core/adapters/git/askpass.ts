// The program git asks for a password: answers with the token to exactly the two questions of one host, and to nothing else.
// The token is in the environment of that one push, never in this file, in an argument or on disk.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RemoteAddress } from './forge-remote.js';

/** GitHub takes any user name with a token; this is the one it documents for apps. */
const LOGIN = 'x-access-token';

// Whole strings are compared: git shows user names of an address unescaped (before 2.48), so a pattern could be talked into another host.
const SCRIPT = `#!/bin/sh
case "$1" in
"$ORCH_ASK_LOGIN") printf '%s\\n' "$ORCH_ASK_NAME" ;;
"$ORCH_ASK_TOKEN") printf '%s\\n' "$ORCH_PUSH_TOKEN" ;;
*) exit 1 ;;
esac
`;

/** Variables for the one git that pushes. `folder` is ours alone and removed after the push. Throws errors of the file system. */
export async function prepareAskpass(
  folder: string,
  { address, token }: { readonly address: RemoteAddress; readonly token: string },
): Promise<Readonly<Record<string, string>>> {
  const path = join(folder, 'askpass');
  await writeFile(path, SCRIPT, { mode: 0o700, flag: 'wx' });
  const login = address.login ?? LOGIN;
  return {
    GIT_ASKPASS: path,
    ORCH_ASK_LOGIN: `Username for '${address.protocol}://${address.host}': `,
    ORCH_ASK_NAME: login,
    ORCH_ASK_TOKEN: `Password for '${address.protocol}://${login}@${address.host}': `,
    ORCH_PUSH_TOKEN: token,
  };
}

/** A token goes over TLS only; to this machine itself (tests, tunnels) also without. */
export function mayCarryToken({ protocol, host }: RemoteAddress): boolean {
  return protocol === 'https' || (protocol === 'http' && /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/u.test(host));
}
