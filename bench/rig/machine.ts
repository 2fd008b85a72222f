// What the figures were measured on.
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { root } from '../../tests/helpers/checkout.js';
import { tmuxVersion } from './tmux.js';

export async function machineFacts(): Promise<readonly string[]> {
  const processors = cpus();
  return [
    `${processors.length} cores of ${processors[0]?.model.trim() ?? 'an unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `${type()} ${release()}, Node ${process.versions.node}, ${(await tmuxVersion()) ?? 'no tmux'}`,
    `${new Date().toISOString().slice(0, 10)}, commit ${commit()}`,
  ];
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
