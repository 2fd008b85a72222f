// Which tools an agent has: by its role and by what the configuration allows. One that it may not use is not there at all.

import type { PageReader, ServedTool, Team, WorkFiles } from '../agent-ports.js';
import type { BuiltinSettings } from '../model/builtin-settings.js';
import type { CommandRunner } from '../ports.js';
import type { Gate, Person } from './gate.js';
import type { AgentTool } from './tool.js';
import { askPersonTool } from './tools/ask-person.js';
import { editFileTool } from './tools/edit-file.js';
import { finishTool } from './tools/finish.js';
import { listFilesTool } from './tools/list-files.js';
import { readFileTool } from './tools/read-file.js';
import { reportProgressTool } from './tools/report-progress.js';
import { runCommandTool } from './tools/run-command.js';
import { searchFilesTool } from './tools/search-files.js';
import { servedTool } from './tools/served-tool.js';
import { teamTools } from './tools/team.js';
import { fetchPageTool, webSearchTool } from './tools/web.js';
import { writeFileTool } from './tools/write-file.js';

export interface ToolboxOrder {
  readonly settings: Pick<BuiltinSettings, 'security' | 'searchUrl' | 'role'>;
  readonly files: WorkFiles;
  readonly commands: CommandRunner;
  readonly pages: PageReader;
  readonly served: readonly ServedTool[];
  readonly gate: Gate;
  readonly person: Person;
  readonly cwd: string;
  /** Of the commands that it runs. */
  readonly env: Readonly<Record<string, string>>;
  readonly onProgress: (progress: string) => void;
  /** Other agents; null where no host runs this one. */
  readonly team?: { readonly team: Team; readonly mayDelegate: 'may' | 'may not' } | null;
}

/** Whatever its role says. */
const ALWAYS: ReadonlySet<string> = new Set(['ask_person', 'report_progress', 'finish']);

export function createToolbox(order: ToolboxOrder): readonly AgentTool[] {
  const { settings, gate } = order;
  const { security, searchUrl, role } = settings;
  const all = [
    readFileTool(order),
    writeFileTool(order),
    editFileTool(order),
    listFilesTool(order),
    searchFilesTool(order),
    ...(security.allow_execution ? [runCommandTool(order)] : []),
    ...(security.allow_external_apis ? [fetchPageTool(order)] : []),
    ...(security.allow_external_apis && searchUrl !== null ? [webSearchTool({ ...order, address: searchUrl })] : []),
    ...order.served.map((tool) => servedTool(tool, gate)),
    askPersonTool(order.person),
    reportProgressTool(order.onProgress),
    finishTool(order.team?.team ?? null),
  ];
  // Who works beside others can talk with them, whatever its role; whether it may delegate is for its host to say.
  const ofTeam = order.team == null ? [] : teamTools(order.team.team, order.team.mayDelegate);
  const allowed = role?.tools ?? null;
  const named = new Set<string>();
  const own = all.filter(({ spec: { name } }) => {
    const isKnown = named.has(name);
    named.add(name);
    return !isKnown && (allowed === null || ALWAYS.has(name) || allowed.some((tool) => tool === name || isWhole(tool, name)));
  });
  return [...own, ...ofTeam.filter(({ spec: { name } }) => !named.has(name))];
}

/** `mcp__server` in a role is all tools of that server. */
function isWhole(tool: string, name: string): boolean {
  return tool.startsWith('mcp__') && name.startsWith(`${tool}__`);
}
