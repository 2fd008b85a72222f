// The messages as a person reads them: the list with the chosen one below it, one whole, and the two dialogs.
import { describe, expect, it } from 'vitest';
import { glyphSet } from '../../src/components/glyphs.js';
import { Screen } from '../../src/components/screen.js';
import type { Glyphs } from '../../src/core/view/state-mark.js';
import { clientView } from '../helpers/client-view.js';
import { aMessage, mailOf, sampleMail } from '../helpers/messages.js';
import { renderInk } from '../helpers/render-ink.js';
import { aScreen, sampleAgents } from '../helpers/view-fixtures.js';

function opened(cols: number, rows: number, mail = sampleMail()) {
  const client = clientView({ agents: sampleAgents(), mail, size: { cols, rows } }, 'id-fix-login');
  client.does('view.messages');
  const frame = (glyphs: Glyphs = 'unicode') => {
    const screen = aScreen({ view: client.view, world: client.world });
    const ink = renderInk(<Screen screen={screen} glyphs={glyphSet(glyphs)} onField={() => undefined} />, { cols, rows });
    ink.unmount();
    return ink.lastFrame().split('\n');
  };
  return { client, frame };
}

describe('the list', () => {
  it('at 80x24: mark, from, to, kind, text and age, the newest last; the chosen one whole below', () => {
    const { frame } = opened(80, 24);
    expect(frame()).toMatchInlineSnapshot(`
      [
        " widget  main ↑2   m 2   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2  · 1     host 2 h 14 m   12:41",
        "╭ Messages · all ──────────────────────────────────────────────────────────────╮",
        "│  ✓ fix-login → add-tests  The login takes a token now; test that.    1 h 6 m │",
        "│  ✓ you       → fix-login  Keep the old endpoint working.                10 m │",
        "│ ▸· add-tests → you        question: May I delete the snapshot test…      2 m │",
        "│  ✗ fix-login → docs       Describe the new header.                       1 m │",
        "│  · fix-login → you        progress: All of the login is done.           10 s │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "├─ add-tests → you · question · unread ────────────────────────────────────────┤",
        "│ May I delete the snapshot tests? They fail on every run.                     │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "╰──────────────────────────────────────────────────────────────────────────────╯",
        " ? add-tests asks: run \`npm test -- --watch=false\`?",
        " Enter read  r reply  n write  a all read  Tab which  / filter  Esc back",
      ]
    `);
  });

  it('at 140x40 with the state in words', () => {
    expect(opened(140, 40).frame().slice(1, 8)).toMatchInlineSnapshot(`
      [
        "╭ Messages · all ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────╮",
        "│  ✓ fix-login → add-tests  message   The login takes a token now; test that.                                        acknowledged  1 h 6 m │",
        "│  ✓ you       → fix-login  message   Keep the old endpoint working.                                                 acknowledged     10 m │",
        "│ ▸· add-tests → you        question  May I delete the snapshot tests? They fail on every run.                       unread            2 m │",
        "│  ✗ fix-login → docs       message   Describe the new header.                                                       given up          1 m │",
        "│  · fix-login → you        progress  All of the login is done.                                                      unread           10 s │",
        "│                                                                                                                                          │",
      ]
    `);
  });

  it('at 40x12 with what matters', () => {
    expect(opened(40, 12).frame()).toMatchInlineSnapshot(`
      [
        " widget   m 2   ? 1  ✗ 1  ● 2  ◔ 1  ✓ 2…",
        "╭ Messages · all ──────────────────────╮",
        "│  ✓ fix-l…→add-t…  The login takes a… │",
        "│  ✓ you   →fix-l…  Keep the old endp… │",
        "│ ▸· add-t…→you     May I delete the … │",
        "│  ✗ fix-l…→docs    Describe the new … │",
        "│  · fix-l…→you     All of the login … │",
        "│                                      │",
        "│                                      │",
        "│                                      │",
        "╰──────────────────────────────────────╯",
        " r reply  n write  Esc back",
      ]
    `);
  });

  it('reads as well in ASCII', () => {
    expect(opened(80, 12).frame('ascii').slice(1, 7)).toMatchInlineSnapshot(`
      [
        "+ Messages - all --------------------------------------------------------------+",
        "|  + fix-login -> add-tests  The login takes a token now; test that.   1 h 6 m |",
        "|  + you       -> fix-login  Keep the old endpoint working.               10 m |",
        "| >. add-tests -> you        question: May I delete the snapshot te..      2 m |",
        "|  x fix-login -> docs       Describe the new header.                      1 m |",
        "|  . fix-login -> you        progress: All of the login is done.          10 s |",
      ]
    `);
  });

  it('keeps its columns with wide characters and with text that wants to act', () => {
    const mail = mailOf(
      aMessage('m1', ['日本語の長い名前のエージェント', 'person'], '表を消してもいいですか？🤖 はい'.repeat(6)),
      aMessage('m2', ['a', 'b'], 'bell \u0007 and \u001b[31mred'),
    );
    const rows = opened(80, 12, mail).frame();
    expect(rows.slice(1, 4)).toMatchInlineSnapshot(`
      [
        "╭ Messages · all ──────────────────────────────────────────────────────────────╮",
        "│ ▸· 日本語の長い名… → you  表を消してもいいですか？🤖 はい表を消しても…   1 m │",
        "│  · a               → b    bell and red                                   1 m │",
      ]
    `);
  });

  it('offers the keys that do something with the chosen one', () => {
    const { client, frame } = opened(140, 24);
    const keys = () => frame().at(-1);
    expect(keys()).toContain('r reply');
    client.does('selection.previous');
    expect(keys()).not.toContain('r reply');
    client.presses('tab', 'tab');
    expect(keys()).toContain('r reply  R send again  x drop');
    client.worldIs({ isReadOnly: true });
    expect(keys()).toBe(' Enter read  Tab which  / filter  j k PgUp PgDn move  Esc back');
  });

  it('says when there is none', () => {
    expect(opened(80, 12, mailOf()).frame().join('\n')).toContain('No messages yet. n writes one.');
  });
});

