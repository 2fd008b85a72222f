// The configuration view: moving among keys, changing a value in place, what is refused, and what the host says.
import { expect, it } from 'vitest';
import type { ConfigEntry } from '../../../src/core/model/config-entry.js';
import { configEntries } from '../../../src/core/model/config-entry.js';
import { configJsonSchema } from '../../../src/core/model/config-json-schema.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { chosenEntry } from '../../../src/core/view/config-rows.js';
import { fieldText, focusedField } from '../../../src/core/view/fields.js';
import { modeOf } from '../../../src/core/view/view-state.js';
import { clientView } from '../../helpers/client-view.js';

const schema = configJsonSchema();
const entries = configEntries({ config: DEFAULT_CONFIG, origins: new Map(), running: DEFAULT_CONFIG, schema });
const result = { entries, file: '/home/me/config.json', notices: [] };

function open(over: Parameters<typeof clientView>[0] = {}) {
  const client = clientView(over);
  client.does('view.config');
  client.act({ type: 'answered', method: 'configShow', params: {}, result });
  const place = () => {
    if (client.view.place.kind !== 'config') throw new Error('the configuration is not open');
    return client.view.place;
  };
  const find = (filter: string): ConfigEntry | null => {
    client.presses('/');
    client.act({ type: 'fieldChanged', field: 'configFilter', value: filter });
    client.presses('enter');
    return chosenEntry(place());
  };
  const types = (value: string) => client.act({ type: 'fieldChanged', field: 'configValue', value });
  return { client, place, find, types };
}

it('asks the host for what the files say now', () => {
  const client = clientView();
  client.does('view.config');
  expect(client.effects).toEqual([{ type: 'request', method: 'configShow', params: {} }]);
  expect(modeOf(client.view)).toBe('config');
  client.does('view.config');
  expect(client.view.place.kind).toBe('agents');
});

it('moves among the keys and stops at the ends', () => {
  const { client, place } = open();
  client.does('selection.previous');
  expect(chosenEntry(place())?.name).toBe('agents.max');
  client.does('selection.next');
  expect(chosenEntry(place())?.name).toBe('agents.default');
  client.does('page.last');
  client.does('selection.next');
  expect(chosenEntry(place())?.name).toBe(entries.at(-1)?.name);
});

it.each([
  ['stuck', 'limits.stuckMinutes'],
  ['US dollars day', 'budget.dayUsd'],
  ['ctrl-q', 'screen.leader'],
  ['no such thing', undefined],
])('the filter %j looks at name, value and meaning', (filter, name) => {
  expect(open().find(filter)?.name).toBe(name);
});

it('saves a value that may stand there, and reads everything again', () => {
  const { client, place, find, types } = open();
  find('agents.max');
  client.presses('enter');
  expect([focusedField(client.view), fieldText(client.view), modeOf(client.view)]).toEqual(['configValue', '5', 'form']);
  types('8');
  client.presses('enter');
  expect(client.effects).toEqual([{ type: 'request', method: 'configSet', params: { key: 'agents.max', text: '8' } }]);
  const saved = { key: 'agents.max', file: '/home/me/config.json', value: 8, takesEffect: 'next start' } as const;
  client.act({ type: 'answered', method: 'configSet', params: { key: 'agents.max', text: '8' }, result: saved });
  expect(place().edit).toBeNull();
  expect(client.view.toast?.text).toBe('agents.max is saved in /home/me/config.json. It holds when the host is started again.');
  expect(client.effects).toMatchObject([{ method: 'configShow' }]);
});

it.each([
  ['agents.max', '0', 'Allowed: a whole number from 1 to 200.'],
  ['agents.max', 'many', 'Allowed: a whole number from 1 to 200.'],
  ['budget.dayUsd', '2.50', null],
  ['budget.dayUsd', '', null],
  ['budget.dayUsd', '-1', 'Allowed: a number from 0 to 1000000 or null.'],
  ['finish.kind', 'mail', 'Allowed: pr, merge, branch, keep or null.'],
  ['approve', 'plan finish', null],
  ['approve', 'lunch', 'Allowed: a list of plan, command, finish.'],
  ['policy', '[{"do":"deny","tool":"shell"}]', null],
  ['policy', '[{"do":"deny","tools":"shell"}]', 'Allowed: a list, as JSON, of objects with tool, command, path, do.'],
  ['screen.ascii', 'yes', 'Allowed: true, false or null.'],
])('checks %s as it is typed: %j', (name, text, problem) => {
  const { client, place, types } = open();
  client.act({ type: 'fieldChanged', field: 'configFilter', value: name });
  client.presses('enter');
  expect(place().edit?.name).toBe(name);
  types(text);
  expect(place().edit?.problem).toBe(problem);
  client.presses('enter');
  expect(client.effects.length).toBe(problem === null ? 1 : 0);
});

