// What keeps an agent from going on, as its screen tells it: when that is believed beside better sources, and when it is over.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { codex } from '../../../src/core/harness/codex.js';
import { gemini } from '../../../src/core/harness/gemini.js';
import { opencode } from '../../../src/core/harness/opencode.js';
import { trackState } from '../../../src/core/harness/state-tracker.js';
import { replay, told } from '../../helpers/replay-signals.js';

const screen = (name: string): string => readFileSync(new URL(`../../fixtures/screens/${name}.txt`, import.meta.url), 'utf8');
const CLAUDE_WORKS = screen('claude-2.1.197-working');

describe('a failure on the screen', () => {
  it('of claude: its own tries, then that it gave up, then a rest that is no end of its work', () => {
    const verdicts = replay({
      harness: claude,
      events: [
        [100, 'title', '⠂ Topic'],
        [500, 'screen', screen('claude-2.1.197-limit-retrying')],
        [1500, 'screen', screen('claude-2.1.197-limit-retrying')],
        [2000, 'title', '✳ Topic'],
        [2300, 'screen', screen('claude-2.1.197-limit-server')],
        [9000, 'screen', screen('claude-2.1.197-limit-server')],
      ],
    });
    expect(told(verdicts)).toEqual([
      'working by claude.title.working',
      'limited by claude.screen.reconnecting',
      'limited by claude.screen.api-network',
    ]);
    expect(verdicts.map(({ failure }) => failure?.retries)).toEqual([undefined, 'itself', 'not']);
  });

  it('of claude: its own try helped', () => {
    const events = [
      [100, 'title', '⠂ Topic'],
      [500, 'screen', screen('claude-2.1.197-limit-retrying')],
      [1500, 'screen', CLAUDE_WORKS],
    ] as const;
    expect(told(replay({ harness: claude, events })).slice(0, 3)).toEqual([
      'working by claude.title.working',
      'limited by claude.screen.reconnecting',
      'working by claude.title.working',
    ]);
  });

  it('of claude whose hooks tell nothing of a turn that failed', () => {
    const events = [
      [100, 'hook', 'UserPromptSubmit {}'],
      [150, 'title', '⠂ Topic'],
      [500, 'screen', screen('claude-2.1.197-limit-retrying')],
      [1500, 'screen', CLAUDE_WORKS],
      [2000, 'title', '✳ Topic'],
      [2300, 'screen', screen('claude-2.1.197-limit-server')],
    ] as const;
    const verdicts = replay({ harness: claude, events });
    expect(told(verdicts)).toEqual([
      'working by claude.hook.UserPromptSubmit',
      'limited by claude.screen.reconnecting',
      'working by claude.hook.UserPromptSubmit',
      'limited by claude.screen.api-network',
    ]);
    expect(verdicts.at(-1)?.failure).toMatchObject({ retries: 'not' });
  });

  it('of claude whose hook tells of it: its screen adds nothing, and its own tries were told by the screen', () => {
    const failure = JSON.stringify({ error: 'server_error', last_assistant_message: 'API Error: 500 Internal server error' });
    const events = [
      [100, 'hook', 'UserPromptSubmit {}'],
      [500, 'screen', screen('claude-2.1.197-limit-retrying')],
      [1900, 'hook', `StopFailure ${failure}`],
      [2000, 'title', '✳ Topic'],
      [2300, 'screen', screen('claude-2.1.197-limit-server')],
      [9000, 'hook', 'UserPromptSubmit {}'],
    ] as const;
    const verdicts = replay({ harness: claude, events });
    expect(told(verdicts)).toEqual([
      'working by claude.hook.UserPromptSubmit',
      'limited by claude.screen.reconnecting',
      'limited by claude.hook.StopFailure',
      'working by claude.hook.UserPromptSubmit',
    ]);
    expect(verdicts.map(({ failure }) => failure?.retries)).toEqual([undefined, 'itself', 'not', undefined]);
  });

  it('of claude is not over because it waits for input a minute later', () => {
    const failure = JSON.stringify({ error: 'rate_limit', last_assistant_message: "You've hit your session limit · resets 3pm" });
    const events = [
      [100, 'hook', 'UserPromptSubmit {}'],
      [1900, 'hook', `StopFailure ${failure}`],
      [2000, 'title', '✳ Topic'],
      [62_000, 'hook', 'Notification {"notification_type":"idle_prompt"}'],
      [70_000, 'hook', 'UserPromptSubmit {}'],
      [71_000, 'hook', 'Stop {}'],
    ] as const;
    expect(told(replay({ harness: claude, events }))).toEqual([
      'working by claude.hook.UserPromptSubmit',
      'limited by claude.hook.StopFailure',
      'working by claude.hook.UserPromptSubmit',
      'idle by claude.hook.Stop',
    ]);
  });

  it('of codex that its screen names at once is no call for a person before', () => {
    const verdicts = replay({
      harness: codex,
      events: [
        [100, 'osc7501', 'state=working:app=codex'],
        [2000, 'osc7501', 'state=error:app=codex'],
        [2300, 'screen', screen('codex-0.169.0-limit-usage')],
      ],
    });
    expect(told(verdicts)).toEqual(['working by osc7501.working', 'limited by codex.screen.usage-limit']);
  });

  it('of claude whose hook tells that the turn is over', () => {
    const events = [
      [100, 'hook', 'UserPromptSubmit {}'],
      [2000, 'title', '✳ Topic'],
      [2010, 'hook', 'Stop {}'],
      [2300, 'screen', screen('claude-2.1.197-limit-server')],
    ] as const;
    expect(told(replay({ harness: claude, events })).at(-1)).toBe('limited by claude.screen.api-network');
  });

  it('of claude at work is an old one', () => {
    const events = [
      [100, 'title', '⠂ Topic'],
      [500, 'screen', screen('claude-2.1.197-limit-rate')],
    ] as const;
    expect(told(replay({ harness: claude, events, silenceMs: 5000 }))).toEqual(['working by claude.title.working']);
  });

  it('of codex says what its OSC 7501 only calls an error, with the time it names', () => {
    const verdicts = replay({
      harness: codex,
      events: [
        [100, 'osc7501', 'state=working:app=codex'],
        [200, 'screen', screen('codex-0.169.0-ratelimit')],
        [2000, 'osc7501', 'state=error:app=codex'],
        [3500, 'screen', screen('codex-0.169.0-limit-usage')],
        [9000, 'osc7501', 'state=working:app=codex'],
      ],
    });
    expect(told(verdicts)).toEqual([
      'working by osc7501.working',
      'waiting by osc7501.error',
      'limited by codex.screen.usage-limit',
      'working by osc7501.working',
    ]);
    expect(verdicts[2]?.failure).toMatchObject({ kind: 'usage-limit', retries: 'not' });
    expect(verdicts[2]?.failure?.resetAt).toMatch(/^1970-01-0[12]T/);
  });

  it('of codex: the network came back by itself', () => {
    const verdicts = replay({
      harness: codex,
      events: [
        [100, 'osc7501', 'state=working:app=codex'],
        [500, 'screen', screen('codex-0.169.0-limit-retrying')],
        [5000, 'screen', screen('codex-0.169.0-working-thinking')],
      ],
    });
    expect(told(verdicts)).toEqual(['working by osc7501.working', 'limited by codex.screen.reconnecting', 'working by osc7501.working']);
  });

  it('of gemini and opencode is no rest', () => {
    const gone = replay({
      harness: gemini,
      events: [
        [100, 'title', '✦  Working… (repo)'],
        [900, 'title', '◇  Ready (repo)'],
        [1200, 'screen', screen('gemini-0.61.0-limit-auth')],
      ],
    });
    expect(told(gone)).toEqual(['working by gemini.title.working', 'limited by gemini.screen.login']);
    const refused = replay({
      harness: opencode,
      events: [
        [100, 'screen', screen('opencode-1.18.33-working')],
        [900, 'screen', screen('opencode-1.18.33-ratelimit')],
        [2000, 'screen', screen('opencode-1.18.33-limit-auth')],
      ],
    });
    expect(told(refused)).toEqual([
      'working by opencode.screen.interrupt',
      'limited by opencode.screen.rate-limit',
      'limited by opencode.screen.login',
    ]);
  });

  it('is news again after it was told to go on', () => {
    const tracker = trackState({ harness: claude, expects: 'nothing', now: 0 });
    const failed = { kind: 'screen', text: screen('claude-2.1.197-limit-rate') } as const;
    expect(tracker.feed(failed, 100)?.state).toBe('limited');
    expect(tracker.feed(failed, 200)).toBeNull();
    expect(tracker.told(300)?.why.rule).toBe('limit.told');
    expect(tracker.told(400)).toBeNull();
    expect(tracker.feed(failed, 500)?.state).toBe('limited');
  });
});

