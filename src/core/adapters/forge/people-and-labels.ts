// What a pull request can be given at its forge: the labels there are, and the people who can be asked for a review.
import type { Octokit } from '@octokit/rest';
import { ok } from '../../model/error.js';
import type { ForgePlace, ForgePulls } from '../../ports/forge.js';
import type { AccountOf } from './account.js';
import { listIn, partOf, wordIn } from './answer-parts.js';
import type { AskForge } from './ask-forge.js';
import { pathOf, repositoryOf } from './forge-path.js';

const PER_PAGE = 100;
const MOST_PAGES = 5;

export function peopleAndLabels(ask: AskForge, account: AccountOf): Pick<ForgePulls, 'labels' | 'reviewers'> {
  const about = (place: ForgePlace, what: string) => {
    const repository = repositoryOf(place);
    return { tried: `list the ${what} of ${repository}`, repository, again: 'ask again', needs: 'the issues and pull requests' };
  };
  return {
    labels(place) {
      return ask(about(place, 'labels'), async ({ octokit }) => {
        const all = await allOf(octokit, `${pathOf(place)}/labels`);
        return ok(all.map((item) => wordIn(partOf(item)?.name, 100)).filter((name) => name !== ''));
      });
    },
    reviewers(place) {
      return ask(about(place, 'people'), async (asking) => {
        const us = await account(asking);
        const all = await allOf(asking.octokit, `${pathOf(place)}/assignees`);
        return ok(all.map(personIn).filter((name) => name !== '' && name !== us));
      });
    },
  };
}

/** Rejects with what Octokit throws. */
async function allOf(octokit: Octokit, path: string): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data } = await octokit.request(`GET ${path}`, { per_page: PER_PAGE, page });
    const list = listIn(data, null);
    if (list === null) throw new Error('it answered with something that is not a list');
    all.push(...list.slice(0, PER_PAGE));
    if (list.length < PER_PAGE) break;
  }
  return all;
}

/** Programs are not asked for reviews. */
function personIn(item: unknown): string {
  const person = partOf(item);
  return person?.type === 'Bot' ? '' : wordIn(person?.login, 100);
}
