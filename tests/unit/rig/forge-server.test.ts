// The forge of the tests behaves like GitHub where the program depends on it: branches, conflicts and merges are those of a bare repository.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StoryForge, startForge } from '../../fixtures/forge-story.js';

const TOKEN = 'ghp_rig';
let folder: string;
let forge: StoryForge;
let git: (...args: readonly string[]) => Promise<string>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forge-rig-'));
  forge = await startForge({ token: TOKEN, folder: join(folder, 'srv') });
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  const person = ['-c', 'user.name=Pat', '-c', 'user.email=pat@example.org'];
  const at = ['-C', join(folder, 'work'), ...person];
  git = async (...args) => (await promisify(execFile)('git', [...at, ...args], { env })).stdout.trim();
  await promisify(execFile)('git', ['init', '--quiet', '--initial-branch=main', join(folder, 'work')], { env });
  await git('remote', 'add', 'origin', forge.gitUrl.replace('//', `//x:${TOKEN}@`));
  await commit({ 'a.txt': 'one\n' });
  await git('push', '--quiet', 'origin', 'main');
});
afterEach(async () => {
  await forge.close();
  await rm(folder, { recursive: true });
});

async function commit(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, 'work', path), text);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', `Change ${Object.keys(files).join()}`);
  return git('rev-parse', 'HEAD');
}

async function pushed(branch: string, files: Readonly<Record<string, string>>): Promise<string> {
  await git('checkout', '--quiet', '-B', branch, 'origin/main');
  const sha = await commit(files);
  await git('push', '--quiet', '--force', 'origin', branch);
  return sha;
}

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${forge.url}${path}`, {
    method,
    headers: { authorization: `token ${TOKEN}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}

const pulls = '/repos/ada/shop/pulls';
const open = (head: string, more: object = {}) => ask('POST', pulls, { head, base: 'main', title: head, body: '', ...more });

describe('a pull request over a bare repository', () => {
  it('has the pushed head, is merged truly, and closes its issue', async () => {
    const issue = await forge.addIssue({ title: 'Login fails', labels: ['bug'] });
    const sha = await pushed('fix', { 'b.txt': 'b\n' });
    const opened = await open('fix', { body: `Fixes #${issue}` });
    expect(opened).toMatchObject({ status: 201, body: { number: issue + 1, head: { sha }, mergeable: true, mergeable_state: 'clean' } });
    const one = `${pulls}/${opened.body.number}`;
    expect(await ask('PUT', `${one}/merge`, { sha: '0'.repeat(40) })).toMatchObject({ status: 409 });
    const merged = await ask('PUT', `${one}/merge`, { sha, merge_method: 'squash' });
    expect(merged).toMatchObject({ status: 200, body: { merged: true } });
    await git('fetch', '--quiet');
    expect(await git('rev-parse', 'origin/main')).toBe(merged.body.sha);
    expect(await git('show', 'origin/main:b.txt')).toBe('b');
    expect(await ask('GET', one)).toMatchObject({ body: { state: 'closed', merged: true, merge_commit_sha: merged.body.sha } });
    expect(await ask('GET', `/repos/ada/shop/issues/${issue}`)).toMatchObject({ body: { state: 'closed' } });
    expect(await ask('DELETE', '/repos/ada/shop/git/refs/heads/fix')).toMatchObject({ status: 204 });
    expect(await ask('DELETE', '/repos/ada/shop/git/refs/heads/fix')).toMatchObject({ status: 422 });
  });

  it.each(['merge', 'rebase'])('is merged by %s onto a base that moved', async (method) => {
    await pushed('fix', { 'b.txt': 'b\n' });
    await open('fix');
    const base = await forge.pushToBase({ 'deep/c.txt': 'c\n' });
    const merged = await ask('PUT', `${pulls}/1/merge`, { merge_method: method });
    await git('fetch', '--quiet');
    expect(await git('rev-parse', `${merged.body.sha}^`)).toBe(base);
    expect(await git('ls-tree', '-r', '--name-only', 'origin/main')).toBe('a.txt\nb.txt\ndeep/c.txt');
  });

  it('in conflict is not merged until its head was pushed again', async () => {
    await pushed('fix', { 'a.txt': 'two\n' });
    await open('fix');
    await forge.pushToBase({ 'a.txt': 'three\n' });
    expect(await ask('GET', `${pulls}/1`)).toMatchObject({ body: { mergeable: false, mergeable_state: 'dirty' } });
    expect(await ask('PUT', `${pulls}/1/merge`, {})).toMatchObject({ status: 405 });
    await git('fetch', '--quiet');
    const sha = await pushed('fix', { 'a.txt': 'four\n' });
    expect(await ask('GET', `${pulls}/1`)).toMatchObject({ body: { mergeable: true, head: { sha } } });
  });

  it('is refused by a protected base until a review and a check allow it', async () => {
    const sha = await pushed('fix', { 'b.txt': 'b\n' });
    await open('fix', { draft: true });
    await forge.protect('main', { approvals: 1, checks: ['ci'], upToDate: true });
    expect(await ask('GET', `${pulls}/1`)).toMatchObject({ body: { draft: true, mergeable_state: 'draft' } });
    const query = 'mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) { clientMutationId } }';
    const { node_id: id } = (await ask('GET', `${pulls}/1`)).body;
    expect((await ask('POST', '/graphql', { query, variables: { id: 'PR_x' } })).body.errors).toHaveLength(1);
    await ask('POST', '/graphql', { query, variables: { id } });
    expect(await ask('GET', `${pulls}/1`)).toMatchObject({ body: { draft: false, mergeable_state: 'blocked' } });
    await forge.review(1, { state: 'APPROVED' });
    expect(await ask('PUT', `${pulls}/1/merge`, {})).toMatchObject({ status: 405, body: { message: expect.stringContaining('"ci"') } });
    await forge.setCheck('fix', { name: 'ci', state: 'success' });
    await forge.pushToBase({ 'c.txt': 'c\n' });
    expect(await ask('GET', `${pulls}/1`)).toMatchObject({ body: { mergeable_state: 'behind', head: { sha } } });
    await forge.protect('main', null);
    expect(await ask('PUT', `${pulls}/1/merge`, {})).toMatchObject({ status: 200 });
  });

  it('is closed when its branch is deleted, and merged when its head was pushed to the base', async () => {
    await pushed('gone', { 'b.txt': 'b\n' });
    await open('gone');
    await git('push', '--quiet', 'origin', ':gone');
    expect(await ask('GET', `${pulls}/1`)).toMatchObject({ body: { state: 'closed', merged: false } });
    await pushed('pushed', { 'c.txt': 'c\n' });
    await open('pushed');
    await git('push', '--quiet', 'origin', 'pushed:main');
    await forge.pushToBase({});
    expect(await ask('GET', `${pulls}/2`)).toMatchObject({ body: { state: 'closed', merged: true } });
  });

  it.each([
    ['a head that was not pushed', 'nowhere', /Validation/],
    ['no commit of its own', 'same', /Validation/],
  ])('is refused for %s', async (_sentence, head, message) => {
    await git('push', '--quiet', 'origin', 'main:same');
    expect(await open(head)).toMatchObject({ status: 422, body: { message: expect.stringMatching(message) } });
  });
});

