// The A2A door: express with the SDK's two transports before one request handler. Loaded only when it is opened.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { A2A_CONTENT_TYPE, AGENT_CARD_PATH, AgentCard } from '@a2a-js/sdk';
import { legacyAgentCardRouter } from '@a2a-js/sdk/compat/v0_3/server/express';
import { A2A_ERROR_CODE, RequestMalformedError, toRestErrorBody } from '@a2a-js/sdk/errors';
import { agentCardHandler, jsonRpcHandler, restHandler } from '@a2a-js/sdk/server/express';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { A2aHost } from './a2a-host.js';
import { agentCard, JSON_RPC_PATH, REST_PATH } from './agent-card.js';
import { Caller } from './caller.js';
import { bracketed, onlyOurHost, onlyWithToken } from './guard.js';
import { KnownTasks } from './known-tasks.js';
import { GoalRequestHandler } from './request-handler.js';
import { sdkLog } from './sdk-log.js';
import { malformedField } from './well-formed.js';

export interface A2aServerOrder {
  readonly host: A2aHost;
  readonly listen: { readonly host: string; readonly port: number };
  readonly token: string;
  /** Also speak A2A 0.3. */
  readonly legacy: 'on' | 'off';
  /** File that remembers which goals came through here. */
  readonly memory: string;
}

export interface A2aServer {
  /** `http://127.0.0.1:8000` */
  readonly address: string;
  readonly port: number;
  /** Every connection ends with it. */
  close(): Promise<void>;
}

const MAX_BODY = 1024 * 1024;
const MOST_CONNECTIONS = 100;
/** Ports that are looked at from the wanted one on. */
const MOST_PORTS = 50;
const LAST_PORT = 65_535;

export async function serveA2a(order: A2aServerOrder): Promise<Result<A2aServer>> {
  const { host, port: wanted } = order.listen;
  const known = await KnownTasks.open(order.host, order.memory);
  let server: Server | null = null;
  const portOf = () => (server?.address() as AddressInfo | null)?.port ?? 0;
  const addressOf = () => `http://${bracketed(host)}:${portOf()}`;
  const log = sdkLog(order.host.log);
  const app = a2aApp({ ...order, known, log, port: portOf, address: addressOf });
  const last = wanted === 0 ? 0 : Math.min(wanted + MOST_PORTS - 1, LAST_PORT);
  for (let port = wanted; port <= last; port += 1) {
    const listening = await listen(app, { host, port });
    if (!listening.ok && listening.code === 'EADDRINUSE') continue;
    if (!listening.ok) {
      log.close();
      return fail(notOpened(host, `${port}: ${listening.code}`));
    }
    server = listening.server;
    server.maxConnections = MOST_CONNECTIONS;
    return ok({ address: addressOf(), port: portOf(), close: () => closed(listening.server).finally(log.close) });
  }
  log.close();
  return fail(notOpened(host, `the ports ${wanted} to ${last} are taken`));
}

function a2aApp(
  order: A2aServerOrder & {
    readonly known: KnownTasks;
    readonly log: ReturnType<typeof sdkLog>;
    readonly port: () => number;
    readonly address: () => string;
  },
): Express {
  const { legacy, host, token } = order;
  const card = async () => agentCard(await host.facts(), { address: order.address(), legacy });
  const handlers = {
    requestHandler: new GoalRequestHandler(host, order.known, card),
    userBuilder: (request: Request) => Promise.resolve(new Caller(request)),
    legacyCompat: { enabled: legacy === 'on' },
  };
  const app = express();
  app.disable('x-powered-by');
  app.use(order.log.during);
  app.use(onlyOurHost({ host: order.listen.host, port: order.port }));
  const cache = { maxAge: 0 };
  if (legacy === 'on') app.use(`/${AGENT_CARD_PATH}`, legacyAgentCardRouter({ agentCardProvider: card, cache }));
  // The SDK writes the card as it is in memory; on the wire it is ProtoJSON.
  app.use(`/${AGENT_CARD_PATH}`, agentCardHandler({ agentCardProvider: async () => AgentCard.toJSON(await card()) as AgentCard, cache }));
  app.use(onlyWithToken(token));
  app.use(express.json({ limit: MAX_BODY, strict: false, type: ['application/json', A2A_CONTENT_TYPE] }));
  app.use(JSON_RPC_PATH, onlyShortIds, onlyOfTheirTypes, jsonRpcHandler(handlers));
  app.use(REST_PATH, onlyOfTheirTypes, restHandler(handlers));
  app.use((_request, response) => void response.status(404).json({ error: `there is only ${JSON_RPC_PATH}, ${REST_PATH} and the card` }));
  app.use(wrongBody);
  return app;
}

