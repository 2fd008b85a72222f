// Prints a frame of the chrome, to be looked at: SCENE COLSxROWS [ascii]. Bundle it with esbuild (--packages=external --splitting --jsx=automatic), then run it.
import { createChrome } from '../src/components/chrome.js';
import type { Action } from '../src/core/model/action.js';
import type { KeptDecision } from '../src/core/model/decision.js';
import { reduceView } from '../src/core/view/reduce-view.js';
import type { ViewAction, ViewState } from '../src/core/view/view-state.js';
import { initialView, viewLayout } from '../src/core/view/view-state.js';
import { sampleGoal } from '../tests/helpers/sample-goals.js';
import { aScreen, aWorld, NOW, sampleAgents } from '../tests/helpers/view-fixtures.js';
import { aPlan } from '../tests/helpers/view-goals.js';

const [name = 'list', size = '140x40', glyphs = 'unicode'] = process.argv.slice(2);
const [cols = 140, rows = 40] = size.split('x').map(Number);

const key = (keyName: string, over: object = {}): ViewAction => ({
  type: 'token',
  token: { type: 'key', name: keyName, ctrl: false, alt: false, shift: false, raw: keyName, ...over },
});
const act = (action: Action): ViewAction => ({ type: 'action', action });
const paste = (text: string): ViewAction => ({ type: 'token', token: { type: 'paste', text } });

const DIFF = `diff --git a/src/auth/login.ts b/src/auth/login.ts
index 111..222 100644
--- a/src/auth/login.ts
+++ b/src/auth/login.ts
@@ -10,8 +10,12 @@ export class Login {
   /** Signs a person in. */
   async login(name: string): Promise<Token> {
-    const token = this.tokens.get(name);
-    return token;
+    const token = await this.tokens.fresh(name, 60_000);
+    if (token === null) throw new Error('expired: 期限切れ 🤖');
+    // The old endpoint keeps working.
+    return verify(token);
   }
 
   logout() {
diff --git a/README.md b/README.md
new file mode 100644
--- /dev/null
+++ b/README.md
@@ -0,0 +1,3 @@
+# Widget
+
+Log in with *tokens*.
`;

const DECISION: KeptDecision = {
  progress: '',
  thought: 'The tests fail because the fixture of last year is used; the task is about tokens, so the fixture is to be made anew.',
  action: { do: 'instruct', text: 'Make the fixture anew 期限, then run npm test again.', digest: null },
  future: '',
  at: new Date(NOW - 60_000).toISOString(),
  reason: 'idle',
  outcome: 'told',
  usage: { inputTokens: 1800, outputTokens: 120, costUsd: 0.004, estimated: false },
};
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => sampleAgents()[at % 8]!).map((agent, at) => ({
    ...agent,
    id: at < 8 ? agent.id : `id-${at}`,
    number: at + 1,
  }));
const agents = name === 'empty' ? [] : many(Number(process.env.AGENTS ?? 8));
const planned =
  name === 'plan' || name === 'plan-task'
    ? { plan: aPlan(), tasks: sampleGoal().tasks.map((task) => ({ ...task, state: 'blocked', agent: null, error: null }) as const) }
    : {};
