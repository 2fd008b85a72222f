// The recorded moments of the real CLIs, through the parts that judge a live agent: whole, and cut at random. `npm run states` prints the same in full.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LabelledMoment, readLabels } from '../../../scripts/states/label.js';
import { type Chunking, replay } from '../../../scripts/states/replay.js';
import { isRight, type Judged, reportOf } from '../../../scripts/states/report.js';
import { root } from '../../helpers/checkout.js';

const moments = readLabels(join(root, 'tests/fixtures/streams/labels.json'));
const LONG_MS = 60_000;

function judged(of: readonly LabelledMoment[], chunking: Chunking): readonly Judged[] {
  return of.map((moment) => {
    const { state, why } = replay(moment, chunking);
    return { moment, chunking: JSON.stringify(chunking), state, why, isRight: isRight(moment, state) };
  });
}

/** As a terminal gets it that asks for nothing, or a person who has switched titles off: the same bytes without these sequences. */
function without(codes: string, moment: LabelledMoment): LabelledMoment {
  const sequence = new RegExp(`\\u001b\\](?:${codes});[^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)`, 'g');
  const bytes = Buffer.from(Buffer.from(moment.bytes).toString('latin1').replaceAll(sequence, ''), 'latin1');
  return { ...moment, bytes };
}

function expectNoneMissed(all: readonly Judged[]): void {
  const { workingAtRest, waitingMissed, unknownShare, mistakes } = reportOf(all);
  expect({ workingAtRest, waitingMissed }, JSON.stringify(mistakes, null, 1)).toEqual({ workingAtRest: 0, waitingMissed: 0 });
  expect(unknownShare, JSON.stringify(mistakes, null, 1)).toBeLessThan(0.03);
}

describe('recorded moments', () => {
  it('are of every CLI that tells its state by its terminal', () => {
    expect(new Set(moments.map(({ cli }) => cli))).toEqual(new Set(['claude', 'codex', 'gemini', 'opencode']));
  });

  it.each([
    ['whole', 'whole'],
    ['in random chunks', { seed: 7 }],
  ] as const)('%s: no work is called rest, nobody who waits is missed, little is unknown', (_, chunking: Chunking) => {
    expectNoneMissed(judged(moments, chunking));
  });

  it.each([
    ['OSC 7501', '7501'],
    ['titles', '[02]'],
    ['OSC 7501, titles and notifications', '7501|[029]'],
  ])('without %s they are told by what is left', (_, codes) => {
    expectNoneMissed(
      judged(
        moments.map((moment) => without(codes, moment)),
        { seed: 7 },
      ),
    );
  });

  it('that stand for a minute stay what they were', () => {
    const still = moments
      .filter(({ label }) => label !== 'working' && label !== 'limited')
      .map((moment) => ({ ...moment, quietMs: LONG_MS }));
    expectNoneMissed(judged(still, 'whole'));
  });
});
