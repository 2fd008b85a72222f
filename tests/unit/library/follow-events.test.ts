// The iterator of events over a host that the test plays: each once, gaps where they are, an end when it is over.
import { describe, expect, it } from 'vitest';
import type { OrchError, Result } from '../../../src/core/model/error.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { Requests } from '../../../src/core/model/requests.js';
import { followEvents } from '../../../src/library/follow-events.js';
import { type HostConnection, HostLink } from '../../../src/library/host-link.js';

type Told = Requests['eventsAfter']['result'];

const told = (seq: number, ...numbers: readonly number[]): Told => ({
  seq,
  missed: 0,
  events: numbers.map((number) => ({ seq: number, at: '', type: 'notice.raised', text: `${number}` })),
});
const gone: OrchError = { kind: 'protocol', tried: 'ask', said: 'the connection closed', next: 'Look' };

/** A link whose answers are these, in order; then it is as if nothing happened any more. */
function host(...answers: readonly Result<Told>[]) {
  const left = [...answers];
  const asked: unknown[] = [];
  const state = { isClosed: false };
  const request = (_method: string, { seq }: { readonly seq: number | null }): Promise<Result<Told>> => {
    asked.push(seq);
    const answer = left.shift();
    return answer === undefined ? new Promise(() => undefined) : Promise.resolve(answer);
  };
  return {
    asked,
    state,
    link: {
      request: request as unknown as HostLink['request'],
      get isClosed() {
        return state.isClosed;
      },
    },
  };
}

describe('events', () => {
  it('are asked for at once, from now on, and come once each', async () => {
    const { link, asked } = host(ok(told(7)), ok(told(9, 8, 9)), ok(told(10, 10)));
    const events = followEvents(link);
    expect(asked).toEqual([null]);
    const seqs = [];
    for await (const event of events) {
      seqs.push('seq' in event ? event.seq : event.type);
      if (seqs.length === 3) break;
    }
    expect(seqs).toEqual([8, 9, 10]);
    expect(asked).toEqual([null, 7, 9]);
  });

  it('name a gap before what follows it', async () => {
    const { link } = host(ok(told(0)), ok({ ...told(50, 50), missed: 49 }));
    const events = followEvents(link);
    expect((await events.next()).value).toEqual({ type: 'events.missed', count: 49 });
    expect((await events.next()).value).toMatchObject({ seq: 50 });
  });

  it('keep their order for a reader who does not wait', async () => {
    const { link } = host(ok(told(0)), ok(told(2, 1, 2)), ok(told(3, 3)));
    const events = followEvents(link);
    const three = await Promise.all([events.next(), events.next(), events.next()]);
    expect(three.map(({ value }) => value.seq)).toEqual([1, 2, 3]);
  });

  it('end when the connection does', async () => {
    const { link } = host(ok(told(0)), fail(gone));
    expect(await followEvents(link).next()).toEqual({ done: true, value: undefined });
  });

  it('end for a reader who leaves, also while one is waited for', async () => {
    const { link } = host(ok(told(0)));
    const events = followEvents(link);
    void events.next();
    expect(await events.return?.()).toEqual({ done: true, value: undefined });
  });

  it('of a host that can not be reached throw why', async () => {
    const { link } = host(fail({ ...gone, kind: 'repository', said: 'this is not a git repository' }));
    const events = followEvents(link);
    await expect(events.next()).rejects.toMatchObject({ name: 'OrchestratorError', kind: 'repository' });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });
});

describe('the link to the host', () => {
  /** Connections that answer a request with their own word. */
  function connections(...words: readonly Result<unknown>[]) {
    const ends: (() => void)[] = [];
    let opened = 0;
    const connect = async (): Promise<Result<HostConnection>> => {
      const word = words[opened];
      opened += 1;
      if (word === undefined) return fail({ ...gone, kind: 'no-host' });
      return ok({
        request: (async () => word) as HostConnection['request'],
        listen: ({ end }) => void ends.push(() => end(null)),
        close: () => ends.at(-1)?.(),
      });
    };
    return { connect, ends, opened: () => opened };
  }

  it('asks the next host where one is just ending', async () => {
    const { connect, ends } = connections(fail({ ...gone, kind: 'no-host' }), ok({ goal: 'g1' }));
    const asking = new HostLink(connect).request('goalStop', { goal: 'g1' });
    while (ends.length === 0) await Promise.resolve();
    ends[0]?.();
    expect(await asking).toEqual(ok({ goal: 'g1' }));
  });

  it('opens one connection, and another after that has ended', async () => {
    const { connect, ends, opened } = connections(ok(1), ok(2));
    const link = new HostLink(connect);
    expect(await Promise.all([link.request('status', {}), link.request('status', {})])).toEqual([ok(1), ok(1)]);
    expect(opened()).toBe(1);
    ends[0]?.();
    expect(await link.request('status', {})).toEqual(ok(2));
  });

  it('refuses what comes after it was closed', async () => {
    const { connect } = connections(ok(1));
    const link = new HostLink(connect);
    await link.request('status', {});
    await link.close();
    expect(await link.request('status', {})).toMatchObject({ ok: false, error: { kind: 'usage' } });
  });

  it('turns what is thrown while it is opened into an error', async () => {
    const link = new HostLink(() => Promise.reject(new TypeError('it is no text')));
    expect(await link.request('status', {})).toMatchObject({ ok: false, error: { kind: 'internal', said: 'TypeError: it is no text' } });
  });

  it('tries again after it could not be opened', async () => {
    const { connect } = connections();
    const link = new HostLink(connect);
    expect(await link.request('status', {})).toMatchObject({ ok: false, error: { kind: 'no-host' } });
    expect(await link.request('status', {})).toMatchObject({ ok: false, error: { kind: 'no-host' } });
  });
});
