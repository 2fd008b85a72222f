// The scripted model: a server on loopback that speaks what the four CLIs speak, plays `script.ts`, and remembers what it was asked.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DEADLINE_MS } from '../../helpers/wait-for.js';
import { chat } from './chat.js';
import type { Conversation } from './conversation.js';
import { gemini } from './gemini.js';
import { messages } from './messages.js';
import { EventStream, type Protocol } from './protocol.js';
import { responses } from './responses.js';
import { aside, isAside, type Turn, turnFor } from './script.js';
import { toolCall } from './tool-call.js';

const PROTOCOLS: readonly Protocol[] = [responses, messages, gemini, chat];

/** One request of the conversation; those beside it (titles, summaries) are answered and not remembered. */
export interface Received {
  readonly protocol: Protocol['name'];
  readonly prompt: string;
  readonly earlier: readonly string[];
  /** What tools gave back since the prompt. */
  readonly results: readonly string[];
  /** The CLI has closed the connection before it had an answer. */
  isHungUp: boolean;
}

export class Model {
  readonly received: Received[] = [];
  /** The requests as they came: with what a CLI puts beside the words of its person. */
  readonly bodies: string[] = [];
  /** Paths that were asked for and are not known, and what went wrong: for the messages of failed tests. */
  readonly complaints: string[] = [];
  readonly #server: Server;
  readonly #looks = new Set<() => void>();
  #isHeld: (received: Received) => boolean = () => false;
  #held: (() => void)[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch((error: unknown) => {
        this.complaints.push(String(error));
        if (!response.headersSent) response.writeHead(500);
        response.end(JSON.stringify({ error: { message: String(error) } }));
      });
    });
    this.#server.requestTimeout = 0;
  }

  static async start(): Promise<Model> {
    const model = new Model();
    await new Promise<void>((resolve) => model.#server.listen(0, '127.0.0.1', resolve));
    return model;
  }

  /** `http://127.0.0.1:PORT` */
  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The first request that is right, also one of before; fails at the deadline with all there were. */
  untilReceived(what: string, isRight: (received: Received) => boolean, deadlineMs = DEADLINE_MS): Promise<Received> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(deadline);
        this.#looks.delete(look);
      };
      const look = () => {
        const found = this.received.find(isRight);
        if (found === undefined) return;
        end();
        resolve(found);
      };
      const deadline = setTimeout(() => {
        end();
        const all = [...this.received.map((one) => JSON.stringify(one)), ...this.complaints];
        reject(new Error(`Waited ${deadlineMs} ms in vain until ${what}. The model has received:\n${all.join('\n') || 'nothing'}`));
      }, deadlineMs);
      this.#looks.add(look);
      look();
    });
  }

  /** From now on these are answered after `release`. */
  hold(isHeld: (received: Received) => boolean): void {
    this.#isHeld = isHeld;
  }

  release(): void {
    this.#isHeld = () => false;
    for (const go of this.#held.splice(0)) go();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').split('?');
    const body = await text(request);
    this.bodies.push(body);
    if (/count_?tokens$/i.test(path)) return json(response, 200, { input_tokens: 1200, totalTokens: 1200 });
    const protocol = PROTOCOLS.find((one) => request.method === 'POST' && one.speaks(path));
    if (protocol === undefined) {
      this.complaints.push(`${request.method} ${path}`);
      return json(response, 404, { error: { message: `no such path: ${path}` } });
    }
    const conversation = protocol.read(JSON.parse(body), path);
    if (isAside(conversation)) return play(aside(conversation), protocol, conversation, response);
    const { prompt, earlier, results } = conversation;
    const received: Received = { protocol: protocol.name, prompt, earlier, results, isHungUp: false };
    this.received.push(received);
    this.#look();
    response.on('close', () => {
      received.isHungUp = !response.writableFinished;
      this.#look();
    });
    if (this.#isHeld(received)) await new Promise<void>((go) => this.#held.push(go));
    return play(turnFor(conversation), protocol, conversation, response);
  }

  #look(): void {
    for (const look of [...this.#looks]) look();
  }
}

async function play(turn: Turn, protocol: Protocol, conversation: Conversation, response: ServerResponse): Promise<void> {
  if (turn.kind === 'hangs') return;
  if (turn.kind === 'refuses') return json(response, turn.status, protocol.refusal(turn.status, turn.message));
  const { text: said, act, pauseMs } = turn;
  const answer = { text: said, call: act === null ? null : toolCall(conversation, act) };
  if (!conversation.isStreamed) return json(response, 200, protocol.whole(answer, conversation));
  const events = new EventStream(response, pauseMs);
  await protocol.stream(answer, conversation, events);
  events.end();
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
