// The key of the person, from their environment to an endpoint that gives it back wherever it can: no event, no state, no file has it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createOpenAiModel } from '../../../src/core/adapters/openai-model.js';
import { createFileStorage } from '../../../src/core/adapters/storage/file-storage.js';
import { createHandlers } from '../../../src/core/effects/handlers.js';
import { createStore } from '../../../src/core/effects/store.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { emptyState } from '../../../src/core/model/state.js';
import { anyRequest, type ModelReply, startModelServer } from '../../fixtures/model-server.js';
import { fakePorts } from '../../helpers/fake-effect-ports.js';
import { plannedGoal } from '../../helpers/plans.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const KEY = 'sk-live-abcdefghijklmnop';

it.each<[string, string, ModelReply]>([
  ['an error', 'plan.failed', { status: 400, body: { error: { message: `bad request with Authorization: Bearer ${KEY}` } } }],
  ['a refusal of the key', 'plan.failed', { status: 401, body: { error: { message: `wrong key ${KEY}` } } }],
  [
    'its answer',
    'plan.proposed',
    { text: JSON.stringify({ tasks: [{ id: 't1', title: `use ${KEY}`, role: 'coder', after: [], text: KEY, done: null, kind: 'code' }] }) },
  ],
])('is in none of them after it came back in %s', async (_what, last, reply) => {
  const server = await startModelServer();
  onTestFinished(() => server.close());
  server.on(anyRequest, reply);
  const folder = temporaryFolder();
  const base = fakePorts();
  const model = createOpenAiModel({
    env: () => ({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: KEY }),
    config: { ...DEFAULT_CONFIG.model, retries: 0 },
    clock: base.clock,
  });
  const ports = { ...base, model };
  const storage = createFileStorage({ folder, now: ports.clock.now });
  const store = createStore({
    state: emptyState(5),
    storage,
    clock: ports.clock,
    handlers: createHandlers(ports),
    onBug: (error) => {
      throw error;
    },
  });
  const types: string[] = [];
  const told: string[] = [];
  store.subscribe((_state, event) => {
    types.push(event.type);
    told.push(JSON.stringify(event));
  });
  store.dispatch(plannedGoal());
  await store.whenSettled();
  await storage.save(store.state);
  await storage.close();
  expect(types).toContain(last);
  expect(server.requests[0]?.authorization).toBe(`Bearer ${KEY}`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name), 'utf8'), file.name).not.toContain(KEY);
  expect(`${told.join('\n')}${JSON.stringify(store.state)}`).not.toContain(KEY);
});
