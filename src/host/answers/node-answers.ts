// Requests about nodes, and about doors for other machines and programs.
import { hostname } from 'node:os';
import { fail, ok } from '../../core/model/error.js';
import { VERSION } from '../../core/model/version.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function nodeAnswers(world: AnswerWorld): Pick<Answers, 'nodes' | 'serve'> {
  return {
    async nodes() {
      const since = world.host().startedAt;
      const self = { name: hostname(), kind: 'host', version: VERSION, slots: 0, busy: 0, labels: [], isSelf: true } as const;
      return ok({
        broker: { kind: 'embedded', state: 'ready', address: null, since, error: null, waiting: 0 },
        nodes: [{ ...self, seenAt: new Date(world.now()).toISOString() }],
        a2a: world.a2a.address,
      });
    },
    async serve({ redis, a2a }) {
      if (redis !== null)
        return fail({ kind: 'protocol', tried: 'use Redis', said: 'this host can not do that yet', next: 'Use a newer version' });
      if (a2a === null) return ok({ notes: [] });
      const opened = await world.a2a.open(a2a);
      return opened.ok ? ok({ notes: opened.value }) : opened;
    },
  };
}
