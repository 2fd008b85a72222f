// Waits until the agents of a sandbox are as a story needs them, by `status --watch --json`: no polling, no sleeps.
import { LongCommand } from './long-command.js';
import type { Sandbox } from './sandbox.js';
import type { AgentStatus, Status } from './story.js';

/** The first status that is right; fails with what was shown last. */
export async function untilStatus(
  sandbox: Sandbox,
  what: string,
  isRight: (status: Status) => boolean,
  deadlineMs?: number,
): Promise<Status> {
  const watch = new LongCommand(sandbox, ['status', '--watch', '--json']);
  const latest = () =>
    watch.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Status);
  try {
    await watch.until(what, () => latest().some(isRight), deadlineMs);
    return latest().find(isRight) as Status;
  } finally {
    watch.signal('SIGKILL');
    await watch.ended;
  }
}

export async function untilAgent(sandbox: Sandbox, name: string, ...states: readonly string[]): Promise<AgentStatus> {
  const find = ({ agents }: Status) => agents.find((agent) => agent.name === name && states.includes(agent.state));
  const status = await untilStatus(sandbox, `${name} is ${states.join(' or ')}`, (each) => find(each) !== undefined);
  return find(status) as AgentStatus;
}
