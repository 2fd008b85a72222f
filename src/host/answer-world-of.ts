// The world that answers to requests look at and act through, out of the parts of a host.
import type { Requests } from '../core/model/requests.js';
import type { HostStatus } from '../core/model/status.js';
import { answerStore } from './answers/answer-store.js';
import type { AnswerWorld } from './answers/answer-world.js';
import type { HostParts } from './host-parts.js';
import type { SharedWorld } from './shared-world.js';
import { untilHolds } from './until-holds.js';

interface AnsweringHost {
  status(): HostStatus;
  stop(): Promise<Requests['hostStop']['result']>;
}

export function answerWorldOf(parts: HostParts, shared: SharedWorld, host: AnsweringHost): AnswerWorld {
  const { store, runtime, clock, monitor, stateDir } = parts;
  return {
    store: answerStore(store),
    runtime,
    repository: parts.repository,
    config: parts.config,
    configPlace: () => shared.configPlace(),
    model: parts.model,
    post: parts.mail.post,
    manager: () => parts.mail.manager(),
    mail: parts.mail,
    trash: `${stateDir}/trash`,
    worktrees: `${stateDir}/wt`,
    forge: parts.forge,
    roles: parts.roles,
    workspaces: parts.workspaces,
    now: () => clock.now(),
    after: (delayMs, run) => clock.after(delayMs, run),
    until: (holds) => untilHolds(holds, store),
    untilAlsoOthers: (holds) => untilHolds(holds, store, parts.neighbours),
    host: () => host.status(),
    monitorNow: async () => {
      runtime.lookAgain();
      await monitor.writeBlock();
    },
    orderWorld: () => shared.orders(),
    whileNaming: parts.whileNaming,
    emulatorOf: async (agent) => {
      await shared.restoreScreen(agent.id);
      return runtime.emulator(agent.id);
    },
    a2a: parts.a2a,
    network: parts.network,
    neighbours: parts.neighbours,
    stopHost: () => host.stop(),
  };
}
