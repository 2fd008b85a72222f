// Rules as data: those of the known CLIs are whole, and a person's lie over them.
import { describe, expect, it } from 'vitest';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';
import { compileRules, overriddenRules, type RuleFile } from '../../../src/core/harness/rule-set.js';
import { readsByRules } from '../../../src/core/harness/signal-rules.js';
import { AGENT_STATES } from '../../../src/core/model/agent.js';

const ruled = AGENT_CLIS.flatMap(({ name, rules }) => (rules === undefined ? [] : [[name, rules] as const]));

describe.each(ruled)('the rules of %s', (name, file) => {
  it('compile, carry a version, and name states there are', () => {
    expect(() => compileRules(file)).not.toThrow();
    // Or it says that nobody has seen it run.
    const isSeen = file.seenOn.length > 0 || file.rules.every(({ from }) => from === 'documentation');
    expect(isSeen).toBe(true);
    for (const rule of file.rules) expect(AGENT_STATES).toContain(rule.state);
  });

  it('have names of their own that say whose they are', () => {
    const names = file.rules.map((rule) => rule.name);
    expect(new Set(names).size).toBe(names.length);
    for (const rule of names) expect(rule).toMatch(new RegExp(`^${name}\\.(title|notification|screen)\\.`, 'u'));
  });

  it('say what is asked wherever they say that it waits', () => {
    expect(file.rules.filter((rule) => rule.state === 'waiting' && rule.asks === undefined)).toEqual([]);
  });
});

describe('rules of a person', () => {
  const base: RuleFile = {
    seenOn: ['1'],
    rules: [
      { name: 'a.title.working', on: 'title', pattern: '^works', state: 'working' },
      { name: 'a.title.rest', on: 'title', pattern: '^rests', state: 'idle' },
    ],
  };
  const read = (person: RuleFile, text: string) =>
    readsByRules(overriddenRules(base, person), () => null).read({ kind: 'title', text })?.rule ?? null;

  it('take the place of the rule of their name, and come before all others', () => {
    const person: RuleFile = {
      seenOn: ['2'],
      rules: [
        { name: 'a.title.working', on: 'title', pattern: '^busy', state: 'working' },
        { name: 'mine', on: 'title', pattern: '^rests on it', state: 'waiting', asks: 'choice' },
      ],
    };
    expect(['works', 'busy', 'rests', 'rests on it'].map((text) => read(person, text))).toEqual([
      null,
      'a.title.working',
      'a.title.rest',
      'mine',
    ]);
  });
});
