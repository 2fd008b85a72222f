// Who an agent is, and whom it can talk to.
import type { Agent } from '../../core/model/agent.js';
import type { Contact } from '../../core/model/agent-methods.js';
import { ok } from '../../core/model/error.js';
import { atHome, HOME_NODE, type HomeContact } from '../../core/model/home-party.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AppState } from '../../core/model/state.js';
import type { Role } from '../../core/roles/role.js';
import { guestAbove } from '../../core/state/parties-at-home.js';
import { circleOf } from './circle.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';

const GOAL = 2000;
const TASK = 300;

export function selfAnswers({ store, delegates, roles, results, circles }: DoorWorld): Pick<DoorAnswers, 'agentSelf' | 'agentContacts'> {
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
      const guest = guestAbove(store.state, agent.id);
      const home = guest === null ? [] : (circles.get(guest.id) ?? []);
      return ok({ agents: [...agents, ...home.map(contactAtHome)] });
    },
  };
}

function nameOfParent({ agents }: AppState, { parent, home }: Agent): string | null {
  return parent === null ? (home?.parent ?? null) : (agents[parent]?.name ?? null);
}

/** Nobody asks all the time what they do: their state is not known here. */
function contactAtHome({ name, role, harness, task }: HomeContact): Contact {
  return { id: atHome(name), name, role, harness, state: 'unknown', parent: null, capabilities: [], task, node: HOME_NODE, isSelf: false };
}

function capabilitiesOf(role: Role | undefined): readonly string[] {
  if (role === undefined) return ['works on files and runs commands in its own worktree'];
  const purpose = plainText(role.purpose, 300);
  const made = role.artifact === null ? [] : [`ends in the file ${plainText(role.artifact, 100)}`];
  return [purpose, ...made, ...role.tools.map((tool) => `tool ${plainText(tool, 40)}`)];
}
