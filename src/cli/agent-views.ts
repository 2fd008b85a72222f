// What one agent shows, why it is in its state, and what it changed.
import type { Result } from '../core/model/error.js';
import { savedSentence } from '../core/view/saved-words.js';
import { inHost, storedOrHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';

export function screen(invocation: Invocation): Promise<Result<Outcome>> {
  return inHost(invocation, async (connection) => {
    const answer = await connection.request('screen', { agent: invocation.args[0] ?? '', ansi: flag(invocation, 'ansi') });
    return answer.ok ? done(answer.value.text.trimEnd(), answer.value) : answer;
  });
}

export function why(invocation: Invocation): Promise<Result<Outcome>> {
  const agent = invocation.args[0] ?? '';
  return storedOrHost(invocation, {
    live: async (connection) => connection.request('why', { agent }),
    stored: (stored) => stored.why(agent),
    tell: (value, host) => {
      const { state, why: reason, history } = value;
      const lines = [
        `${value.agent} is ${state}`,
        `  because ${reason.source} · ${reason.rule}${reason.evidence === '' ? '' : `: ${reason.evidence}`}`,
        `  since ${reason.at}`,
        ...history.map((entry) => `  ${entry.at}  ${entry.text}`),
      ];
      return done(lines.join('\n'), { host, ...value });
    },
  });
}

export function diff(invocation: Invocation): Promise<Result<Outcome>> {
  const agent = invocation.args[0] ?? '';
  return storedOrHost(invocation, {
    live: async (connection) => connection.request('diff', { agent }),
    stored: async (stored, { repo }) => {
      const { litterOf } = await import('../core/harness/registry.js');
      return stored.diff(agent, { repo, litterOf: ({ launch }) => litterOf(launch) });
    },
    tell: (value, host) => {
      const { saved } = value;
      if (saved !== undefined) process.stderr.write(`orch-tui: ${savedSentence(agent, saved)}\n`);
      if (value.truncated) process.stderr.write('orch-tui: the diff is cut at 2 MB; see the worktree for the rest\n');
      // Only its last line break: blanks at the end belong to the patch.
      return done(value.diff.replace(/\n$/u, ''), { host, ...value });
    },
  });
}
