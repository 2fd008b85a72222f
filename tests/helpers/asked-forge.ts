// The adapter of the forge against one of our own on loopback, and a pull request there to be asked about.
import { createOctokitForge } from '../../src/core/adapters/octokit-forge.js';
import type { Result } from '../../src/core/model/error.js';
import type { PullAnswer, PullFacts } from '../../src/core/model/pull-request.js';
import type { Forge } from '../../src/core/ports/forge.js';
import { type ForgeServer, startForgeServer } from '../fixtures/forge-server.js';

export const TOKEN = 'ghp_secret0123456789';
export const place = { owner: 'ada', repo: 'shop', number: 1 };

export interface AskedForge {
  readonly server: ForgeServer;
  readonly forge: Forge;
  /** Milliseconds since the epoch, as the adapter has it. */
  now: number;
  /** Method and path of what was asked since the last call. */
  asked(): readonly string[];
}

export async function askedForge(timeoutMs = 20_000): Promise<AskedForge> {
  const server = await startForgeServer({ token: TOKEN });
  let seen = 0;
  const asked: AskedForge = {
    server,
    now: Date.UTC(2026, 10, 21, 11),
    forge: createOctokitForge({
      env: () => ({ GITHUB_API_URL: server.url, GITHUB_TOKEN: TOKEN, PATH: '' }),
      timeoutMs,
      now: () => asked.now,
    }),
    asked() {
      const from = seen;
      seen = server.requests.length;
      return server.requests.slice(from).map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    },
  };
  return asked;
}

/** #1 of ada/shop, from orch/fix to main. */
export async function openPull(
  { forge, asked }: AskedForge,
  changes: { readonly draft?: boolean; readonly body?: string } = {},
): Promise<void> {
  const words = { title: 'Fix the login', body: changes.body ?? 'What was done.', labels: [], reviewers: [] };
  await forge.openPullRequest({ owner: 'ada', repo: 'shop', head: 'orch/fix', base: 'main', draft: changes.draft ?? false, ...words });
  asked();
}

export function factsOf(answer: Result<PullAnswer>): PullFacts {
  if (!answer.ok || answer.value.kind !== 'facts') throw new Error(`no facts came: ${JSON.stringify(answer)}`);
  return answer.value.facts;
}