/** It comes back with every answer, and the SDK names it where it tells of a call that went wrong. */
const onlyShortIds: RequestHandler = (request, response, next) => {
  const id: unknown = (request.body as { readonly id?: unknown } | null | undefined)?.id ?? null;
  const isShort = id === null || typeof id === 'number' || (typeof id === 'string' && id === plainText(id, 200));
  if (isShort) return next();
  const invalid = { code: A2A_ERROR_CODE.INVALID_REQUEST, message: 'The id is a number or a short plain text.' };
  response.status(200).json({ jsonrpc: '2.0', id: null, error: invalid });
};

const onlyOfTheirTypes: RequestHandler = (request, response, next) => {
  const isRpc = request.baseUrl === JSON_RPC_PATH;
  const body = request.body as { readonly id?: string | number; readonly params?: unknown } | null | undefined;
  const wrong = malformedField(isRpc ? body?.params : body);
  if (wrong === null) return next();
  if (!isRpc) return void response.status(400).json(toRestErrorBody(new RequestMalformedError(wrong), 400));
  response.status(200).json({ jsonrpc: '2.0', id: body?.id ?? null, error: { code: A2A_ERROR_CODE.INVALID_PARAMS, message: wrong } });
};

/** Bodies are read before the SDK reads them, because its limit is smaller: so what is wrong with one is said here, in the words of its transport. */
const wrongBody: ErrorRequestHandler = (error: { readonly type?: string; readonly status?: number }, request, response, next) => {
  if (response.headersSent) return next(error);
  if (error.type === 'entity.too.large') return void response.status(413).json({ error: `a body has at most ${MAX_BYTES_TEXT}` });
  const isJson = error.type === 'entity.parse.failed';
  if (isJson && request.path.startsWith(JSON_RPC_PATH)) {
    const parse = { code: A2A_ERROR_CODE.PARSE_ERROR, message: 'Invalid JSON payload.' };
    return void response.status(200).json({ jsonrpc: '2.0', id: null, error: parse });
  }
  if (isJson) return void response.status(400).json(toRestErrorBody(new RequestMalformedError('Invalid JSON payload.'), 400));
  const status = error.status !== undefined && error.status >= 400 && error.status < 500 ? error.status : 500;
  response.status(status).json({ error: status === 500 ? 'this went wrong here' : 'the request can not be read' });
};

const MAX_BYTES_TEXT = `${MAX_BODY / 1024 / 1024} MB`;

type Listening = { readonly ok: true; readonly server: Server } | { readonly ok: false; readonly code: string };

function listen(app: Express, { host, port }: A2aServerOrder['listen']): Promise<Listening> {
  const server = createServer(app);
  return new Promise((resolve) => {
    // Stays: one that comes later, such as too many open files, must not end the host.
    server.on('error', (error: NodeJS.ErrnoException) => resolve({ ok: false, code: error.code ?? 'it can not be listened on' }));
    server.listen({ host, port }, () => resolve({ ok: true, server }));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function notOpened(host: string, said: string): OrchError {
  return {
    kind: 'config',
    tried: `open the A2A door on ${host}`,
    said,
    next: 'Name another port with --a2a PORT, or another address as a2a.host',
  };
}
