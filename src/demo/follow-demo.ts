// Prints how the demo goes, a line per change of an agent, until nothing of it goes on. Waits for changes; asks nothing twice.
import { errorLine, fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { AgentStatus, Status } from '../core/model/status.js';
import type { DemoClient } from './demo-host.js';

/** Several times what three agents take on a slow machine. */
const DEADLINE_MS = 180_000;

const LATE: OrchError = {
  kind: 'limit',
  tried: 'follow the demo to its end',
  said: `its agents were not done after ${DEADLINE_MS / 60_000} minutes`,
  next: 'Run `orch-tui demo --dir DIR` and see `orch-tui --repo DIR status` for what they wait for',
};

/** Resolves when all goals are over or wait for a person, or when `signal` ends it. */
export async function followDemo(order: {
  readonly client: DemoClient;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}): Promise<Result<void>> {
  const { client, print, signal } = order;
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const ended = endOf(AbortSignal.any([signal, deadline]));
  const told = new Map<string, string>();
  for (let seq = -1; ; ) {
    const answer = await Promise.race([client.request('statusAfter', { seq }), ended]);
    if (answer === null) return deadline.aborted ? fail(LATE) : ok(undefined);
    if (!answer.ok) return answer;
    const { status } = answer.value;
    seq = answer.value.seq;
    for (const agent of status.agents) {
      const line = lineOf(agent);
      if (told.get(agent.id) === line) continue;
      told.set(agent.id, line);
      print(line);
    }
    if (isOver(status)) return ok(undefined);
  }
}

function endOf(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

function isOver({ goals }: Status): boolean {
  return goals.every(({ state }) => state !== 'planning' && state !== 'running');
}

function lineOf({ name, state, result, error, why }: AgentStatus): string {
  const detail =
    error !== null
      ? errorLine(error)
      : result?.kind === 'merge'
        ? `merged into main${result.commit === null ? '' : ` as ${result.commit.slice(0, 7)}`}`
        : state === 'waiting'
          ? why.evidence
          : '';
  return `  ${plainText(name).padEnd(18)} ${state.padEnd(10)} ${plainText(detail, 400)}`.trimEnd();
}
