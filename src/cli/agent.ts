// `agent`: the built-in agent at this terminal, for people; the host runs the same by its own program (`agent/main.ts`).
import { randomUUID } from 'node:crypto';
import { configCheckout, loadConfig, needsTrust } from '../core/adapters/config-files.js';
import { thisPlace } from '../core/adapters/runtime-paths.js';
import { builtinSettings } from '../core/model/builtin-settings.js';
import { fail, type Result } from '../core/model/error.js';
import { runAgent } from './agent/run-agent.js';
import { flag, type Invocation, text } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { locate } from './place.js';

export async function agent(invocation: Invocation): Promise<Result<Outcome>> {
  const place = await locate(invocation);
  if (!place.ok) return place;
  const repoDir = configCheckout(place.value);
  const loaded = await loadConfig({ place: thisPlace(), repoDir, configFile: place.value.configFile });
  if (!loaded.ok) return loaded;
  const untrusted = needsTrust(loaded.value);
  if (untrusted !== null && !process.stdin.isTTY) return fail(untrusted);
  const resumed = text(invocation, 'resume');
  const prompt = invocation.args.join(' ');
  const isTalk = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (!isTalk && prompt === '' && resumed === null)
    return fail(usage('there is no task', 'Give it as words: `orch-tui agent "Fix the login"`'));
  if (resumed !== null && !/^[\w-]{1,80}$/u.test(resumed))
    return fail(usage('that is no id of a conversation', 'Give the id that it printed'));
  const session = resumed ?? randomUUID();
  const code = await runAgent({
    options: { prompt, once: flag(invocation, 'once'), session, resumes: resumed !== null, turns: null, model: text(invocation, 'model') },
    settings: builtinSettings(loaded.value.config),
    env: process.env,
    cwd: place.value.repo,
    stateDir: place.value.stateDir,
  });
  return done(isTalk ? `To go on: orch-tui agent --resume ${session}` : '', undefined, code);
}
