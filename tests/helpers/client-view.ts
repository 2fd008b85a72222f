// One client's view driven as a person and the host drive it: actions, keys and texts in, the view and its effects out.
import type { Action } from '../../src/core/model/action.js';
import type { KeyToken } from '../../src/core/model/token.js';
import { reduceView } from '../../src/core/view/reduce-view.js';
import type { ViewEffect } from '../../src/core/view/view-effect.js';
import { initialView, type ViewAction, type ViewState, type ViewWorld } from '../../src/core/view/view-state.js';
import { aWorld } from './view-fixtures.js';

/** A key by its name in the keymap's notation: `n`, `ctrl-e`, `shift-tab`, `enter`. */
export function keyPress(notation: string): KeyToken {
  const [name = '', ...held] = notation.split(/-(?=.)/u).reverse();
  return { type: 'key', name, ctrl: held.includes('ctrl'), alt: held.includes('alt'), shift: held.includes('shift'), raw: notation };
}

export function clientView(over: Partial<ViewWorld> = {}, selected: string | null = null) {
  let world = aWorld(over);
  let view: ViewState = initialView(selected);
  let effects: readonly ViewEffect[] = [];
  const act = (action: ViewAction) => {
    const step = reduceView(view, world, action);
    view = step.view;
    effects = step.effects;
    // As the host does: what was done with a diff is kept for all screens.
    for (const effect of effects)
      if (effect.type === 'remember' && effect.of === 'review')
        world = { ...world, reviews: { ...world.reviews, [effect.agent]: effect.review } };
    return step;
  };
  act({ type: 'worldChanged' });
  return {
    get view() {
      return view;
    },
    get world() {
      return world;
    },
    /** Of the last action. */
    get effects() {
      return effects;
    },
    act,
    does: (action: Action, number?: number) => act({ type: 'action', action, ...(number === undefined ? {} : { number }) }),
    presses: (...notations: readonly string[]) => {
      for (const notation of notations) act({ type: 'token', token: keyPress(notation) });
    },
    pastes: (text: string) => act({ type: 'token', token: { type: 'paste', text } }),
    /** The world goes on. */
    worldIs: (next: Partial<ViewWorld>) => {
      world = { ...world, ...next };
      return act({ type: 'worldChanged' });
    },
    /** Time passes and nothing else. */
    waits: (ms: number) => {
      world = { ...world, now: world.now + ms };
      return act({ type: 'worldChanged' });
    },
  };
}