it('shows beside the value what only the host could tell of it', () => {
  const { client, place, find, types } = open();
  find('screen.leader');
  client.presses('enter');
  types('q');
  client.presses('enter');
  const error = { kind: 'config', tried: 'read it', said: '"q" is needed for typing', next: 'Take a key with ctrl.' } as const;
  client.act({ type: 'refused', method: 'configSet', error });
  expect(place().edit?.problem).toBe('"q" is needed for typing. Take a key with ctrl.');
  expect(client.view.dialog).toBeNull();
  types('ctrl-x');
  expect(place().edit?.problem).toBeNull();
});

it('leaves a value as it was with Esc, first the edit and then the view', () => {
  const { client, place, find, types } = open();
  find('agents.max');
  client.presses('enter');
  types('9');
  client.presses('escape');
  expect(place().edit).toBeNull();
  client.presses('escape');
  expect(client.view.place.kind).toBe('agents');
});

it('is only read on a read-only screen', () => {
  const { client, place } = open({ isReadOnly: true });
  client.presses('enter');
  expect([place().edit, client.view.toast?.text]).toEqual([null, 'This screen is read-only.']);
});

it('never holds a secret, and an edit of one begins empty', () => {
  const config = { ...DEFAULT_CONFIG, harnesses: { claude: { args: [], model: null, rules: null, env: { KEY: 's3cret' } } } };
  const secret = configEntries({ config, origins: new Map(), running: DEFAULT_CONFIG, schema });
  expect(JSON.stringify(secret)).not.toContain('s3cret');
  const { client, place } = open();
  client.act({ type: 'answered', method: 'configShow', params: {}, result: { ...result, entries: secret } });
  client.act({ type: 'fieldChanged', field: 'configFilter', value: 'claude env' });
  client.presses('enter');
  expect(place().edit).toEqual({ name: 'harnesses.claude.env.KEY', text: '', problem: null });
});

it('tells a value that the running host does not have yet', () => {
  const config = { ...DEFAULT_CONFIG, trash: { days: 3 } };
  const [entry] = configEntries({ config, origins: new Map([['trash.days', 'file']]), running: DEFAULT_CONFIG, schema }).filter(
    ({ name }) => name === 'trash.days',
  );
  expect(entry).toMatchObject({ value: 3, origin: 'file', running: 30 });
});

it('takes a new key with its value, and shows where it stands', () => {
  const { client, place, types } = open();
  client.presses('a');
  expect([modeOf(client.view), focusedField(client.view), fieldText(client.view)]).toEqual(['form', 'configValue', '']);
  types('harnesses.mine.command');
  client.presses('enter');
  expect([client.effects, place().edit?.problem]).toEqual([[], 'Type the name of the key, a blank, and its value.']);
  types('harnesses.mine.command mycli --task {prompt}');
  client.presses('enter');
  expect(client.effects).toEqual([
    { type: 'request', method: 'configSet', params: { key: 'harnesses.mine.command', text: 'mycli --task {prompt}' } },
  ]);
  const refused = { kind: 'usage', tried: 'set it', said: 'there is no such key', next: 'Look at the list.' } as const;
  client.act({ type: 'refused', method: 'configSet', error: refused });
  expect(place().edit).toMatchObject({ name: null, problem: 'there is no such key. Look at the list.' });
  const saved = { key: 'harnesses.mine.command', file: result.file, value: ['mycli'], takesEffect: 'next start' } as const;
  client.act({ type: 'answered', method: 'configSet', params: { key: saved.key, text: 'mycli' }, result: saved });
  expect([place().edit, place().chosen]).toEqual([null, 'harnesses.mine.command']);
  client.presses('a', 'escape');
  expect(place().edit).toBeNull();
});

it('takes out what the own file says once that is confirmed, and nothing else', () => {
  const origins = new Map([
    ['agents.max', result.file],
    ['agents.default', 'ORCH_AGENTS_DEFAULT'],
  ]);
  const own = configEntries({ config: DEFAULT_CONFIG, origins, running: DEFAULT_CONFIG, schema });
  const { client } = open();
  client.act({ type: 'answered', method: 'configShow', params: {}, result: { ...result, entries: own } });
  client.presses('D');
  expect(client.view.dialog).toMatchObject({ kind: 'confirm', title: 'Take agents.max out?', chosen: 'no' });
  client.presses('y');
  expect(client.effects).toEqual([{ type: 'request', method: 'configUnset', params: { key: 'agents.max' } }]);
  const out = { key: 'agents.max', file: result.file, takesEffect: 'now' } as const;
  client.act({ type: 'answered', method: 'configUnset', params: { key: out.key }, result: out });
  expect(client.effects).toEqual([{ type: 'request', method: 'configShow', params: {} }]);
  expect(client.view.toast?.text).toContain('agents.max is taken out');
  client.does('selection.next');
  client.presses('D');
  expect([client.view.dialog, client.view.toast?.text]).toEqual([null, 'agents.default comes from ORCH_AGENTS_DEFAULT: change it there.']);
  client.does('page.last');
  client.presses('D');
  expect(client.view.toast?.text).toMatch(/has its default\.$/u);
});

it('a screen that only looks on neither adds nor takes out', () => {
  const { client, place } = open({ isReadOnly: true });
  client.presses('a', 'D');
  expect([place().edit, client.view.dialog, client.view.toast?.text]).toEqual([null, null, 'This screen is read-only.']);
});
