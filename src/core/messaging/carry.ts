// How work goes from one machine to another: by the remote where both reach it, else as a bundle that the broker holds. Knows neither tasks nor agents.

import type { Carried } from '../model/carried.js';
import { fail, ok, type Result } from '../model/error.js';
import type { Broker } from '../ports/broker.js';
import type { Carrier } from '../ports/carrier.js';

/** A bundle goes through the memory of Redis. */
const MAX_BUNDLE = 32 * 1024 * 1024;

export interface CarryWorld {
  readonly carrier: Carrier;
  readonly broker: Pick<Broker, 'putBlob' | 'getBlob'>;
}

export interface Giving {
  readonly commit: string;
  /** Below `refs/orch/tasks/`: its own for each fence, so that nobody's push can go over another's. */
  readonly ref: string;
  readonly blob: string;
  /** Commits that the other side has for sure. */
  readonly known: readonly string[];
  /** `bundle`: not pushed anywhere, such as commits that a person has not pushed. */
  readonly by: 'remote' | 'bundle';
  /** How long a bundle waits for whoever is to fetch it. */
  readonly keep?: 'hour' | 'week';
}

/** Puts a commit where the other side finds it. */
export async function give(
  { carrier, broker }: CarryWorld,
  { commit, ref, blob, known, by, keep = 'hour' }: Giving,
): Promise<Result<Carried>> {
  if (known.includes(commit)) return ok({ commit, ref: null, blob: null });
  const remote = by === 'remote' ? await carrier.remote() : ok(null);
  const pushed = remote.ok && remote.value !== null ? await carrier.push({ remote: remote.value.name, commit, ref }) : null;
  if (pushed?.ok === true) return ok({ commit, ref, blob: null });
  const beyond = by === 'bundle' ? 'and-remote' : 'these';
  const data = await carrier.bundle({ commit, ref, without: known, beyond, maxBytes: MAX_BUNDLE });
  if (!data.ok && data.error.kind === 'not-found') return ok({ commit, ref: null, blob: null });
  // A remote that is there and refused says more than a bundle that is too large.
  if (!data.ok) return pushed?.ok === false ? pushed : data;
  const put = await broker.putBlob(blob, data.value, keep);
  return put.ok ? ok({ commit, ref, blob }) : put;
}

/** Gets it from there; it stands under `ref` then. `not-found`: neither the remote nor the broker has it any more. */
export async function take({ carrier, broker }: CarryWorld, { commit, ref, blob }: Carried, keepAs: string): Promise<Result<void>> {
  const tried = 'fetch the work of another machine';
  const missing = fail({ kind: 'not-found', tried, said: 'it is neither at the remote nor at the broker', next: 'Let it be sent again.' });
  if (await carrier.has(commit)) return carrier.keep({ ref: keepAs, commit });
  const remote = await carrier.remote();
  let failed: Result<void> = missing;
  if (blob !== null && ref !== null) {
    // What a bundle builds on is at the remote, where it is not here.
    const data = await broker.getBlob(blob);
    if (data.ok && data.value !== null) {
      failed = await carrier.unbundle({ data: data.value, ref });
      if (!failed.ok && remote.ok && remote.value !== null) {
        await carrier.fetchAll(remote.value.name);
        failed = await carrier.unbundle({ data: data.value, ref });
      }
    } else if (!data.ok) failed = data;
  } else if (remote.ok && remote.value !== null) {
    const { name } = remote.value;
    failed = ref === null ? await carrier.fetchAll(name) : await carrier.fetch({ remote: name, ref });
  }
  if (!(await carrier.has(commit))) return failed.ok ? missing : failed;
  const kept = await carrier.keep({ ref: keepAs, commit });
  // Under the name it came by it was only passing through.
  if (ref !== null && ref !== keepAs) await carrier.keep({ ref, commit: null });
  return kept;
}
