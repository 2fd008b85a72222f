// What a task has come to, as A2A artifacts: a summary, where the work lies, and the files its parts ended in. No path of this machine.
import { basename } from 'node:path';
import type { Artifact } from '@a2a-js/sdk';
import type { AgentResult } from '../../core/model/agent.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { A2aHost } from './a2a-host.js';
import { type SeenTask, textPart } from './task-view.js';
import { inWorktrees } from './without-paths.js';

const MOST_FILES = 20;
const MAX_SUMMARY = 16_000;

export async function taskArtifacts(host: Pick<A2aHost, 'artifacts'>, seen: SeenTask): Promise<Artifact[]> {
  const summary = summaryOf(seen);
  const results = resultsOf(seen);
  const files = await Promise.all(filesOf(seen).map((file) => fileArtifact(host, file)));
  return [
    ...(summary === '' ? [] : [artifact('summary', 'summary', [textPart(summary)])]),
    ...(results.length === 0
      ? []
      : [
          artifact('result', 'result', [
            { content: { $case: 'data' as const, value: { results } }, metadata: undefined, filename: '', mediaType: 'application/json' },
          ]),
        ]),
    ...files.flat(),
  ];
}

function summaryOf({ goal, agents }: SeenTask): string {
  const said =
    goal.finish?.summary ??
    atTop(agents)
      .flatMap(({ report }) => report?.summary ?? [])
      .join('\n\n');
  return inWorktrees(plainLines(said, MAX_SUMMARY).trim(), agents);
}

function resultsOf({ goal, agents }: SeenTask): readonly Readonly<Record<string, string | null>>[] {
  const whole = goal.finish?.result ?? null;
  if (whole !== null) return [toldResult(whole, goal.branch ?? null, null)];
  return atTop(agents).flatMap(({ result, branch, name }) =>
    result === null || result.kind === 'artifact' ? [] : [toldResult(result, branch, name)],
  );
}

/** What was delegated has come to them already. */
function atTop(agents: SeenTask['agents']): SeenTask['agents'] {
  return agents.filter(({ parent }) => parent === null);
}

function toldResult({ kind, commit, url }: AgentResult, branch: string | null, agent: string | null) {
  return { kind, branch, commit, url, ...(agent === null ? {} : { agent: plainText(agent, 60) }) };
}

function filesOf({ goal, agents }: SeenTask): readonly string[] {
  const results = [...goal.tasks.map(({ result }) => result), ...agents.map(({ result }) => result)];
  const paths = results.flatMap((result) => (result?.kind === 'artifact' && result.path !== null ? [result.path] : []));
  return [...new Set(paths)].slice(0, MOST_FILES);
}

/** Its beginning, as the port bounds it; one that is gone is left out. */
async function fileArtifact({ artifacts }: Pick<A2aHost, 'artifacts'>, path: string): Promise<readonly Artifact[]> {
  const read = await artifacts.read(path);
  if (!read.ok) return [];
  const name = plainText(basename(path), 200);
  return [artifact(`file-${name}`, name, [{ ...textPart(plainLines(read.value, read.value.length)), filename: name }])];
}

function artifact(artifactId: string, name: string, parts: Artifact['parts']): Artifact {
  return { artifactId, name, description: '', parts, metadata: undefined, extensions: [] };
}
