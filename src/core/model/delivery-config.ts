// The part of the configuration's schema about what becomes of work: pull requests, merges, tries, and the folders it is done in.
import * as z from 'zod/mini';
import { flag, int, said, textOrNull, texts } from './config-field.js';
import { MERGE_METHODS } from './pull-request.js';

export const pullsSection = z.prefault(
  z.strictObject({
    follow: flag(true, 'Ask the forge about pull requests that were opened here, and give what it says back to their agents.'),
    rounds: z._default(int(0, 100, 'How often a failed check, a requested change or a conflict goes back to an agent.'), 3),
    pollSeconds: z._default(int(1, 3600, 'Shortest time between two questions about one pull request; longer while nothing changes.'), 30),
    merge: z._default(
      z.enum(['ask', 'auto']).check(said('auto: a pull request is merged as soon as checks and reviews allow it; ask: by a person.')),
      'ask',
    ),
    method: z._default(z.enum(MERGE_METHODS).check(said('How a pull request is merged.')), 'merge'),
    approvals: z._default(int(0, 10, 'Approving reviews that pulls.merge auto waits for.'), 0),
    deleteBranch: flag(true, 'Delete the branch, there and here, once its pull request is merged.'),
    labels: z._default(
      z.enum(['model', 'none']).check(said('model: the model chooses among the labels there are; none: only those that are named.')),
      'model',
    ),
    reviewers: z._default(
      z.enum(['model', 'none']).check(said('model: the model chooses among the people there are; none: only those that are named.')),
      'none',
    ),
  }),
  {},
);

export const mergeSection = z.prefault(
  z.strictObject({
    how: z._default(
      z.enum(['merge', 'rebase']).check(said('How a branch gets onto a base that has moved: by a merge commit, or rebased.')),
      'merge',
    ),
    verify: flag(true, 'Run the verify command on what a merge makes before the base moves to it.'),
    batch: z._default(int(1, 50, 'Most branches that are merged and verified together.'), 8),
  }),
  {},
);

const installSchema = z.strictObject({
  lock: z.string().check(z.minLength(1), said('The lock file, such as package-lock.json.')),
  command: z.string().check(z.minLength(1), said('What installs by it, such as npm ci.')),
  folder: z.string().check(z.minLength(1), said('Where that puts it, such as node_modules.')),
});

export const worktreeSection = z.prefault(
  z.strictObject({
    copy: texts('Untracked files of the checkout that every worktree gets, as patterns of .gitignore; besides .worktreeinclude.'),
    link: texts('Folders of the checkout that worktrees share by a link, such as .cache.'),
    installs: z._default(
      z.array(installSchema).check(said('Dependencies: installed once for each content of the lock file, then copied.')),
      [],
    ),
    setup: textOrNull('Command that makes a new worktree ready.'),
    teardown: textOrNull('Command run in a worktree before it is removed.'),
    timeoutSeconds: z._default(int(1, 86_400, 'Longest run of an install, of setup and of teardown, in seconds.'), 1800),
    firstPort: z._default(int(1024, 60_000, 'Where the blocks of ten ports begin that worktrees have for themselves.'), 41_000),
  }),
  {},
);

export const triesSection = z.prefault(
  z.strictObject({
    judge: flag(true, 'Let a model judge several tries of one task, where there is one.'),
  }),
  {},
);
