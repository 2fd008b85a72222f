// Requests about nodes, and about doors for other machines and programs.
import { ok } from '../../core/model/error.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function nodeAnswers({ network, a2a: door }: Pick<AnswerWorld, 'network' | 'a2a'>): Pick<Answers, 'nodes' | 'serve'> {
  return {
    nodes: async () => ok({ broker: network.condition, nodes: await network.nodes(), a2a: door.address }),
    async serve({ redis, a2a, stays }) {
      if (stays) network.stay();
      const shared = redis === null ? ok([]) : await network.serve(redis);
      if (!shared.ok) return shared;
      const opened = a2a === null ? ok([]) : await door.open(a2a);
      return opened.ok ? ok({ notes: [...shared.value, ...opened.value] }) : opened;
    },
  };
}
