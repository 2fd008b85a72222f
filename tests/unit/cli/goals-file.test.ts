// Goals of a file: which lines are goals, what is refused, and that nothing is started before all are known to be good.
import { describe, expect, it } from 'vitest';
import { goalLines } from '../../../src/cli/goals-file.js';
import { type LineOrder, startGoals } from '../../../src/cli/start-goals.js';
import type { Connection } from '../../../src/client/connection.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { RunParams } from '../../../src/core/model/requests.js';

describe('the lines of a file', () => {
  it('are goals with their numbers; blank ones and comments are not', () => {
    expect(goalLines('# night\r\nFix the login\r\n\r\n  Write docs # as in #12  \n\t# later\n')).toEqual(
      ok([
        { line: 2, text: 'Fix the login' },
        { line: 4, text: 'Write docs # as in #12' },
      ]),
    );
  });

  it.each([
    ['none', '\n# nothing\n', /there is no goal in the file/],
    ['too many', 'x\n'.repeat(501), /501 goals .* at most 500/],
  ])('are refused where there are %s', (_sentence, text, said) => {
    expect(goalLines(text)).toMatchObject({ ok: false, error: { kind: 'usage', said: expect.stringMatching(said) } });
  });
});

describe('starting them', () => {
  const orders = ['good', 'bad', 'better'].map((text, at): LineOrder => ({ line: at + 3, params: { text } as RunParams }));
  const refusal = fail({ kind: 'usage', tried: 'hand over the task', said: 'it is bad', next: 'Mend it' });

  /** A host that refuses texts at `refuses`; what it was asked. */
  function host(refuses: { readonly method: string; readonly text: string; readonly kind?: 'no-host' }) {
    const asked: string[] = [];
    const request = async (method: string, { text }: RunParams) => {
      asked.push(`${method} ${text}`);
      if (method === refuses.method && text === refuses.text) {
        return refuses.kind === undefined ? refusal : fail({ ...refusal.error, kind: refuses.kind });
      }
      return ok(method === 'run' ? { goal: `g-${text}`, agents: [] } : { notes: [] });
    };
    return { asked, connection: { request } as unknown as Pick<Connection, 'request'> };
  }

  it('begins when all are good, in their order', async () => {
    const { asked, connection } = host({ method: '', text: '' });
    const started = await startGoals(connection, orders);
    expect(started).toMatchObject({ ok: true, value: [{ goal: 'g-good' }, { goal: 'g-bad' }, { goal: 'g-better' }] });
    expect(asked).toEqual(['runCheck good', 'runCheck bad', 'runCheck better', 'run good', 'run bad', 'run better']);
  });

  it('does not begin with one that is bad, and names its line', async () => {
    const { asked, connection } = host({ method: 'runCheck', text: 'bad' });
    expect(await startGoals(connection, orders)).toMatchObject({ ok: false, error: { kind: 'usage', said: 'line 4: it is bad' } });
    expect(asked).toEqual(['runCheck good', 'runCheck bad']);
  });

  it('says which were started where one fails all the same', async () => {
    const { connection } = host({ method: 'run', text: 'better' });
    expect(await startGoals(connection, orders)).toMatchObject({
      error: { said: 'line 5: it is bad; g-good, g-bad before it were started' },
    });
  });

  it('never has all of them started again because the host ended halfway', async () => {
    const { connection } = host({ method: 'run', text: 'bad', kind: 'no-host' });
    expect(await startGoals(connection, orders)).toMatchObject({ ok: false, error: { kind: 'interrupted' } });
    const first = host({ method: 'run', text: 'good', kind: 'no-host' });
    expect(await startGoals(first.connection, orders)).toMatchObject({ ok: false, error: { kind: 'no-host' } });
  });
});
