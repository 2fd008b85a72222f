// What a tool of the built-in agent is: its words for the model, the check of its arguments, and what comes of a call.
import * as z from 'zod/mini';
import type { ToolSpec } from '../model/chat.js';
import { plainText } from '../model/plain-text.js';

/** What a call came to. A failure is told to the model like everything else. */
export interface ToolOutcome {
  readonly ok: boolean;
  /** For the model. */
  readonly text: string;
  /** For a person: one line. */
  readonly line: string;
  /** Lines of a change, `+` and `-` in front. */
  readonly diff?: readonly string[];
  /** The task is over, by the agent's own word. */
  readonly end?: { readonly outcome: 'done' | 'failed'; readonly summary: string };
}

export interface AgentTool {
  readonly spec: ToolSpec;
  /** It waits for others: the very same call may well give something else later. */
  readonly mayRepeat?: true;
  /** `given`: the arguments as the model wrote them. Never rejects for anything that a model can cause. */
  call(given: string, signal: AbortSignal): Promise<ToolOutcome>;
}

export function defineTool<Schema extends z.ZodMiniObject>(order: {
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
  readonly mayRepeat?: true;
  readonly run: (given: z.infer<Schema>, signal: AbortSignal) => Promise<ToolOutcome>;
}): AgentTool {
  const { name, description, schema, run, mayRepeat } = order;
  const { $schema: _dialect, ...parameters } = z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>;
  return {
    spec: { name, description, parameters },
    ...(mayRepeat === undefined ? {} : { mayRepeat }),
    async call(given, signal) {
      const value = parsedJson(given);
      if (value === undefined) return refused(name, 'the arguments are no JSON object');
      const checked = schema.safeParse(value);
      return checked.success ? run(checked.data as z.infer<Schema>, signal) : refused(name, wrongIn(checked.error.issues));
    },
  };
}

/** What the model is told where nothing was done. */
export function refused(name: string, said: string): ToolOutcome {
  return { ok: false, text: `Error: ${said}`, line: `${name}: ${plainText(said, 160)}` };
}

/** Undefined where it is no JSON. An empty text is an object without anything: some models write that for a tool without arguments. */
export function parsedJson(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrongIn(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.') || 'arguments'}: ${message}`)
    .join('; ');
}
