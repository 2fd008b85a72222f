// The recorded moments of the real CLIs, through the parts that judge a live agent: whole, and cut at random. `npm run states` prints the same in full.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLabels } from '../../../scripts/states/label.js';
import { type Chunking, replay } from '../../../scripts/states/replay.js';
import { isRight, type Judged, reportOf } from '../../../scripts/states/report.js';
import { root } from '../../helpers/checkout.js';

const moments = readLabels(join(root, 'tests/fixtures/streams/labels.json'));

describe('recorded moments', () => {
  it('are of every CLI that tells its state by its terminal', () => {
    expect(new Set(moments.map(({ cli }) => cli))).toEqual(new Set(['claude', 'codex', 'gemini', 'opencode']));
  });

  it.each([
    ['whole', 'whole'],
    ['in random chunks', { seed: 7 }],
  ] as const)('%s: no work is called rest, nobody who waits is missed, little is unknown', (name, chunking: Chunking) => {
    const all = moments.map((moment): Judged => {
      const { state, why } = replay(moment, chunking);
      return { moment, chunking: name, state, why, isRight: isRight(moment, state) };
    });
    const { workingAtRest, waitingMissed, unknownShare, mistakes } = reportOf(all);
    expect({ workingAtRest, waitingMissed }, JSON.stringify(mistakes, null, 1)).toEqual({ workingAtRest: 0, waitingMissed: 0 });
    expect(unknownShare).toBeLessThan(0.03);
  });
});
