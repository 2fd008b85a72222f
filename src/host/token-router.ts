// Where one client's tokens go, remembering only when its leader key was last pressed.
import type { Keymap } from '../core/input/keymap.js';
import { route, type Target } from '../core/input/route.js';
import type { ViewMode } from '../core/model/action.js';
import type { TerminalModes } from '../core/model/terminal-modes.js';
import type { Token } from '../core/model/token.js';
import type { Clock } from '../core/ports.js';

export interface TokenRouterOptions {
  readonly clock: Clock;
  readonly keymap: Keymap;
  readonly readOnly: boolean;
}

export class TokenRouter {
  readonly #options: TokenRouterOptions;
  #lastLeaderAt: number | null = null;

  constructor(options: TokenRouterOptions) {
    this.#options = options;
  }

  /** `attached`: modes of the agent that keys go to; null while none. Asked for the mouse only. */
  target(token: Token, mode: ViewMode, attached: () => TerminalModes | null): Target {
    const { clock, keymap, readOnly } = this.#options;
    const takesMouse = token.type === 'mouse' && (attached()?.mouseTracking ?? 'none') !== 'none';
    const routed = route({ mode, token, keymap, readOnly, takesMouse, lastLeaderAt: this.#lastLeaderAt, now: clock.now() });
    this.#lastLeaderAt = routed.lastLeaderAt;
    return routed.target;
  }
}
