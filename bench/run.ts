// The measurements: picks scenarios by name, runs them one after the other, prints one table. A level that is not reached is a figure, not a failure.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { binary, root } from '../tests/helpers/checkout.js';
import type { Context, Scenario } from './rig/context.js';
import { direct } from './rig/direct.js';
import type { Figure } from './rig/figure.js';
import { writeFloodFile } from './rig/flood-file.js';
import { machineFacts } from './rig/machine.js';
import { orchTuiContender } from './rig/orch-tui.js';
import { markdownTable } from './rig/table.js';
import { tmuxVersion } from './rig/tmux.js';
import { tmuxContender } from './rig/tmux-stage.js';
import { firstScreen } from './scenarios/first-screen.js';
import { flood } from './scenarios/flood.js';
import { goals } from './scenarios/goals.js';
import { idle } from './scenarios/idle.js';
import { keystroke } from './scenarios/keystroke.js';
import { managerDigest } from './scenarios/manager-digest.js';
import { memory } from './scenarios/memory.js';
import { messages } from './scenarios/messages.js';
import { radar } from './scenarios/radar.js';
import { redis } from './scenarios/redis.js';
import { soak } from './scenarios/soak.js';
import { spinners } from './scenarios/spinners.js';
import { stateEngine } from './scenarios/state-engine.js';

const SCENARIOS: readonly Scenario[] = [
  keystroke,
  firstScreen,
  flood,
  spinners,
  idle,
  memory,
  soak,
  stateEngine,
  goals,
  managerDigest,
  messages,
  redis,
  radar,
];
const FLOOD_BYTES = 50 * 1024 * 1024;
const USAGE = `npm run bench -- [${SCENARIOS.map(({ name }) => name).join('|')}]... [--quick] [--only direct,tmux,orch-tui] [--json FILE] [--write]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const chosen = positionals.length === 0 ? SCENARIOS : SCENARIOS.filter(({ name }) => positionals.includes(name));
if (chosen.length < positionals.length) {
  console.error(USAGE);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'orch-bench-'));
const floodFile = join(folder, 'flood.txt');
const problems: string[] = [];
const context: Context = {
  isQuick: values.quick,
  rounds: values.quick ? 1 : 3,
  contenders: await contenders(values.only?.split(',') ?? null),
  floodFile,
  floodBytes: writeFloodFile(floodFile, FLOOD_BYTES),
  log: (line) => console.error(line),
  problems,
};

const figures: Figure[] = [];
for (const scenario of chosen) figures.push(...(await scenario.run(context)));
rmSync(folder, { recursive: true });

const report = await reportText();
console.log(report);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ machine: await machineFacts(), figures, problems }, null, 2)}\n`);
if (values.write) writeFileSync(join(root, 'docs/benchmarks.md'), report);

async function contenders(only: readonly string[] | null) {
  const found = [direct, ...((await tmuxVersion()) === null ? [] : [tmuxContender]), ...(existsSync(binary) ? [orchTuiContender] : [])];
  for (const name of ['tmux', 'orch-tui']) {
    if (!found.some((contender) => contender.name === name)) problems.push(`${name} is not there: its column stays empty`);
  }
  return only === null ? found : found.filter(({ name }) => only.includes(name));
}

async function reportText(): Promise<string> {
  const command = ['npm run bench', ...(positionals.length + Number(values.quick) === 0 ? [] : ['--', ...positionals])].join(' ');
  const facts = (await machineFacts()).map((fact) => `- ${fact}`).join('\n');
  const failures = problems.length === 0 ? '' : `\nProblems:\n\n${problems.map((problem) => `- ${problem}`).join('\n')}\n`;
  return `# Speed and memory

Measured side by side and interleaved in one run, ${context.rounds === 1 ? 'one quick run' : `medians of ${context.rounds} runs`}, in a terminal of 160x48. Repeat it with \`${command}${values.quick ? ' --quick' : ''}\`.

${facts}

${markdownTable(figures)}
${failures}`;
}
