// `npm run states [-- LABELS.json] [--json]`: replays labelled recordings of agent CLIs, whole and in random chunks, and prints what was made of them.
import { parseArgs } from 'node:util';
import { type LabelledMoment, readLabels } from './label.js';
import { type Chunking, replay } from './replay.js';
import { isReached, isRight, type Judged, reportOf, reportText } from './report.js';

const CHUNKINGS: readonly Chunking[] = ['whole', { seed: 1 }, { seed: 2 }];
const OURS = 'tests/fixtures/streams/labels.json';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
const lists = positionals.length === 0 ? [OURS] : positionals;
const report = reportOf(lists.flatMap(readLabels).flatMap((moment) => CHUNKINGS.map((chunking) => judge(moment, chunking))));
process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : reportText(report)}\n`);
process.exitCode = isReached(report) ? 0 : 1;

function judge(moment: LabelledMoment, chunking: Chunking): Judged {
  const { state, why } = replay(moment, chunking);
  return { moment, chunking: chunking === 'whole' ? 'whole' : `chunks ${chunking.seed}`, state, why, isRight: isRight(moment, state) };
}
