// What another node says about an agent's work, checked: known words, bounded and plain texts. Nothing of it is taken on trust but what the signature covers.
import * as z from 'zod/mini';
import { AGENT_STATES } from '../model/agent.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { FAILURE_KINDS } from '../model/limit.js';
import { MOST_WORDS, type OwnerNews, type RemoteResult, type RemoteTask, type Sealed, type WorkerNews } from '../model/remote.js';
import { circleList, letterId, letterList } from './letter-wire.js';
import { attended, base64, commit, count, error, line, lines, MAX_KEYS, MAX_OUTPUT, moment, question, size, usage } from './wire-shapes.js';

/** Most of a task's text: as a goal of the command line. */
const MAX_TEXT = 1024 * 1024;

const taken = z.array(z.object({ id: letterId, error: z.nullable(error) })).check(z.maxLength(500));
const letterIds = z.array(letterId).check(z.maxLength(500));
const carried = z.object({
  commit,
  ref: z.nullable(z.string().check(z.regex(/^refs\/orch\/tasks\/[a-z0-9-]{1,60}\/\d{1,16}$/u))),
  blob: z.nullable(z.string().check(z.regex(/^[a-z0-9-]{1,120}$/u))),
});
const harness = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/u));

export const remoteTaskSchema = z.object({
  // First, and alone in an older or newer one: whoever can not read the rest can still say why.
  protocol: count,
  version: line(40),
  agent: z.string().check(z.regex(/^a-[0-9a-f]{1,40}$/u)),
  name: z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u)),
  repository: z.object({ name: line(100), remote: z.nullable(z.string().check(z.maxLength(2000))), root: commit }),
  harness,
});

const part = z.object({
  role: z.nullable(z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/u))),
  depth: z.int().check(z.minimum(0), z.maximum(100)),
  maxDepth: z.int().check(z.minimum(0), z.maximum(100)),
  delegate: z.enum(['always', 'auto', 'never']),
  isChild: z.boolean(),
  title: line(200),
  brief: lines(20_000),
  goal: lines(2000),
  hasWork: z.optional(z.literal(true)),
  asksPerson: z.optional(z.boolean()),
});

const run = z.object({
  fence: count,
  base: carried,
  harness,
  model: z.nullable(line(200)),
  text: z.nullable(z.string().check(z.maxLength(MAX_TEXT))),
  task: z.string().check(z.maxLength(MAX_TEXT)),
  mode: z.enum(['start', 'resume']),
  isUnattended: z.boolean(),
  isStrict: z.boolean(),
  part: z.optional(part),
  circle: z.optional(circleList),
});

const order = z.discriminatedUnion('what', [
  z.object({ what: z.literal('send'), text: z.string().check(z.maxLength(MAX_TEXT)), wait: z.boolean() }),
  z.object({ what: z.literal('answer'), digest: line(100), choice: lines(20_000) }),
  z.object({ what: z.literal('interrupt') }),
  z.object({ what: z.literal('stop') }),
  z.object({ what: z.literal('finish') }),
  z.object({ what: z.literal('save') }),
  z.object({ what: z.literal('words') }),
]);

const ownerNewsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), run }),
  z.object({ kind: z.literal('dismissed'), error }),
  z.object({ kind: z.literal('order'), id: count, order }),
  z.object({ kind: z.literal('keys'), data: base64(MAX_KEYS) }),
  z.object({ kind: z.literal('size'), size, attended }),
  z.object({ kind: z.literal('watch'), on: z.boolean(), attended }),
  z.object({ kind: z.literal('letters'), letters: letterList, taken }),
  z.object({ kind: z.literal('circle'), circle: circleList }),
]);

const state = z.object({
  state: z.enum(AGENT_STATES),
  source: z.enum(['process', 'structured', 'title', 'notification', 'screen', 'log', 'quiet', 'host']),
  rule: line(80),
  evidence: line(200),
  question: z.nullable(question),
  title: z.nullable(line(200)),
  progress: z.nullable(line(600)),
  usage: z.nullable(usage),
  diff: z.nullable(z.object({ files: count, additions: count, deletions: count })),
  // Of a kind that a newer version knows it is told as one without.
  limit: z.optional(z.catch(z.nullable(z.object({ kind: z.enum(FAILURE_KINDS), until: z.nullable(moment) })), null)),
});

const workerNewsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), known: z.array(commit).check(z.maxLength(50)) }),
  z.object({ kind: z.literal('refused'), error }),
  z.object({ kind: z.literal('state'), state }),
  z.object({ kind: z.literal('checkpoint'), work: carried }),
  z.object({ kind: z.literal('left'), error }),
  z.object({ kind: z.literal('answered'), id: count, said: z.nullable(lines(MOST_WORDS)), error: z.nullable(error) }),
  z.object({ kind: z.literal('letters'), letters: letterList, taken, kept: letterIds, asking: z.optional(letterIds) }),
  z.object({ kind: z.literal('output'), data: base64(MAX_OUTPUT), isNew: z.boolean(), size, piece: z.optional(count) }),
]);

/** Inside of the worktree: others lead elsewhere on this machine. */
const artifacts = z.pipe(
  z.array(line(500)).check(z.maxLength(50)),
  z.transform((paths) => paths.filter((path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..'))),
);

const resultSchema = z.object({
  fence: count,
  state: z.enum(['done', 'failed', 'stopped']),
  work: z.nullable(carried),
  tail: lines(4000),
  error: z.nullable(error),
  usage: z.nullable(usage),
  report: z.optional(z.nullable(z.object({ summary: lines(4000), artifacts }))),
  post: z.optional(z.object({ letters: letterList, taken })),
});

const sealedSchema = z.object({
  task: z.string().check(z.regex(/^[A-Za-z0-9-]{1,80}$/u)),
  fence: count,
  session: z.string().check(z.regex(/^[0-9a-f]{16}$/u)),
  turn: count,
  body: z.unknown(),
  signature: z.string().check(z.regex(/^[0-9a-f]{64}$/u)),
});

/** As it was sealed; what is in it is read once the seal was checked. */
export function readSealed(value: unknown): Sealed<unknown> | null {
  const read = z.safeParse(sealedSchema, value);
  return read.success ? { ...read.data, body: read.data.body } : null;
}

export const readOwnerNews = (value: unknown): OwnerNews | null => parsed<OwnerNews>(ownerNewsSchema, value);
export const readWorkerNews = (value: unknown): WorkerNews | null => parsed<WorkerNews>(workerNewsSchema, value);
export const readRemoteResult = (value: unknown): RemoteResult | null => parsed<RemoteResult>(resultSchema, value);

/** The end of a run in words that this version does not know: it ends all the same, and what can be read of it counts. */
export function unreadableResult(value: unknown, { fence, by }: { readonly fence: number; readonly by: string }): RemoteResult {
  const rest = z.catch(z.object({ fence: z.catch(count, fence), work: z.catch(z.nullable(carried), null) }), { fence, work: null });
  const { work, fence: known } = z.parse(rest, value);
  const said = `${by} has ended it in words that this version can not read${work === null ? ', and its work stays there' : ''}`;
  const next = 'Use the same version of orch-tui on all machines, then press r to run it again';
  const failed: OrchError = { kind: 'protocol', tried: 'take the end of its work', said, next };
  return { fence: known, state: 'failed', work, tail: '', error: failed, usage: null };
}

/** The protocol is read before all else: another version is told as that, not as something malformed. */
export function readRemoteTask(value: unknown, own: { readonly protocol: number; readonly version: string }): Result<RemoteTask> {
  const tried = 'take a task of another node';
  const head = z.safeParse(z.object({ protocol: count, version: line(40) }), value);
  if (head.success && head.data.protocol !== own.protocol) {
    const said = `it was offered by orch-tui ${head.data.version}, and this is ${own.version}: they do not understand each other`;
    return fail({ kind: 'protocol', tried, said, next: 'Use the same version of orch-tui on all machines' });
  }
  const task = parsed<RemoteTask>(remoteTaskSchema, value);
  if (task !== null) return ok(task);
  return fail({ kind: 'protocol', tried, said: 'it can not be read', next: 'Look at what else writes to this Redis' });
}

function parsed<Value>(schema: z.ZodMiniType, value: unknown): Value | null {
  const read = z.safeParse(schema, value);
  return read.success ? (read.data as Value) : null;
}
