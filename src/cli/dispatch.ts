// From a command's name to its file. Each is loaded only when it is called: start-up is what a person waits for.
import type { Result } from '../core/model/error.js';
import type { Invocation } from './invocation.js';
import type { Outcome } from './outcome.js';

type Load = () => Promise<(invocation: Invocation) => Promise<Result<Outcome>>>;

const COMMANDS: Readonly<Record<string, Load>> = {
  'screen-of-all': async () => (await import('./open-screen.js')).openScreen,
  attach: async () => (await import('./open-screen.js')).openScreen,
  demo: async () => (await import('./demo.js')).demo,
  run: async () => (await import('./run.js')).run,
  status: async () => (await import('./status.js')).status,
  issues: async () => (await import('./issues.js')).issues,
  list: async () => (await import('./goals.js')).listGoals,
  show: async () => (await import('./goals.js')).showGoal,
  cleanup: async () => (await import('./cleanup.js')).cleanup,
  resume: async () => (await import('./agent-orders.js')).resume,
  approve: async () => (await import('./plan-orders.js')).approve,
  replan: async () => (await import('./plan-orders.js')).replan,
  send: async () => (await import('./agent-orders.js')).send,
  messages: async () => (await import('./messages.js')).messages,
  answer: async () => (await import('./answer.js')).answer,
  interrupt: async () => (await import('./agent-orders.js')).interrupt,
  stop: async () => (await import('./agent-orders.js')).stop,
  remove: async () => (await import('./remove.js')).remove,
  finish: async () => (await import('./agent-orders.js')).finish,
  compare: async () => (await import('./tries.js')).compare,
  pick: async () => (await import('./tries.js')).pick,
  logs: async () => (await import('./logs.js')).logs,
  screen: async () => (await import('./agent-views.js')).screen,
  why: async () => (await import('./agent-views.js')).why,
  diff: async () => (await import('./agent-views.js')).diff,
  host: async () => (await import('./host.js')).host,
  trash: async () => (await import('./trash.js')).trash,
  pulls: async () => (await import('./pulls.js')).pulls,
  doctor: async () => (await import('./doctor.js')).doctor,
  config: async () => (await import('./config.js')).config,
  agent: async () => (await import('./agent.js')).agent,
  mcp: async () => (await import('./mcp.js')).mcp,
  agents: async () => (await import('./agent-door/letters.js')).agents,
  inbox: async () => (await import('./agent-door/letters.js')).inbox,
  tell: async () => (await import('./agent-door/letters.js')).tell,
  reply: async () => (await import('./agent-door/letters.js')).reply,
  progress: async () => (await import('./agent-door/own-way.js')).progress,
  ask: async () => (await import('./agent-door/own-way.js')).ask,
  'hand-over': async () => (await import('./agent-door/own-way.js')).handOver,
  done: async () => (await import('./agent-door/own-way.js')).finished,
  delegate: async () => (await import('./agent-door/tasks.js')).delegate,
  result: async () => (await import('./agent-door/tasks.js')).result,
  worker: async () => (await import('./worker.js')).worker,
  completion: async () => (await import('./completion.js')).completion,
};

export async function dispatch(invocation: Invocation): Promise<Result<Outcome>> {
  const load = COMMANDS[invocation.name];
  if (load === undefined) throw new Error(`no file for the command ${invocation.name}`);
  const command = await load();
  return command(invocation);
}
