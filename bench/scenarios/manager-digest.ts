// What the manager's look at new output costs: a log of 1 MB digested, in this process, the slowest of three kinds of output.
import { digestOutput } from '../../src/core/manager/output-digest.js';
import { interleaved, type Scenario } from '../rig/context.js';
import { figure } from '../rig/figure.js';

const BYTES = 1024 * 1024;
const TOKENS = 2000;
const ESC = String.fromCharCode(27);
const ROUNDS = 10;

export const managerDigest: Scenario = {
  name: 'manager-digest',
  async run(context) {
    const title = 'the digest of 1 MB of output';
    const logs = [lines(), redraws(), spinner()];
    const samples = await interleaved(context, { title, of: ['orch-tui'], measure: async () => Math.max(...logs.map(costOf)) });
    return [
      figure(title, samples, {
        name: 'CPU time, of the slowest kind of output',
        unit: 'ms',
        of: (ms) => ms,
        level: 'below 20 ms',
        reached: ({ orch }) => orch < 20,
      }),
    ];
  },
};

/** Milliseconds of CPU, the median of some rounds. */
function costOf(log: string): number {
  const taken = Array.from({ length: ROUNDS }, () => {
    const began = cpuMs();
    digestOutput(log, TOKENS);
    return cpuMs() - began;
  });
  return taken.sort((a, b) => a - b)[ROUNDS / 2] ?? Number.NaN;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function filled(piece: (at: number) => string): string {
  const pieces: string[] = [];
  for (let at = 0, size = 0; size < BYTES; at += 1) {
    const next = piece(at);
    pieces.push(next);
    size += next.length;
  }
  return pieces.join('').slice(0, BYTES);
}

const lines = () => filled((at) => `${ESC}[32mok${ESC}[0m ${at} - test number ${at * 7919} of what an agent runs\r\n`);
const redraws = () =>
  filled((at) => `${ESC}[${1 + (at % 40)};1H${ESC}[2K${ESC}[38;5;114m✻ Thinking${ESC}[0m about row ${at % 40} (${at}s · ${at} tokens)`);
const spinner = () => filled((at) => `\r${ESC}[2K${'⠋⠙⠹⠸'[at % 4]} downloading ${at % 100}%`);
