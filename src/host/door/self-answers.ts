// Who an agent is, and whom it can talk to.
import type { Agent } from '../../core/model/agent.js';
import type { Contact } from '../../core/model/agent-methods.js';
import { ok } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AppState } from '../../core/model/state.js';
import type { Role } from '../../core/roles/role.js';
import { circleOf } from './circle.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';

const GOAL = 2000;
const TASK = 300;

export function selfAnswers({ store, delegates, roles, results }: DoorWorld): Pick<DoorAnswers, 'agentSelf' | 'agentContacts'> {
  return {
    async agentSelf({ agent }) {
      const { id, name, role, delegation } = agent;
      const goal = plainText(store.state.goals[agent.goal]?.text ?? agent.text, GOAL);
      const mayDelegate = delegates.mayDelegate(agent);
      return ok({ id, name, goal, role, parent: nameOfParent(store.state, agent), depth: delegation?.depth ?? 0, mayDelegate });
    },
    async agentContacts({ agent }) {
      // It looks whether those below it have begun.
      results.lacking(agent.id);
      const found = await roles();
      const known = found.ok ? found.value : [];
      const agents = circleOf(store.state, agent).map((other): Contact => {
        const { id, name, role, launch, state, node } = other;
        return {
          id,
          name,
          role,
          harness: launch.harness,
          state,
          parent: nameOfParent(store.state, other),
          capabilities: capabilitiesOf(known.find((each) => each.name === role)),
          task: plainText(other.brief?.title ?? other.text, TASK),
          node: node ?? null,
          isSelf: id === agent.id,
        };
      });
      return ok({ agents });
    },
  };
}

function nameOfParent({ agents }: AppState, { parent }: Agent): string | null {
  return parent === null ? null : (agents[parent]?.name ?? null);
}

function capabilitiesOf(role: Role | undefined): readonly string[] {
  if (role === undefined) return ['works on files and runs commands in its own worktree'];
  const purpose = plainText(role.purpose, 300);
  const made = role.artifact === null ? [] : [`ends in the file ${plainText(role.artifact, 100)}`];
  return [purpose, ...made, ...role.tools.map((tool) => `tool ${plainText(tool, 40)}`)];
}
