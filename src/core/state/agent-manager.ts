// What the manager does about an agent, as it shows in its state: asked, decided, given up. Pure.
import type { Agent, AgentManager } from '../model/agent.js';
import { KEPT_DECISIONS } from '../model/decision.js';
import type { EventOf } from '../model/event.js';

export function afterManager(agent: Agent, event: EventOf<'manager.asked' | 'manager.decided' | 'manager.failed'>): Agent {
  const before: AgentManager = agent.manager ?? { state: 'ready', decisions: [], askedSeq: 0 };
  switch (event.type) {
    case 'manager.asked':
      return { ...agent, manager: { ...before, state: 'asked', askedSeq: event.seq } };
    case 'manager.decided': {
      const { progress, thought } = event.decision;
      const decisions = [...before.decisions, event.decision].slice(-KEPT_DECISIONS);
      return { ...agent, progress, thought, manager: { ...before, state: 'ready', decisions } };
    }
    case 'manager.failed':
      return { ...agent, manager: { ...before, state: 'off' } };
  }
}
