// What came of a labelled list: right and wrong, a table of label against verdict, and the three figures that must hold.
import type { AgentState, Why } from '../../src/core/model/agent.js';
import type { LabelledMoment } from './label.js';

export interface Judged {
  readonly moment: LabelledMoment;
  readonly chunking: string;
  readonly state: AgentState;
  readonly why: Why;
  readonly isRight: boolean;
}

export interface Report {
  readonly judged: number;
  readonly right: number;
  /** Labelled working, shown as idle or done: the mistake that ends work too early. */
  readonly workingAtRest: number;
  /** Labelled waiting and shown as anything else: the mistake that hangs a fleet for a night. */
  readonly waitingMissed: number;
  /** Share of all that is shown as unknown, 0 to 1. */
  readonly unknownShare: number;
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly mistakes: readonly {
    readonly cli: string;
    readonly version: string;
    readonly raw: string;
    readonly chunking: string;
    readonly label: AgentState;
    readonly verdict: AgentState;
    readonly source: string;
    readonly rule: string;
  }[];
}

export function isRight({ label, also }: Pick<LabelledMoment, 'label' | 'also'>, state: AgentState): boolean {
  return state === label || also.includes(state);
}

export function reportOf(all: readonly Judged[]): Report {
  const confusion: Record<string, Record<string, number>> = {};
  for (const { moment, state } of all) {
    confusion[moment.label] ??= {};
    const row = confusion[moment.label]!;
    row[state] = (row[state] ?? 0) + 1;
  }
  const wrong = all.filter((one) => !one.isRight);
  return {
    judged: all.length,
    right: all.length - wrong.length,
    workingAtRest: wrong.filter(({ moment, state }) => moment.label === 'working' && (state === 'idle' || state === 'done')).length,
    waitingMissed: wrong.filter(({ moment }) => moment.label === 'waiting').length,
    unknownShare: all.length === 0 ? 0 : wrong.filter(({ state }) => state === 'unknown').length / all.length,
    confusion,
    mistakes: wrong.map(({ moment, chunking, state, why }) => ({
      cli: moment.cli,
      version: moment.version,
      raw: moment.name,
      chunking,
      label: moment.label,
      verdict: state,
      source: why.source,
      rule: why.rule,
    })),
  };
}

/** Whether the goal is reached: nothing that works is called idle or done, nobody who waits is missed, unknown below 3 %. */
export function isReached(report: Report): boolean {
  return report.workingAtRest === 0 && report.waitingMissed === 0 && report.unknownShare < 0.03;
}

export function reportText(report: Report): string {
  const verdicts = [...new Set(Object.values(report.confusion).flatMap((row) => Object.keys(row)))].sort();
  const labels = Object.keys(report.confusion).sort();
  const width = Math.max(12, ...verdicts.map((name) => name.length + 2));
  const row = (cells: readonly string[]) => cells.map((cell, at) => (at === 0 ? cell.padEnd(14) : cell.padStart(width))).join('');
  const table = [
    row(['label', ...verdicts]),
    ...labels.map((label) => row([label, ...verdicts.map((verdict) => String(report.confusion[label]?.[verdict] ?? '.'))])),
  ];
  const mistakes = report.mistakes.map(
    ({ cli, version, raw, chunking, label, verdict, rule }) =>
      `${cli} ${version} ${raw} (${chunking}): ${label}, shown as ${verdict} by ${rule}`,
  );
  return [
    ...table,
    '',
    ...mistakes,
    ...(mistakes.length > 0 ? [''] : []),
    `${report.right} of ${report.judged} right; working shown as idle or done: ${report.workingAtRest}; waiting missed: ${report.waitingMissed}; unknown: ${(100 * report.unknownShare).toFixed(1)} %`,
  ].join('\n');
}