describe('one whole', () => {
  it('says how far it has come, why it was given up, and what it answers', () => {
    const reply = aMessage('m6', ['person', 'docs'], 'Yes.\n\n  - but keep the index\n', {
      type: 'answer',
      payload: { text: 'Yes.\n\n  - but keep the index\n', inReplyTo: 'm3' },
      state: 'dead',
      retry_count: 4,
      error: { kind: 'conflict', tried: 'hand over', said: 'docs took no input', next: 'Send it again.' },
    });
    const { client, frame } = opened(80, 24, mailOf(...sampleMail().messages, reply));
    client.does('page.last');
    client.presses('enter');
    expect(frame().slice(1, 15)).toMatchInlineSnapshot(`
      [
        "╭ Messages · answer from you ──────────────────────────────────────────────────╮",
        "│ From      you                                                                │",
        "│ To        docs                                                               │",
        "│ Kind      answer                                                             │",
        "│ Sent      12:40, 1 m ago                                                     │",
        "│ State     given up 1 m ago, failed 4 times: docs took no input. Send it      │",
        "│           again.                                                             │",
        "│ Answers   add-tests: May I delete the snapshot tests? They fail on every     │",
        "│           run.                                                               │",
        "│                                                                              │",
        "│ Yes.                                                                         │",
        "│                                                                              │",
        "│   - but keep the index                                                       │",
        "│                                                                              │",
      ]
    `);
  });

  it('tells what became of a delegated task', () => {
    const result = {
      agent: 'id-docs',
      state: 'done',
      summary: 'The header is described.',
      artifacts: ['/state/goal/header.md'],
      branch: 'orch/docs',
      commit: '0123456789abcdef',
    } as const;
    const text = 'Done: the header is described.';
    const { client, frame } = opened(
      80,
      24,
      mailOf(aMessage('m1', ['docs', 'fix-login'], text, { type: 'task_result', payload: { text, result } })),
    );
    client.presses('enter');
    expect(frame().slice(1, 12)).toMatchInlineSnapshot(`
      [
        "╭ Messages · result from docs ─────────────────────────────────────────────────╮",
        "│ From      docs                                                               │",
        "│ To        fix-login                                                          │",
        "│ Kind      result                                                             │",
        "│ Sent      12:40, 1 m ago                                                     │",
        "│ State     queued 1 m ago                                                     │",
        "│ Result    done, branch orch/docs, merged as 0123456789                       │",
        "│ Files     /state/goal/header.md                                              │",
        "│ Summary   The header is described.                                           │",
        "│                                                                              │",
        "│ Done: the header is described.                                               │",
      ]
    `);
  });
});

describe('messages to the person that nobody has read', () => {
  it('are counted in the header, and stand with the agents that sent them', () => {
    const { client, frame } = opened(100, 24);
    client.does('view.back');
    expect(frame()[0]).toContain('m 2');
    expect(frame().slice(2, 6)).toMatchInlineSnapshot(`
      [
        "│ ◆ orchestrator                 ││                                                                │",
        "│ ? 2 add-tests ✉1  run \`npm te… ││                                                                │",
        "│ ✗ 7 flaky-ci  2 of 31 tests f… ││                                                                │",
        "│▸● 1 fix-login ✉1           2 m ││                                                                │",
      ]
    `);
    expect(frame('ascii')[5]).toContain('m1');
    client.worldIs({ mail: mailOf() });
    expect(frame()[0]).not.toContain('m 2');
  });
});

describe('the dialogs', () => {
  it('a message with the names that fit', () => {
    const { client, frame } = opened(80, 24, mailOf());
    client.presses('n', 'shift-tab');
    client.act({ type: 'fieldChanged', field: 'to', value: 'a' });
    expect(frame().slice(3, 16)).toMatchInlineSnapshot(`
      [
        "",
        "╭ Message ─────────────────────────────────────────────────────────────────────╮",
        "│ To        a                                                                  │",
        "│           ‹ all ›  add-tests    manager    release    db-schema              │",
        "│ Text       It is kept, and comes when it can be taken.                       │",
        "│                                                                              │",
        "│                                                                              │",
        "│ Reply     ‹ not needed ›  wanted                                             │",
        "│                                                                              │",
        "│                               Enter take   ↑ ↓ choose   Tab next   Esc leave │",
        "╰──────────────────────────────────────────────────────────────────────────────╯",
        "",
        "",
      ]
    `);
  });

  it('a reply below what it answers', () => {
    const { client, frame } = opened(80, 24);
    client.presses('r');
    client.pastes('No.');
    expect(frame().slice(4, 14)).toMatchInlineSnapshot(`
      [
        "",
        "╭ Reply to add-tests ──────────────────────────────────────────────────────────╮",
        "│ May I delete the snapshot tests? They fail on every run.                     │",
        "│                                                                              │",
        "│ No.                                                                          │",
        "│                                                                              │",
        "│                                                                              │",
        "│                                                                              │",
        "│                             Enter send   ^J new line   ^E editor   Esc leave │",
        "╰──────────────────────────────────────────────────────────────────────────────╯",
      ]
    `);
  });
});
