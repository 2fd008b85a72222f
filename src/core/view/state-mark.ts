// The language of marks: one mark, word and colour per state, so that meaning never hangs on colour alone.
import type { Agent, AgentState } from '../model/agent.js';
import { wasSeen } from './neighbour.js';

/** `ascii` where the locale is not UTF-8 or the terminal draws ambiguous characters two columns wide (decision 13). */
export type Glyphs = 'unicode' | 'ascii';

/** From the terminal's own 16 colours, so that every theme fits. */
export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

export interface Style {
  readonly colour?: Colour;
  readonly bold?: true;
  readonly dim?: true;
  readonly inverse?: true;
  readonly underline?: true;
}

export interface StateMark {
  readonly unicode: string;
  readonly ascii: string;
  readonly style: Style;
}

const MARKS: Readonly<Record<AgentState, StateMark>> = {
  working: { unicode: '●', ascii: '*', style: { colour: 'green' } },
  waiting: { unicode: '?', ascii: '?', style: { colour: 'yellow', bold: true } },
  idle: { unicode: '○', ascii: 'o', style: {} },
  limited: { unicode: '◔', ascii: '%', style: { colour: 'magenta' } },
  unknown: { unicode: '~', ascii: '~', style: { colour: 'yellow', dim: true } },
  done: { unicode: '✓', ascii: '+', style: { colour: 'green' } },
  failed: { unicode: '✗', ascii: 'x', style: { colour: 'red' } },
  stopped: { unicode: '■', ascii: '#', style: { dim: true } },
  interrupted: { unicode: '■', ascii: '#', style: { dim: true } },
  queued: { unicode: '·', ascii: '.', style: { dim: true } },
  preparing: { unicode: '·', ascii: '.', style: { dim: true } },
  starting: { unicode: '·', ascii: '.', style: { dim: true } },
  finishing: { unicode: '⇡', ascii: '^', style: { colour: 'cyan' } },
};

/** Mark of a state, before it is known whether it was seen. */
export function markOf(state: AgentState): StateMark {
  return MARKS[state];
}

/** Mark of an agent: finished work is bold until a person has looked at it, then dim. */
export function agentMark(agent: Agent): StateMark {
  const mark = MARKS[agent.state];
  if (agent.state === 'done') return { ...mark, style: wasSeen(agent) ? { ...mark.style, dim: true } : { ...mark.style, bold: true } };
  if (agent.state === 'failed' && !wasSeen(agent)) return { ...mark, style: { ...mark.style, bold: true } };
  return mark;
}

/** Order of the counts in the header: who needs a person first. */
export const COUNT_ORDER: readonly AgentState[] = [
  'waiting',
  'failed',
  'working',
  'finishing',
  'limited',
  'idle',
  'unknown',
  'done',
  'queued',
  'preparing',
  'starting',
  'interrupted',
  'stopped',
];