describe('the words of a limit that was not met here', () => {
  const COMPOSER = `${'─'.repeat(60)}\n❯\u00a0\n${'─'.repeat(60)}\n  ? for shortcuts`;
  const limit = (words: string) =>
    claude.read({ kind: 'screen', text: `❯ go\n\n${words}\n\n✻ Worked for 2s\n\n${COMPOSER}` })?.failure ?? null;

  it.each([
    ["● You've hit your session limit · resets 3pm (Europe/Berlin)", '3pm (Europe/Berlin)'],
    [
      "  ⎿  You've hit your weekly limit · resets Nov 24, 3:30pm (UTC)\n     /upgrade to increase your usage limit.",
      'Nov 24, 3:30pm (UTC)',
    ],
    ['● 5-hour limit reached ∙ resets 9pm', '9pm'],
    ["● You've reached your org's monthly usage limit", null],
  ])('claude: %s', (words, resets) => {
    expect(limit(words)).toEqual({ kind: 'usage-limit', retries: 'not', resets });
  });

  it.each([
    "● I read that You've hit your session limit · resets 3pm",
    '● Bash(cat log)\n  ⎿  Invalid API key · Fix external API key',
    "● Here it is:\n  You've hit your session limit · resets 3pm",
    '● API Error: 402 Payment required\n\n● That is what the log says.',
  ])('words of an agent are none: %s', (words) => {
    expect(limit(words)).toBeNull();
  });
});
