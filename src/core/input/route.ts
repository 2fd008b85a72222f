// Where a token of a client goes: to the agent, an action, the view, or nowhere. Pure; knows no PTY and draws nothing.
import { type Action, isViewing, type ViewMode } from '../model/action.js';
import type { KeyToken, Token } from '../model/token.js';
import { keyOfToken } from './key-notation.js';
import { actionOf, type Keymap } from './keymap.js';

/** A second leader within this time, as the very next key, is meant for the agent (decision 18). */
export const LEADER_AGAIN_MS = 500;

export type Target =
  /** Through `encode` to the attached agent. */
  | { readonly to: 'agent'; readonly token: Token }
  | { readonly to: 'action'; readonly action: Action; readonly number?: number }
  /** A form, a confirmation, or a view that reads this key itself. */
  | { readonly to: 'view'; readonly token: Token }
  /** The leader: leave the agent. */
  | { readonly to: 'leave' }
  /** The leader again: attach to the agent that was just left, and send it the key. */
  | { readonly to: 'reattach'; readonly token: KeyToken }
  | { readonly to: 'nothing' };

export interface RouteOrder {
  readonly mode: ViewMode;
  readonly token: Token;
  readonly keymap: Keymap;
  readonly readOnly: boolean;
  /** Whether the attached agent's terminal asks for the mouse. */
  readonly takesMouse: boolean;
  /** As the last `route` of this client gave it; null at first. */
  readonly lastLeaderAt: number | null;
  /** Ms since the epoch. */
  readonly now: number;
}

export interface Routed {
  readonly target: Target;
  /** To be handed to the next call: when the leader left an agent, if no other key has come since. */
  readonly lastLeaderAt: number | null;
}

const NOTHING: Target = { to: 'nothing' };

export function route(order: RouteOrder): Routed {
  const { token, lastLeaderAt } = order;
  switch (token.type) {
    case 'key':
      return routeKey(order, token);
    case 'paste':
      return { target: pasteTarget(order), lastLeaderAt: null };
    case 'mouse':
      return { target: isAttached(order) && order.takesMouse ? { to: 'agent', token } : NOTHING, lastLeaderAt };
    case 'focus':
      return { target: isAttached(order) ? { to: 'agent', token } : NOTHING, lastLeaderAt };
    case 'reply':
      return { target: NOTHING, lastLeaderAt };
  }
}

function routeKey(order: RouteOrder, token: KeyToken): Routed {
  const { mode, keymap, readOnly, lastLeaderAt, now } = order;
  const isLeader = keyOfToken(token) === keymap.leader;
  if (mode === 'attached' && isLeader) return { target: { to: 'leave' }, lastLeaderAt: readOnly ? null : now };
  if (isAttached(order)) return { target: { to: 'agent', token }, lastLeaderAt: null };
  // A clock that was set back makes the difference negative: then it is not "again".
  const sinceLeader = lastLeaderAt === null ? -1 : now - lastLeaderAt;
  if (isLeader && mode === 'list' && !readOnly && sinceLeader >= 0 && sinceLeader <= LEADER_AGAIN_MS) {
    return { target: { to: 'reattach', token }, lastLeaderAt: null };
  }
  return { target: keyTarget(order, token), lastLeaderAt: null };
}

function keyTarget({ mode, keymap, readOnly }: RouteOrder, token: KeyToken): Target {
  if (mode === 'form' || mode === 'confirm') return { to: 'view', token };
  // A read-only client that is shown an agent browses; attaching is not its to do.
  const bound = actionOf(keymap, mode === 'attached' ? 'list' : mode, token);
  if (bound === null) return { to: 'view', token };
  return readOnly && !isViewing(bound.action) ? NOTHING : { to: 'action', ...bound };
}

function pasteTarget(order: RouteOrder): Target {
  if (isAttached(order)) return { to: 'agent', token: order.token };
  return order.mode === 'form' ? { to: 'view', token: order.token } : NOTHING;
}

function isAttached({ mode, readOnly }: RouteOrder): boolean {
  return mode === 'attached' && !readOnly;
}
