// What a routed token comes to: a step of the view, or bytes for the chosen agent.
import type { Target } from '../core/input/route.js';
import type { EffectTarget } from './view-effects.js';

export function obey(target: Target, { act, type }: Pick<EffectTarget, 'act' | 'type'>): void {
  switch (target.to) {
    case 'agent':
      type(target.token);
      return;
    case 'action':
      act({ type: 'action', action: target.action, ...(target.number === undefined ? {} : { number: target.number }) });
      return;
    case 'view':
      act({ type: 'token', token: target.token });
      return;
    case 'leave':
      act({ type: 'leaderPressed' });
      return;
    case 'reattach':
      act({ type: 'action', action: 'agent.attach' });
      type(target.token);
      return;
    case 'nothing':
  }
}
