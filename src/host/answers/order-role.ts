// A goal without a plan whose role was named (`--role`): what its agents are told, and the file in which they end. Nothing is made here.
import type { FinishPlan } from '../../core/model/agent.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import type { NewAgent } from '../../core/model/event.js';
import { plainText } from '../../core/model/plain-text.js';
import type { RunParams } from '../../core/model/requests.js';
import { MAY_DELEGATE, speaksOfIt } from '../../core/roles/delegation-words.js';
import { taskText } from '../../core/roles/task-text.js';
import type { OrderWorld } from './order-world.js';

const TITLE = 100;

export type RoleWork = Pick<NewAgent, 'text' | 'brief' | 'finish'>;

/** A role that ends in a file does so unless another end was ordered. `finish`: as it is without a role. */
export async function roleWork(params: RunParams, finish: FinishPlan, world: Pick<OrderWorld, 'roles'>): Promise<Result<RoleWork>> {
  const { part } = params;
  if (part !== undefined) return ok({ text: params.text, finish, brief: { title: part.title, text: part.brief } });
  if (params.role === null) return ok({ text: params.text, finish, ...toldToDelegate(params) });
  const roles = await world.roles();
  if (!roles.ok) return roles;
  const role = roles.value.find(({ name }) => name === params.role);
  if (role === undefined) {
    const names = roles.value.map(({ name }) => name).join(', ');
    const said = `there is no role ${plainText(params.role, 60)}`;
    return fail({ kind: 'usage', tried: 'start the goal', said, next: names === '' ? 'Leave --role out' : `Allowed: ${names}` });
  }
  const artifact = params.finish === null ? role.artifact : null;
  const kind = artifact === null ? 'code' : 'artifact';
  const title = plainText(params.text.split('\n').find((line) => plainText(line) !== '') ?? '', TITLE);
  const task = { title, text: params.text, done: null, kind, artifact } as const;
  const verify = artifact === null ? finish.verify : null;
  const text = taskText(role, { goal: null, task, verify, results: [] });
  const end: FinishPlan = artifact === null ? finish : { ...finish, kind: 'branch', verify: null, artifact };
  const told = params.delegate === 'always' && !speaksOfIt(role) ? `${text}\n\n${MAY_DELEGATE}` : text;
  return ok({ text: told, brief: { title, text: params.text }, finish: end });
}

/** Without a role its words stay those of the person, with what they have allowed below them. */
function toldToDelegate({ text, delegate }: RunParams): Partial<RoleWork> {
  if (delegate !== 'always') return {};
  const title = plainText(text.split('\n').find((line) => plainText(line) !== '') ?? '', TITLE);
  return { text: `${text}\n\n${MAY_DELEGATE}`, brief: { title, text } };
}

/** The file of an agent is kept in the folder of its goal; those of several agents on one task are told apart. */
export function inWorkspace(agents: readonly NewAgent[], workspace: string): readonly NewAgent[] {
  return agents.map((agent) => {
    if (agent.finish.artifact === undefined) return agent;
    const folder = agents.length === 1 ? '' : `/${agent.name}`;
    return { ...agent, finish: { ...agent.finish, artifactFolder: `${workspace}/artifacts${folder}` } };
  });
}