describe('requests', () => {
  it('that are conditional cost nothing while nothing has changed', async () => {
    await forge.addIssue({ title: 'One' });
    const first = await ask('GET', '/repos/ada/shop/issues/1/comments');
    const left = forge.rate.remaining;
    const headers = { 'if-none-match': String(first.headers.get('etag')) };
    expect(await ask('GET', '/repos/ada/shop/issues/1/comments', undefined, headers)).toMatchObject({ status: 304, body: null });
    expect(forge.rate.remaining).toBe(left);
    await forge.comment(1, { body: 'More' });
    expect(await ask('GET', '/repos/ada/shop/issues/1/comments', undefined, headers)).toMatchObject({
      status: 200,
      body: [{ body: 'More' }],
    });
  });

  it('for lists are answered in pages that name the next', async () => {
    for (let at = 0; at < 5; at += 1) await forge.addIssue({ title: `Issue ${at}`, labels: ['bug'] });
    const first = await ask('GET', '/repos/ada/shop/issues?per_page=2');
    expect(first.headers.get('link')).toMatch(/issues\?per_page=2&page=2>; rel="next", <.*page=3>; rel="last"/);
    const found = await ask('GET', `/search/issues?q=${encodeURIComponent('repo:ada/shop is:issue is:open label:bug ISSUE 3')}`);
    expect(found.body).toMatchObject({ total_count: 1, items: [{ title: 'Issue 3' }] });
  });

  it('are refused when the rate is used up, and can misbehave so many times', async () => {
    forge.behave('unavailable', /labels/, 1);
    expect(await ask('GET', '/repos/ada/shop/labels')).toMatchObject({ status: 503 });
    expect(await ask('GET', '/repos/ada/shop/labels')).toMatchObject({ status: 200 });
    forge.rate.remaining = 0;
    expect(await ask('GET', '/user')).toMatchObject({ status: 403, body: { message: 'API rate limit exceeded' } });
  });

  it('for a log lead to another host, which takes no token', async () => {
    const id = await forge.setCheck('main', { name: 'ci', state: 'failure', log: 'boom' });
    const followed = await fetch(`${forge.url}/repos/ada/shop/actions/jobs/${id}/logs`, { headers: { authorization: `token ${TOKEN}` } });
    expect(await followed.text()).toBe('boom');
    expect(followed.url).toMatch(/^http:\/\/localhost/);
    expect((await fetch(followed.url, { headers: { authorization: 'token x' } })).status).toBe(400);
  });

  it('tell which conversations are resolved', async () => {
    await pushed('fix', { 'b.txt': 'b\n' });
    await open('fix');
    await forge.review(1, { state: 'CHANGES_REQUESTED', comments: [{ path: 'b.txt', line: 1, body: 'Why?' }] });
    const [{ id, pull_request_review_id: review }] = (await ask('GET', `${pulls}/1/comments`)).body;
    expect((await ask('GET', `${pulls}/1/reviews`)).body).toMatchObject([{ id: review, state: 'CHANGES_REQUESTED' }]);
    const reply = await ask('POST', `${pulls}/1/comments/${id}/replies`, { body: 'Because.' });
    expect(reply).toMatchObject({ status: 201, body: { in_reply_to_id: id, user: { login: 'pat' } } });
    await forge.resolveThread(id);
    const variables = { owner: 'ada', repo: 'shop', number: 1 };
    const { data } = (await ask('POST', '/graphql', { query: 'query { reviewThreads }', variables })).body;
    expect(data.repository.pullRequest.reviewThreads.nodes).toEqual([
      {
        isResolved: true,
        comments: { nodes: [id, reply.body.id].map((one) => ({ url: expect.stringMatching(`/ada/shop/pull/1#discussion_r${one}$`) })) },
      },
    ]);
  });
});
