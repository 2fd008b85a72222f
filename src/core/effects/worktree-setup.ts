// Makes a worktree ready: dependencies by its lock files, then the setup command. What runs is the configuration's; it is stopped by a signal.
import type { Config } from '../model/config.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Install, SetupLog } from '../ports/worktree.js';
import type { EffectPorts } from './effect-ports.js';
import { failedCommand } from './verify-work.js';

export type ReadyPorts = Pick<EffectPorts, 'commands' | 'repository' | 'worktrees'>;

export interface ReadyOrder {
  /** Whose worktree, for errors. */
  readonly name: string;
  readonly worktree: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly log: SetupLog;
  /** Called before each step, with what it is in plain words. */
  readonly onStep: (what: string) => void;
}

/** What is done first; null where nothing is to be done. */
export function firstStep({ installs, setup }: Config['worktree']): string | null {
  const command = installs[0]?.command ?? setup;
  return command === null ? null : plainText(command, 100);
}

/** Notes of what was left out. An error is what a person mends; one that was stopped is `interrupted`. */
export async function makeReady(order: ReadyOrder, ports: ReadyPorts): Promise<Result<readonly string[]>> {
  const { installs, setup } = ports.worktrees.config;
  const notes: string[] = [];
  for (const install of installs) {
    const done = await installOne(order, ports, install);
    if (!done.ok) return told(order, done);
    notes.push(...done.value);
  }
  const done = setup === null ? ok(undefined) : await runStep(order, ports, { what: 'setup', command: setup });
  return done.ok ? ok(notes) : told(order, done);
}

async function installOne(order: ReadyOrder, ports: ReadyPorts, install: Install): Promise<Result<readonly string[]>> {
  const { installs, installing } = ports.worktrees;
  const { worktree, signal } = order;
  if (signal.aborted) return fail(stopped(order));
  const found = await installs.keyOf({ worktree, install });
  if (!found.ok) return found;
  if ('skip' in found.value) return ok([note(order, `not installed by ${plainText(install.command, 100)}: ${found.value.skip}`)]);
  const place = { ...found.value, worktree };
  const before = await ports.repository.heldIn({ worktree, folder: place.folder });
  if (!before.ok) return before;
  // A copy would take the place of what the branch has there.
  if (before.value === 'tracked')
    return ok([note(order, `not installed by ${plainText(install.command, 100)}: git has files of ${place.folder}`)]);
  let isWaiting = true;
  order.onStep(plainText(install.command, 100));
  const turn = installing.run(place.key, async (): Promise<Result<readonly string[]>> => {
    isWaiting = false;
    if (signal.aborted) return fail(stopped(order));
    const placed = await installs.place(place);
    // A copy that does not come about is no reason to do without: it is installed as if there were none.
    if (placed.ok && placed.value) return seen(order, ports, { folder: place.folder, notes: [note(order, `${place.folder} was copied`)] });
    const ran = await runStep(order, ports, { what: 'install', command: install.command });
    if (!ran.ok) return ran;
    const checked = await seen(order, ports, { folder: place.folder, notes: [] });
    if (!checked.ok) return checked;
    const kept = await installs.keep(place);
    return ok(kept.ok ? [] : [note(order, `${place.folder} is not kept for later worktrees: ${kept.error.said}`)]);
  });
  // Whoever is stopped while another installs does not wait for that.
  return Promise.race([turn, whenAborted(signal, () => isWaiting).then(() => fail(stopped(order)))]);
}

/** What git sees of an install would be committed with the work. */
async function seen(
  { name, worktree }: ReadyOrder,
  { repository }: ReadyPorts,
  { folder, notes }: { readonly folder: string; readonly notes: readonly string[] },
): Promise<Result<readonly string[]>> {
  const held = await repository.heldIn({ worktree, folder });
  if (!held.ok) return held;
  if (held.value === 'nothing') return ok(notes);
  return fail({
    kind: 'setup',
    tried: `make the worktree of ${name} ready`,
    said: `git does not ignore ${folder}, so it would be committed with the work`,
    next: `Write ${folder}/ in .gitignore and press r`,
  });
}

async function runStep(
  order: ReadyOrder,
  { commands, worktrees }: ReadyPorts,
  { what, command }: { readonly what: 'install' | 'setup'; readonly command: string },
): Promise<Result<void>> {
  const { worktree: cwd, env, signal, log } = order;
  if (signal.aborted) return fail(stopped(order));
  const shown = plainText(command, 100);
  order.onStep(shown);
  log.write(`$ ${shown}\n`);
  const timeoutMs = worktrees.config.timeoutSeconds * 1000;
  const run = await commands.run({ command, cwd, env, timeoutMs, signal, onOutput: (chunk) => log.write(chunk) });
  if (signal.aborted) return fail(stopped(order));
  if (run.exitCode === 0 && !run.timedOut) return ok(undefined);
  return fail({
    kind: 'setup',
    tried: `make the worktree of ${order.name} ready with \`${shown}\``,
    said: failedCommand(what, run, timeoutMs),
    next: `Mend it and press r, or read \`orch-tui logs ${order.name} --setup\``,
  });
}

function note({ log }: ReadyOrder, text: string): string {
  log.write(`[orch-tui] ${text}\n`);
  return text;
}

function told<Failed extends { readonly error: OrchError }>({ log }: ReadyOrder, failed: Failed): Failed {
  log.write(`\n[orch-tui] ${failed.error.said}\n`);
  return failed;
}

function stopped({ name }: ReadyOrder): OrchError {
  const next = 'Press r to make it ready again';
  return { kind: 'interrupted', tried: `make the worktree of ${name} ready`, said: 'it was stopped', next };
}

/** Only while `matters`; else never. */
function whenAborted(signal: AbortSignal, matters: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const tell = () => {
      if (matters()) resolve();
    };
    if (signal.aborted) tell();
    signal.addEventListener('abort', tell, { once: true });
  });
}
