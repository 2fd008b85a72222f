// An act of the script as a call of a tool that the CLI itself offers: each CLI has other names and other arguments.
import { isAbsolute, join } from 'node:path';
import type { Conversation } from './conversation.js';
import { furtherCall } from './further-calls.js';
import { ownCall } from './own-calls.js';
import type { Act } from './script.js';

/** `input` instead of `args` for a tool that takes plain text. */
export type ToolCall =
  | { readonly name: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly name: string; readonly input: string };

const WHY = 'Do you want to let this change the repository?';

/** Throws when the CLI offers no tool for it. */
export function toolCall({ tools, folder }: Pick<Conversation, 'tools' | 'folder'>, act: Act): ToolCall {
  const offers = (name: string, type?: string) => tools.some((tool) => tool.name === name && (type === undefined || tool.type === type));
  if (act.kind === 'shell') {
    const { command } = act;
    const args = { command, description: 'Commits the change' };
    if (offers('Bash')) return { name: 'Bash', args };
    if (offers('run_shell_command')) return { name: 'run_shell_command', args };
    if (offers('bash')) return { name: 'bash', args };
    // codex asks only for what its sandbox forbids: this command says so at once.
    const escalated = { cmd: command, sandbox_permissions: 'require_escalated', justification: WHY };
    if (offers('exec_command')) return { name: 'exec_command', args: escalated };
    if (offers('exec', 'custom')) return { name: 'exec', input: `text(await tools.exec_command(${JSON.stringify(escalated)}));` };
    if (offers('shell_command'))
      return { name: 'shell_command', args: { command, sandbox_permissions: 'require_escalated', justification: WHY } };
    throw noTool('a shell command', tools);
  }
  if (act.kind === 'calls') return ownCall({ tools }, act);
  if (act.kind !== 'write') return furtherCall({ tools }, act);
  const { content } = act;
  const path = isAbsolute(act.path) ? act.path : join(folder ?? '.', act.path);
  if (offers('Write')) return { name: 'Write', args: { file_path: path, content } };
  if (offers('write_file')) return { name: 'write_file', args: { file_path: path, content } };
  if (offers('write')) return { name: 'write', args: { filePath: path, content } };
  const patch = newFilePatch(act.path, content);
  if (offers('apply_patch', 'custom')) return { name: 'apply_patch', input: patch };
  if (offers('apply_patch')) return { name: 'apply_patch', args: { input: patch } };
  if (offers('exec', 'custom')) return { name: 'exec', input: `text(await tools.apply_patch(${JSON.stringify(patch)}));` };
  // An older codex that does not know its model is given no tool to edit with.
  return toolCall({ tools, folder }, { kind: 'shell', command: `echo '${content.trimEnd()}' > ${act.path}` });
}

function newFilePatch(path: string, content: string): string {
  const added = content
    .trimEnd()
    .split('\n')
    .map((line) => `+${line}\n`);
  return `*** Begin Patch\n*** Add File: ${path}\n${added.join('')}*** End Patch\n`;
}

function noTool(what: string, tools: Conversation['tools']): Error {
  return new Error(`the scripted model knows no tool for ${what} among ${tools.map(({ name }) => name).join(', ')}`);
}
