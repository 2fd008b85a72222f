// Reading pull requests at a forge: all that is known of one, its words, the logs of its jobs.
import { ok } from '../../model/error.js';
import type { ForgePulls, PullPlace } from '../../ports/forge.js';
import type { AskForge } from './ask-forge.js';
import { AnswerMemory } from './conditional-reader.js';
import { answerOf, isRateLimit } from './forge-error.js';
import { tailFetch } from './forge-fetch.js';
import { pathOf, pullName, repositoryOf } from './forge-path.js';
import { readPull, readPullOnce } from './read-pull.js';

/** Pull requests that are remembered for conditional requests; of more, the one asked about longest ago is asked anew. */
const MOST_REMEMBERED = 100;
const LOG = 20_000;
/** Of a limit that says no time. */
const UNTOLD_MS = 60_000;
const READS = 'the contents, pull requests, checks and commit statuses';

export interface PullReadingOrder {
  readonly ask: AskForge;
  readonly now: () => number;
}

export function pullReading({ ask, now }: PullReadingOrder): Pick<ForgePulls, 'pull' | 'forgetPull' | 'pullPage' | 'jobLog'> {
  const memories = new Map<string, AnswerMemory>();
  const remembered = (place: PullPlace): AnswerMemory => {
    const key = pullName(place);
    const memory = memories.get(key) ?? new AnswerMemory();
    memories.delete(key);
    memories.set(key, memory);
    const [oldest] = memories.keys();
    if (memories.size > MOST_REMEMBERED && oldest !== undefined) memories.delete(oldest);
    return memory;
  };
  return {
    pull(place) {
      const about = { tried: `ask about ${pullName(place)}`, repository: repositoryOf(place), again: 'ask again', needs: READS };
      return ask(about, async (asking) => {
        const { octokit, limits, about } = asking;
        const limited = (untilMs: number) => {
          const said = `the rate limit is reached, until ${new Date(untilMs).toISOString()}`;
          return ok({ kind: 'limited', untilMs, said } as const);
        };
        const before = limits.until(about.token);
        if (before !== null) return limited(before);
        try {
          return ok(await readPull(place, { octokit, memory: remembered(place) }));
        } catch (error) {
          const until = limits.until(about.token) ?? (isRateLimit(error) ? now() + UNTOLD_MS : null);
          if (until === null) throw error;
          return limited(until);
        }
      });
    },
    forgetPull(place) {
      memories.delete(pullName(place));
    },
    pullPage(place) {
      const about = { tried: `read ${pullName(place)}`, repository: repositoryOf(place), again: 'ask again' };
      return ask(about, async ({ octokit }) => {
        const { state, isDraft, title, text } = await readPullOnce(octokit, place);
        return ok({ state, isDraft, title, text });
      });
    },
    jobLog(place) {
      const repository = repositoryOf(place);
      const about = { tried: `read the log of job ${place.job} of ${repository}`, repository, again: 'ask again' };
      return ask(about, async ({ octokit, limits, about: { timeoutMs, token } }) => {
        const fetch = tailFetch({ timeoutMs, limits, token }, LOG);
        try {
          const { data } = await octokit.request(`GET ${pathOf(place)}/actions/jobs/${place.job}/logs`, { request: { fetch } });
          return ok(typeof data === 'string' ? data.slice(-LOG) : '');
        } catch (error) {
          const { status } = answerOf(error);
          // It has gone, or is kept from this token: the check's own words have to do.
          if (status !== null && status < 500 && status !== 401 && !isRateLimit(error)) return ok('');
          throw error;
        }
      });
    },
  };
}
