// `compare GOAL` and `pick AGENT`: several tries of one task side by side, and one of them taken.
import type { Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { Requests } from '../core/model/requests.js';
import type { TryRow } from '../core/model/tries.js';
import { sizeText, tookText, tryCostText, verifyText } from '../core/view/try-texts.js';
import { startingHost, storedOrHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome } from './outcome.js';
import { lineWidth } from './status-text.js';
import { table } from './table.js';

export function compare(invocation: Invocation): Promise<Result<Outcome>> {
  const goal = invocation.args[0] ?? '';
  return storedOrHost(invocation, {
    live: async (connection) => connection.request('compare', { goal }),
    stored: (stored) => stored.compare(goal),
    tell: (value, host) => done(comparedText(value), { host, ...value }),
  });
}

export function pick(invocation: Invocation): Promise<Result<Outcome>> {
  return startingHost(invocation, async (connection) => {
    const answer = await connection.request('pick', { agent: invocation.args[0] ?? '', combine: flag(invocation, 'combine') });
    if (!answer.ok) return answer;
    const { agent, kept, notes } = answer.value;
    const others = kept.map(
      (one) => `${one.agent} is removed; ${one.ref === null ? 'the base has all of its work' : `its work is kept as ${one.ref}`}`,
    );
    return done([`picked ${agent}${notes.length === 0 ? '' : `: ${notes.join('; ')}`}`, ...others].join('\n'), answer.value);
  });
}

const HEAD = ['', 'name', 'harness', 'state', 'verify', 'size', 'files', 'time', 'cost', 'score', 'reason'];

/** Reasons last: where a row is too long they are cut, and stand whole in `--json`. */
export function comparedText({ tries, unjudged }: Requests['compare']['result'], widthCols = lineWidth(process.stdout)): string {
  const rows = [HEAD, ...tries.map(rowOf)];
  return [table(rows, widthCols), ...(unjudged === null ? [] : [`not judged: ${plainText(unjudged, 300)}`])].join('\n');
}

function rowOf(row: TryRow): readonly string[] {
  const harness = row.model === null ? row.harness : `${row.harness} ${row.model}`;
  return [
    row.isPicked ? '>' : '',
    row.name,
    plainText(harness, 40),
    row.state,
    verifyText(row),
    sizeText(row, '-'),
    String(row.files),
    tookText(row),
    tryCostText(row),
    row.score === null ? '' : String(row.score),
    plainText(row.reason ?? '', 600),
  ];
}
