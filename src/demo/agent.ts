// The demo agent's own program: a script without a model that edits one file in steps one can watch. Runs in an agent's PTY, exits when it is done.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applied, type DemoWork, planWork } from './plan-work.js';
import { Stage } from './stage.js';
import type { DemoEdit } from './tasks.js';
import { DEMO_TASKS } from './tasks.js';

const LABEL = 'demo agent - a script, no model';
const STEP_MS = 900;
/** Between the starts of the three demo agents, so that one sees them one after another. */
const STAGGER_MS = 700;

const cwd = process.cwd();
const stage = new Stage(process.stdout, process.env);
const { prompt, speed } = readArguments(process.argv.slice(2));

process.on('SIGTERM', () => leave('Ended on request.', 143));
process.on('SIGINT', () => leave('Interrupted.', 130));
// The terminal is gone, and the one who would have read the rest with it.
process.stdout.on('error', () => process.exit(129));
listenToTyping();
await main();

async function main(): Promise<void> {
  stage.title('demo: starting');
  stage.state('working');
  stage.say(LABEL, 'cyan');
  stage.say('');
  stage.say(`Task: ${prompt}`, 'bold');
  stage.say('');
  await pause(
    STEP_MS / 2 +
      STAGGER_MS *
        Math.max(
          0,
          DEMO_TASKS.findIndex(({ file }) => prompt.includes(file)),
        ),
  );
  const agent = process.env.ORCH_AGENT ?? `${process.pid}`;
  const work = planWork({ prompt, agent, read: contentOf });
  try {
    await carryOut(work);
  } catch (error) {
    stage.state('error');
    stage.say(`Could not write ${work.file}: ${(error as Error).message}`, 'red');
    process.exit(1);
  }
  stage.title('demo: done');
  stage.state('done');
  process.exit(0);
}

async function carryOut(work: DemoWork): Promise<void> {
  switch (work.kind) {
    case 'mend':
      stage.title(`demo: ${work.file}`);
      stage.say(`Reading ${work.file}`, 'dim');
      await pause(STEP_MS);
      for (const edit of work.edits) await make(edit, work.file);
      stage.say(`Done: ${work.file} is mended. (${LABEL})`, 'green');
      return;
    case 'nothing':
      stage.say(`${work.file} needs nothing any more. (${LABEL})`);
      return;
    case 'note':
      stage.say('A demo agent knows only the files of the demo repository. It leaves a note, so that there is something to look at.');
      await pause(STEP_MS);
      stage.say(`Done: wrote ${await writeNote(work)}. (${LABEL})`, 'green');
  }
}

async function make(edit: DemoEdit, file: string): Promise<void> {
  stage.say(edit.says);
  await pause(STEP_MS / 2);
  for (const line of edit.search.split('\n')) stage.code(`- ${line.trim()}`, 'red');
  for (const line of edit.replace.split('\n')) stage.code(`+ ${line.trim()}`, 'green');
  await writeFile(join(cwd, file), applied(contentOf(file) ?? '', edit));
  await pause(STEP_MS / 2);
  stage.say('');
}

/** Never over a file that is there. */
async function writeNote({ file, text }: Extract<DemoWork, { kind: 'note' }>): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? file : file.replace(/\.md$/, `-${attempt}.md`);
    try {
      await writeFile(join(cwd, name), text, { flag: 'wx' });
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 99) throw error;
    }
  }
}

function contentOf(file: string): string | null {
  try {
    return readFileSync(join(cwd, file), 'utf8');
  } catch {
    return null; // Not there, or not readable: not a file it knows.
  }
}

function pause(ms: number): Promise<void> {
  return sleep(ms / speed);
}

/** Lines typed to it are answered, so that attaching can be tried. */
function listenToTyping(): void {
  let typed = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('error', () => {}); // The terminal went away while it was read: the output says so, too.
  process.stdin.on('data', (text: string) => {
    const lines = (typed + text).split(/\r\n|\r|\n/);
    typed = (lines.pop() ?? '').slice(-1000);
    for (const line of lines) stage.say(`demo agent heard: ${line}`, 'cyan');
  });
}

function leave(words: string, exitCode: number): void {
  stage.state('idle');
  stage.say(words, 'dim');
  process.exit(exitCode);
}

/** `[--speed=N] [--] TEXT...`: N times as fast, for tests. */
function readArguments(words: readonly string[]): { readonly prompt: string; readonly speed: number } {
  const end = words.indexOf('--');
  const options = end === -1 ? words.filter((word) => word.startsWith('--speed=')) : words.slice(0, end);
  const rest = end === -1 ? words.filter((word) => !options.includes(word)) : words.slice(end + 1);
  const asked = Number(options.findLast((word) => word.startsWith('--speed='))?.slice('--speed='.length));
  return { prompt: rest.join(' '), speed: asked > 0 ? asked : 1 };
}