const world = aWorld({
  size: { cols, rows },
  agents: agents
    .map((agent) =>
      agent.number === 2 && name === 'ask'
        ? { ...agent, manager: { state: 'ready' as const, askedSeq: 1, decisions: [DECISION, DECISION] } }
        : agent,
    )
    .map((agent) =>
      agent.number === 1 ? { ...agent, usage: { inputTokens: 9, outputTokens: 9, costUsd: 0.124, estimated: true } } : agent,
    ),
  goals: name === 'list' || name === 'empty' ? [] : [sampleGoal(planned)],
  scrollback: 500,
  ...(name === 'goal-off'
    ? { planner: { off: 'no key is set. Set OPENROUTER_API_KEY, or OPENAI_API_KEY (with OPENAI_BASE_URL for another endpoint).' } }
    : {}),
});
const scenes: Record<string, readonly ViewAction[]> = {
  list: [act('selection.next'), act('selection.next')],
  empty: [],
  attached: [act('agent.attach')],
  scroll: [act('pane.scroll'), key('k')],
  zoom: [act('pane.zoom')],
  task: [act('task.new'), paste('Fix the login loop when the token is expired.\nKeep the old endpoint working.')],
  'task-base': [act('task.new'), paste('Fix it'), key('tab'), key('tab'), key('tab')],
  'task-agent': [act('task.new'), key('enter'), key('tab'), key('right')],
  ask: [
    ...Array.from({ length: 9 }, () => act('selection.previous')),
    act('agent.attach'),
    { type: 'fieldChanged', field: 'prompt', value: 'what is going on?' },
    key('enter'),
    {
      type: 'answered',
      method: 'managerAsk',
      params: { text: 'what is going on?' },
      result: { answer: 'Two agents work on tokens 期限; add-tests waits for you.' },
    },
  ],
  orchestrator: [...Array.from({ length: 9 }, () => act('selection.previous')), key('x')],
  prompt: [...Array.from({ length: 9 }, () => act('selection.previous')), act('agent.attach')],
  tasks: [act('view.tasks'), act('selection.next')],
  plan: [act('view.tasks'), act('page.last')],
  'plan-task': [act('view.tasks'), act('selection.next'), key('e'), key('tab'), key('tab')],
  goal: [act('goal.new'), paste('Login with tokens'), key('tab')],
  'goal-off': [act('goal.new'), paste('Login with tokens')],
  message: [act('agent.message'), paste('Please also run the linter.')],
  stop: [act('agent.stop')],
  remove: [act('agent.remove')],
  quit: [act('host.quit')],
  finish: [act('agent.finish')],
  palette: [act('palette.open')],
  filter: [act('list.filter')],
  help: [act('view.help')],
  diff: [
    act('view.diff'),
    { type: 'answered', method: 'diff', params: { agent: 'id-fix-login' }, result: { diff: DIFF, truncated: false } },
  ],
  timeline: [
    act('view.timeline'),
    {
      type: 'answered',
      method: 'timeline',
      params: { agent: null, limit: 2000 },
      result: {
        entries: Array.from({ length: 60 }, (_, at) => ({
          at: new Date(NOW - (60 - at) * 20_000).toISOString(),
          agent: at % 3 === 0 ? 'id-add-tests' : 'id-fix-login',
          text: at % 3 === 0 ? 'waiting from hook PermissionRequest (0.1 s)' : 'working from OSC 7501',
        })),
      },
    },
  ],
  toast: [
    {
      type: 'noticed',
      tone: 'error',
      text: 'merge orch/fix-login into main: base has local changes in src/auth/login.ts. Commit or stash them, then finish again.',
    },
  ],
  notice: [
    {
      type: 'answered',
      method: 'remove',
      params: { agent: 'x', force: true },
      result: {
        agent: 'x',
        rescueRef: 'refs/orch/rescue/fix-login-20261121-124100',
        trash: '/state/trash/fix-login-20261121',
        restore: 'orch-tui trash restore fix-login-20261121',
      },
    },
  ],
};

let view: ViewState = initialView('id-fix-login');
for (const action of [{ type: 'worldChanged' } as const, ...(scenes[name] ?? [])]) view = reduceView(view, world, action).view;

let last = '';
const chrome = createChrome({
  glyphs: glyphs === 'ascii' ? 'ascii' : 'unicode',
  onFrame: (frame) => (last = frame),
  onField: () => undefined,
});
const screen = aScreen({ world, view, usage: { 'id-fix-login': { cpuPercent: 12.2, memoryBytes: 250e6 } } });
chrome.update(screen);
if (process.env.BENCH !== undefined) {
  // The quickest of many batches: what a frame costs when nothing else wants the processor.
  const batches = Array.from({ length: 60 }, (_, batch) => {
    const start = performance.now();
    for (let at = 0; at < 20; at += 1) chrome.update({ ...screen, world: { ...world, now: NOW + (batch * 20 + at) * 60_000 } });
    return (performance.now() - start) / 20;
  });
  console.error(`${Math.min(...batches).toFixed(2)} ms an update; pane ${JSON.stringify(viewLayout(view, world).pane)}`);
}
setTimeout(
  () => {
    process.stdout.write(last);
    chrome.dispose();
  },
  name === 'diff' ? 1500 : 0,
);
