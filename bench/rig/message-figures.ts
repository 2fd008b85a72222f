// Figures of messages on their way: how many a second, how long each, and whether any was lost. For every scenario that carries some.
import { type Figure, figure, type Samples } from './figure.js';

export interface MessageSample {
  readonly perSecond: number;
  /** From send to where it is read, in milliseconds: of half, and of 99 of 100. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Kept as sent, and not as received, or the other way round. */
  readonly lost: number;
}

export interface MessageLevels {
  readonly perSecond: number;
  /** Milliseconds that 99 of 100 have to stay below. */
  readonly belowMs: number;
  /** Where a message is read. */
  readonly end: string;
}

export function messageFigures(
  title: string,
  samples: Samples<MessageSample>,
  { perSecond, belowMs, end }: MessageLevels,
): readonly Figure[] {
  return [
    figure(title, samples, {
      name: `sent and received at ${perSecond} a second`,
      unit: 'a second',
      of: (sample) => sample.perSecond,
      level: `${perSecond * 0.99} and more`,
      reached: ({ orch }) => orch >= perSecond * 0.99,
    }),
    figure(title, samples, { name: `from send to ${end}, median`, unit: 'ms', of: ({ p50Ms }) => p50Ms }),
    figure(title, samples, {
      name: `from send to ${end}, 99 of 100`,
      unit: 'ms',
      of: ({ p99Ms }) => p99Ms,
      level: `below ${belowMs} ms`,
      reached: ({ orch }) => orch < belowMs,
    }),
    figure(title, samples, {
      name: 'lost, or received twice',
      unit: 'messages',
      of: ({ lost }) => lost,
      level: 'none',
      reached: ({ orch }) => orch === 0,
    }),
  ];
}
