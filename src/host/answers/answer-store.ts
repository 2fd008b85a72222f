// The store as answers see it: they look, order and listen, and never close it.
import type { Store } from '../../core/effects/store.js';
import type { AnswerStore } from './answer-world.js';

export function answerStore(store: Store): AnswerStore {
  return {
    get state() {
      return store.state;
    },
    dispatch: (event) => store.dispatch(event),
    events: () => store.recentEvents(),
    listen: (listener) => store.subscribe((_, event) => listener(event)),
  };
}
