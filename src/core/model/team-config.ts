// The part of the configuration's schema about agents that work together, here and on other nodes.
import * as z from 'zod/mini';
import { flag, int, intOrNull, said, textOrNull, texts } from './config-field.js';

export const messagesSection = z.prefault(
  z.strictObject({
    retries: z._default(int(0, 20, 'Tries after a delivery that failed; then it is given up and waits for you.'), 3),
    retrySeconds: z._default(int(1, 3600, 'Seconds before the first of those tries; each further one waits twice as long.'), 2),
    keep: z._default(int(10, 100_000, 'Messages that are over and still shown.'), 1000),
    mcp: flag(true, 'Agent CLIs get the tools for messages, delegation and results as an MCP server.'),
    perMinute: z._default(
      int(
        1,
        10_000,
        'Most messages a minute between an agent and another; five times as many an hour between two, or in a circle of several. What is beyond is refused, and you are told.',
      ),
      30,
    ),
  }),
  {},
);

const levelSchema = z.strictObject({
  harness: textOrNull('Agent CLI of this level; null is that of the parent.'),
  model: textOrNull('Its model; null is as configured for the agent CLI.'),
});

export const hierarchySection = z.prefault(
  z.strictObject({
    delegate: z._default(
      z.enum(['always', 'auto', 'never']).check(said('Whether agents may delegate: all, those of the roles made for it, or none.')),
      'auto',
    ),
    maxDepth: z._default(int(0, 10, 'Levels below an agent that a person or a plan has ordered.'), 3),
    maxChildren: z._default(int(1, 100, 'Children that one agent may have at once.'), 5),
    maxAgents: z._default(int(1, 500, 'Agents that one goal may come to by delegation.'), 40),
    levels: z._default(
      z.record(z.string(), levelSchema).check(said('Agent CLI and model of coordinator, worker, specialist or any other role.')),
      {},
    ),
  }),
  {},
);

export const registrySection = z.prefault(
  z.strictObject({
    heartbeatSeconds: z._default(int(1, 3600, 'How often a node says that it and its agents live.'), 30),
    staleSeconds: z._default(int(5, 86_400, 'Seconds without a sign of life after which an agent at work is looked at.'), 300),
    onStale: z._default(
      z.enum(['tell', 'restart', 'stop']).check(said('What becomes of one that lives and gives no sign; one that is gone is restarted.')),
      'tell',
    ),
  }),
  {},
);

export const redisSection = z.prefault(
  z.strictObject({
    url: textOrNull('redis:// or rediss:// address for several machines; its password belongs into REDIS_PASSWORD. null is none.'),
    prefix: z._default(z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,40}$/i), said('What every key begins with.')), 'orch-tui'),
    ca: textOrNull('File with the certificate of the authority that signed that of the Redis server.'),
  }),
  {},
);

export const workerSection = z.prefault(
  z.strictObject({
    name: textOrNull('Name of this machine in lists; null is its host name.'),
    slots: z._default(int(1, 100, 'Agents that a worker runs at once.'), 2),
    labels: texts('What this machine has, such as gpu or mac: tasks may ask for it.'),
    overflow: flag(true, 'Agents that find no place here go to workers that have one.'),
  }),
  {},
);

export const a2aSection = z.prefault(
  z.strictObject({
    port: intOrNull(0, 65_535, 'Port of the A2A door; null is closed, 0 any free one.'),
    host: z._default(z.string().check(said('Address it listens on.')), '127.0.0.1'),
    legacy: flag(true, 'Also speak A2A 0.3.'),
  }),
  {},
);
