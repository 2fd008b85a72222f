// The other end of an MCP server of ours, in this process: JSON lines over a pair of streams, as a client on standard input and output has them.
import { PassThrough } from 'node:stream';
import { serveMcp } from '../../src/servers/mcp/serve.js';
import type { ToolSet } from '../../src/servers/mcp/tool.js';
import { FakeClock } from './fake-clock.js';

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

export class McpPeer {
  readonly clock = new FakeClock();
  /** Everything the server has written, parsed: a line that is no JSON fails the test. */
  readonly heard: Answer[] = [];
  readonly ended: Promise<void>;
  readonly #input = new PassThrough();
  readonly #output = new PassThrough();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #nextId = 1;
  #rest = '';

  constructor(set: ToolSet) {
    this.#output.on('data', (chunk: Buffer) => this.#take(String(chunk)));
    this.ended = serveMcp({ input: this.#input, output: this.#output, set, clock: this.clock });
  }

  static async greeted(set: ToolSet): Promise<McpPeer> {
    const peer = new McpPeer(set);
    await peer.request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'peer', version: '1' } });
    peer.tell('notifications/initialized', {});
    return peer;
  }

  async request(method: string, params: object): Promise<Answer> {
    const id = this.#nextId++;
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#write({ jsonrpc: '2.0', id, method, params });
    return answer;
  }

  tell(method: string, params: object): void {
    this.#write({ jsonrpc: '2.0', method, params });
  }

  /** The texts of a call's answer, and whether it is an error. */
  async call(name: string, args: object = {}): Promise<{ readonly text: string; readonly isError: boolean }> {
    const { result } = await this.request('tools/call', { name, arguments: args });
    const { content, isError } = result as { content: readonly { text: string }[]; isError?: boolean };
    return { text: content.map(({ text }) => text).join('\n'), isError: isError === true };
  }

  /** Id that the next request will have. */
  get nextId(): number {
    return this.#nextId;
  }

  leave(): Promise<void> {
    this.#input.end();
    return this.ended;
  }

  #write(message: object): void {
    this.#input.write(`${JSON.stringify(message)}\n`);
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line) as Answer;
      this.heard.push(message);
      if (message.id !== undefined) this.#waiting.get(message.id)?.(message);
    }
  }
}
