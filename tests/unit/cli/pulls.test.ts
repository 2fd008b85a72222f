// Pull requests on the command line: the list as a person reads it, and what is refused before any host is asked.
import { describe, expect, it } from 'vitest';
import { pulls, pullsIn, pullsText } from '../../../src/cli/pulls.js';
import type { AgentStatus, GoalStatus } from '../../../src/core/model/status.js';
import { pullRequest } from '../../helpers/pulls.js';

const now = Date.parse('2026-11-26T22:00:00.000Z');

describe('the list of pull requests', () => {
  it('has a row each: how it stands, how old, its branch, and where it is or what keeps it', () => {
    const error = { kind: 'needs-person', tried: 't', said: 'lint failed', next: 'n' } as const;
    const stuck = pullRequest({ number: 9, follow: 'paused', error, branch: 'orch/b' });
    expect(pullsText([pullRequest(), stuck], now)).toBe(
      ['PR #12           2 h  orch/name-a  https://github.com/o/r/pull/12', 'PR #9 needs you  2 h  orch/b       lint failed'].join('\n'),
    );
  });

  it('says where there is none', () => {
    expect(pullsText([], now)).toBe('no pull request was opened here');
  });

  it('has of a stored state each one once, the newest first', () => {
    const older = pullRequest();
    const newer = pullRequest({ id: 'h/o/r#13', number: 13, openedAt: '2026-11-26T21:00:00.000Z' });
    const of = (pull: unknown) => ({ pull });
    const agents = [of(older), of(newer), of(null), {}] as unknown as readonly AgentStatus[];
    expect(pullsIn({ agents, goals: [of(older)] as unknown as readonly GoalStatus[] })).toEqual([newer, older]);
  });
});

describe('refused is', () => {
  it.each([
    ['a name for the list', ['list', '12'], {}, 'list takes no name'],
    ['a merge of nothing', ['merge'], {}, 'merge takes a number, or the name of an agent'],
    ['following nothing', ['follow'], {}, 'follow takes a number, or the name of an agent'],
    ['--auto for a merge', ['merge', '12'], { auto: true }, '--auto is for follow'],
    ['a method for leaving one alone', ['unfollow', '12'], { mergeMethod: 'squash' }, 'unfollow takes no --merge-method'],
    ['what it does not know', ['close', '12'], {}, 'pulls does not know close'],
  ] as const)('%s', async (_, args, options, said) => {
    expect(await pulls({ name: 'pulls', args, options })).toMatchObject({ ok: false, error: { kind: 'usage', said } });
  });
});
