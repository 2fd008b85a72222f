// A person's files of state rules: read from beside their configuration, checked, and laid over those of the CLI.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHarnessRegistry } from '../../../src/core/harness/registry.js';
import { loadRules } from '../../../src/host/load-rules.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const harness = (rules: string | null, command?: string[]) => ({
  args: [],
  model: null,
  promptSuffix: null,
  env: {},
  rules,
  ...(command === undefined ? {} : { command }),
});
const rule = { name: 'mine', on: 'title', pattern: '^busy', state: 'working' };

async function registryWith(name: string, file: unknown, command?: string[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rules.json'), JSON.stringify(file));
  const configured = { [name]: harness('rules.json', command) };
  const loaded = await loadRules(configured, folder);
  if (!loaded.ok) throw new Error(loaded.error.said);
  const found = createHarnessRegistry({ demoScript: '/d', configured, rules: loaded.value }).find({ harness: name, command: null });
  if (!found.ok) throw new Error(found.error.said);
  return found.value;
}

describe('rules of a person', () => {
  it('lie over those of a CLI', async () => {
    const claude = await registryWith('claude', { rules: [rule] });
    expect(claude.read({ kind: 'title', text: 'busy with it' })?.rule).toBe('mine');
    expect(claude.read({ kind: 'title', text: '⠂ Topic' })?.rule).toBe('claude.title.working');
  });

  it('give a command of the configuration signs of its own, beside those every command has', async () => {
    const mine = await registryWith('my-agent', { rules: [rule] }, ['my-agent']);
    expect(mine.read({ kind: 'title', text: 'busy' })?.rule).toBe('mine');
    expect(mine.read({ kind: 'osc7501', payload: 'state=blocked' })?.state).toBe('waiting');
    expect(mine.read({ kind: 'prompt', mark: 'C', exitCode: null })?.rule).toBe('osc133.C');
  });

  it('tell of limits, too, and of answers by a letter', async () => {
    const limit = { name: 'limit', on: 'screen', pattern: '^Quota until (.+)', state: 'limited', fails: 'usage-limit', resets: '$1' };
    const asks = { name: 'asks', on: 'screen', pattern: '^Go on\\? ', state: 'waiting', asks: 'permission', options: 'letters' };
    const mine = await registryWith('my-agent', { rules: [limit, asks] }, ['my-agent']);
    const failure = { kind: 'usage-limit', retries: 'not', resets: '3pm' };
    expect(mine.read({ kind: 'screen', text: 'Quota until 3pm' })).toMatchObject({ state: 'limited', failure });
    expect(mine.read({ kind: 'screen', text: 'Go on? (Y)es/(N)o:' })?.dialog?.options.map(({ label }) => label)).toEqual(['Yes', 'No']);
  });

  it.each([
    ['a state that is none', { rules: [{ ...rule, state: 'busy' }] }, 'rules.0.state'],
    ['a pattern that is none', { rules: [{ ...rule, pattern: '(' }] }, 'rules.0.pattern: is no regular expression'],
    ['a key that is none', { rules: [{ ...rule, patern: 'x' }] }, 'rules.0'],
    ['a composer that is none', { composer: '[' }, 'composer'],
    ['no object', [], 'the file'],
  ])('with %s are refused, with where', async (_, file, where) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'rules.json'), JSON.stringify(file));
    expect(await loadRules({ claude: harness('rules.json') }, folder)).toMatchObject({
      ok: false,
      error: { kind: 'config', tried: expect.stringContaining('rules.json'), said: expect.stringContaining(where) },
    });
  });

  it('that are not there are an error', async () => {
    expect(await loadRules({ claude: harness('nowhere.json') }, '/no/such/folder')).toMatchObject({ ok: false, error: { kind: 'config' } });
  });
});
