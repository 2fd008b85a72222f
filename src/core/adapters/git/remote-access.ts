// One git that speaks with a remote: its token is told to the forge's host alone (decision 22), and kept from credential helpers, which would store it.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { mayCarryToken, prepareAskpass } from './askpass.js';
import { readConfig } from './config-guard.js';
import { parseRemote, type RemoteAddress } from './forge-remote.js';
import type { GitContext } from './git-context.js';
import { expectAnswer, fileError } from './git-error.js';
import { shown } from './hardened-git.js';
import type { GitAnswer } from './run-git.js';
import { withTemporaryFolder } from './temporary-index.js';

const TIMEOUT_MS = 300_000;

export interface RemoteOrder {
  readonly remote: string;
  readonly token: string | null;
  readonly host: string;
  /** A remote may be pushed to elsewhere than it is fetched from. */
  readonly way: 'push' | 'fetch';
  readonly args: readonly string[];
  readonly tried: string;
  readonly signal?: AbortSignal;
}

type Answer = Extract<GitAnswer, { readonly kind: 'ended' }>;

/** `isAsked`: the token was there to be asked for. */
export async function askRemote(
  context: GitContext,
  order: RemoteOrder,
): Promise<Result<{ readonly answer: Answer; readonly isAsked: boolean }>> {
  const { tried, token, args, signal } = order;
  const target = await targetOf(context, order);
  if (!target.ok) return target;
  const { address, helpers, patience } = target.value;
  const isAsked = token !== null && address !== null && mayCarryToken(address);
  const asked = await withTemporaryFolder(context, tried, async (folder) => {
    let env: Readonly<Record<string, string>> = {};
    try {
      if (isAsked) env = await prepareAskpass(folder, { address, token });
    } catch (error) {
      return fail(fileError(error, { tried, next: 'Check the state folder, then try again.' }));
    }
    // Last in line and empty: clears the list of helpers.
    const config = [...patience, ...(isAsked ? helpers.map((key) => `${key}=`) : [])];
    const answer = await context.git(context.refs, args, {
      env,
      config,
      timeoutMs: TIMEOUT_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    return expectAnswer(answer, { tried, next: 'Check the network, then try again.', kind: 'forge' });
  });
  return asked.ok ? ok({ answer: asked.value, isAsked }) : asked;
}

interface Target {
  readonly address: RemoteAddress | null;
  /** Keys of the configuration that name credential helpers. */
  readonly helpers: readonly string[];
  readonly patience: readonly string[];
}

/** Whatever becomes of this host: a git that outlives it does not wait for a silent remote for ever. */
const PATIENCE = ['http.lowSpeedLimit=1', `http.lowSpeedTime=${TIMEOUT_MS / 1000}`];

/** Where it really goes must be the forge the token is for. */
async function targetOf(context: GitContext, { remote, token, host, way, tried }: RemoteOrder): Promise<Result<Target>> {
  const entries = await readConfig(context.git, context.refs, tried);
  if (!entries.ok) return entries;
  const valuesOf = (key: string): readonly string[] => entries.value.filter((entry) => entry.key === key).map((entry) => entry.value);
  const pushUrls = way === 'push' ? valuesOf(`remote.${remote}.pushurl`) : [];
  const urls = pushUrls.length > 0 ? pushUrls : valuesOf(`remote.${remote}.url`);
  if (urls.length === 0) {
    return fail({ kind: 'not-found', tried, said: 'there is no remote of that name', next: 'Add it with git remote add.' });
  }
  const addresses = urls.map(parseRemote);
  if (token !== null && addresses.some((address) => address?.host !== host)) {
    const said = `its address is not at ${shown(host)}, so the token is not sent`;
    return fail({ kind: 'needs-person', tried, said, next: `Look at git remote -v, and correct the address of ${shown(remote)}.` });
  }
  const helpers = entries.value.map((entry) => entry.key).filter((key) => /^credential\.(?:.*\.)?helper$/u.test(key));
  // What a person has set for it counts.
  const patience = entries.value.some(({ key }) => /^http\.(?:.*\.)?lowspeed(?:limit|time)$/iu.test(key)) ? [] : PATIENCE;
  return ok({ address: addresses[0] ?? null, helpers: [...new Set(['credential.helper', ...helpers])], patience });
}
