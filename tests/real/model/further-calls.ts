// Acts beside the work itself as calls of the tools the CLIs have for them: a question with answers, a list of what is to do, a plan.
import type { Conversation } from './conversation.js';
import type { Act } from './script.js';
import type { ToolCall } from './tool-call.js';

type Beside = Exclude<Act, { kind: 'write' | 'shell' | 'calls' }>;
type Args = Readonly<Record<string, unknown>>;

const HEADER = 'Port';

/** The same arguments for every tool that may do it: each takes those it knows. Throws when the CLI offers none. */
export function furtherCall({ tools }: Pick<Conversation, 'tools'>, act: Beside): ToolCall {
  const [names, args] = callFor(act);
  const name = names.find((each) => tools.some((tool) => tool.name === each));
  if (name !== undefined) return { name, args: args(name) };
  const exec = names.find((each) => /^[a-z_]+$/.test(each));
  if (tools.some((tool) => tool.name === 'exec' && tool.type === 'custom') && exec !== undefined)
    return { name: 'exec', input: `text(await tools.${exec}(${JSON.stringify(args(exec))}));` };
  throw new Error(`the scripted model knows no tool for ${act.kind} among ${tools.map((tool) => tool.name).join(', ')}`);
}

function callFor(act: Beside): readonly [readonly string[], (name: string) => Args] {
  switch (act.kind) {
    case 'asks': {
      const options = act.answers.map((label) => ({ label, description: `Port ${label}` }));
      const question = { id: 'port', question: act.question, header: HEADER, options, multiSelect: false, type: 'choice' };
      return [['request_user_input', 'AskUserQuestion', 'ask_user', 'question'], () => ({ questions: [question] })];
    }
    case 'lists': {
      const status = (at: number) => (at === 0 ? 'in_progress' : 'pending');
      const todos = act.items.map((content, at) => ({
        id: String(at),
        content,
        description: content,
        activeForm: `${content} now`,
        priority: 'high',
        status: status(at),
      }));
      const plan = act.items.map((step, at) => ({ step, status: status(at) }));
      const task = { subject: act.items[0], description: act.items[0], activeForm: act.items[0] };
      return [
        ['update_plan', 'TodoWrite', 'TaskCreate', 'write_todos', 'todowrite'],
        (name) => (name === 'update_plan' ? { plan } : name === 'TaskCreate' ? task : { todos }),
      ];
    }
    case 'plans':
      return [['ExitPlanMode', 'exit_plan_mode'], () => ({ plan: act.plan, plan_path: 'plan.md', plan_filename: 'plan.md' })];
  }
}
