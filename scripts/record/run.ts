// `npm run record [-- CLI... --scene NAME --out FOLDER --without=WORD]`: plays scenes with the installed CLIs in the home of a made-up person, at two sizes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { AGENT_CLIS } from '../../src/core/harness/registry.js';
import { root } from '../../tests/helpers/checkout.js';
import { Model } from '../../tests/real/model/server.js';
import { CLI_NAMES, type CliName, cliVariables, furnish, installedCli, isOffline } from '../../tests/real/real-cli.js';
import { keep } from './corpus.js';
import { furtherScenesOf } from './further-moments.js';
import { scenesOf } from './moments.js';
import { Performance } from './perform.js';
import type { Scene } from './scene.js';

/** Made for this run by `scripts/run-record.mjs`, and gone with it. */
const HOME = '/home/me';
const REPOSITORY = join(HOME, 'widget');
const WIDE = { cols: 100, rows: 36, suffix: '' };
const NARROW = { cols: 80, rows: 24, suffix: '-narrow' };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scene: { type: 'string' },
    // Such as 140x45, instead of our two.
    size: { type: 'string' },
    // An argument that an older release does not know.
    without: { type: 'string' },
    out: { type: 'string', default: join(root, 'tests/fixtures/streams') },
  },
});
if (!isOffline()) throw new Error('there is a network: the CLIs would call their vendors');
const names = CLI_NAMES.filter((name) => positionals.length === 0 || positionals.includes(name));
for (const name of names) {
  const executable = installedCli(name);
  if (executable === null) say(`${name}: skipped, it is neither on PATH nor in the folder that ORCH_REAL_CLIS names`);
  else await record(name, executable);
}
// A CLI that outlives its terminal ends with the name space of processes.
process.exit();

async function record(cli: CliName, executable: string): Promise<void> {
  const version = versionOf(cli, executable);
  const wanted = values.scene?.split(',') ?? null;
  for (const size of sizes()) {
    for (const scene of [...scenesOf(cli), ...furtherScenesOf(cli)]) {
      if (wanted !== null && !wanted.includes(scene.name)) continue;
      if (size === NARROW && !scene.isNarrowToo) continue;
      try {
        await recordScene({ cli, executable, version, scene, size });
      } catch (error) {
        say(`${cli} ${version} ${scene.name}: ${String(error)}`);
        process.exitCode = 1;
      }
    }
  }
}

interface Order {
  readonly cli: CliName;
  readonly executable: string;
  readonly version: string;
  readonly scene: Scene;
  readonly size: typeof WIDE;
}

async function recordScene({ cli, executable, version, scene, size }: Order): Promise<void> {
  for (const entry of readdirSync(HOME)) rmSync(join(HOME, entry), { recursive: true, force: true });
  makeRepository();
  const model = await Model.start();
  const trusted = scene.isTrusted ? REPOSITORY : null;
  if (scene.isFirst !== true) await furnish(cli, { model: model.address, home: HOME, config: join(HOME, '.config'), trusted });
  const env = environment(cli, model.address, executable);
  const harness = AGENT_CLIS.find(({ name }) => name === cli)!;
  const without = values.without ?? null;
  const performance = new Performance({ harness, executable, without, cwd: REPOSITORY, env, ...size, model }, scene.task);
  const secret = [root, dirname(executable), dirname(realpathSync(executable)), process.cwd()];
  try {
    for await (const taken of performance.play(scene.steps)) {
      const raw = keep(values.out, { cli, version, ...size, secret }, taken);
      say(`${raw}: ${taken.bytes.length} bytes, still for ${taken.quietMs} ms`);
    }
  } finally {
    await model.stop();
    await performance.end();
  }
}

function sizes(): readonly (typeof WIDE)[] {
  const [cols, rows] = (values.size ?? '').split('x').map(Number);
  return cols === undefined || rows === undefined ? [WIDE, NARROW] : [{ cols, rows, suffix: `-${cols}x${rows}` }];
}

function environment(cli: CliName, model: string, executable: string): Readonly<Record<string, string>> {
  return {
    HOME,
    USER: 'me',
    LOGNAME: 'me',
    SHELL: '/bin/sh',
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    ...cliVariables(cli, model, executable),
  };
}

function makeRepository(): void {
  mkdirSync(REPOSITORY);
  writeFileSync(join(REPOSITORY, 'README.md'), 'A widget.\n');
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: REPOSITORY, env: { PATH: process.env.PATH ?? '', HOME } });
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.name', 'Pat Person');
  git('config', 'user.email', 'pat@example.org');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'First');
}

function versionOf(cli: CliName, executable: string): string {
  const env = { ...environment(cli, 'http://127.0.0.1:9', executable), HOME };
  const said = execFileSync(executable, ['--version'], { env, cwd: HOME, encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(said)?.[0] ?? 'unknown';
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
