// A goal that a coordinator has done by two workers with two specialists each, as scripted models of the built-in agent.
import type { ModelReply, ModelRequest, ModelServer } from '../fixtures/model-server.js';
import { finishes, worksOn, writes } from './goal-story.js';

export const isCoordinator = ({ messages }: ModelRequest) =>
  messages.some(({ role, content }) => role === 'user' && content?.includes('You are the coordinator of this task'));

const calls = (...made: readonly (readonly [string, object])[]): ModelReply => ({
  calls: made.map(([name, given]) => ({ name, arguments: given })),
});
export const delegates = (...tasks: readonly string[]) => calls(...tasks.map((task) => ['delegate', { task }] as const));
export const delegatesAndWaits = (task: string) => calls(['delegate', { task, wait: true }]);
export const waitsFor = (...agents: readonly string[]) => calls(...agents.map((agent) => ['result', { agent }] as const));

/** The first of them that this conversation has not made yet: a call that was lost with its host is made again. */
export function inTurn(...replies: readonly ModelReply[]): (request: ModelRequest) => ModelReply {
  return ({ messages }) => {
    const made = new Set(messages.flatMap(({ tool_calls: all = [] }) => all.map((call) => call.function.arguments)));
    const isMade = (reply: ModelReply) =>
      'calls' in reply && reply.calls?.every((call) => made.has(JSON.stringify(call.arguments))) === true;
    return replies.find((reply) => !isMade(reply)) ?? (replies.at(-1) as ModelReply);
  };
}

/** One number in a module of its own. */
export function scriptSpecialist(model: ModelServer, name: string): void {
  model.on(worksOn(`Write the ${name}`), writes(`${name}.mjs`, `export const ${name} = 1;\n`), finishes(`${name} is there`));
}

/** Has two parts written, and a module that brings them together. */
export function scriptWorker(model: ModelServer, name: string, parts: readonly [string, string]): void {
  const [one, two] = parts;
  model.on(
    worksOn(`Write the ${name}`),
    inTurn(
      delegates(`Write the ${one}`, `Write the ${two}`),
      waitsFor(`write-the-${one}`, `write-the-${two}`),
      writes(
        `${name}.mjs`,
        `import { ${one} } from './${one}.mjs';\nimport { ${two} } from './${two}.mjs';\nexport const ${name} = ${one} + ${two};\n`,
      ),
      finishes(`${name} brings ${one} and ${two} together`),
    ),
  );
}

/** Seven agents on three levels. `untilGivenOut`: the coordinator waits for nobody before that, and so keeps its place. */
export function scriptHierarchy(model: ModelServer, untilGivenOut: Promise<void> = Promise.resolve()): void {
  for (const part of ['net', 'tax', 'shelf', 'store']) scriptSpecialist(model, part);
  scriptWorker(model, 'prices', ['net', 'tax']);
  scriptWorker(model, 'stock', ['shelf', 'store']);
  const waits = waitsFor('write-the-prices', 'write-the-stock');
  const next = inTurn(
    delegates('Write the prices', 'Write the stock'),
    waits,
    writes(
      'shop.mjs',
      "import { prices } from './prices.mjs';\nimport { stock } from './stock.mjs';\nif (prices + stock !== 4) throw new Error('no shop');\n",
    ),
    finishes('the shop stands'),
  );
  model.on(isCoordinator, async (request) => {
    const reply = next(request);
    if (reply === waits) await untilGivenOut;
    return reply;
  });
}
