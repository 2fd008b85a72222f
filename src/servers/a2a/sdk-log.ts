// What the SDK and express print of calls that go wrong, as one bounded line for each call. They take no logger and print to the console, with
// stacks and with words of the caller: that is the log of the host for as long as it lives, or with --foreground the very screen of a person.
// So the console of exactly those calls, told apart by their asynchronous context, is this while a server is open; all else prints as ever.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestHandler } from 'express';
import { plainText } from '../../core/model/plain-text.js';

interface Call {
  readonly log: (line: string) => void;
  isTold: boolean;
}

const LONGEST = 300;
const METHODS = ['error', 'warn', 'info', 'debug', 'log'] as const;

const calls = new AsyncLocalStorage<Call>();
let openServers = 0;
let restore: () => void = () => undefined;

/** For every call that passes it, and all that follows from that. `close` puts the console back once the last server is closed. */
export function sdkLog(log: Call['log']): { readonly during: RequestHandler; readonly close: () => void } {
  openServers += 1;
  if (openServers === 1) restore = divert();
  let isOpen = true;
  return {
    during: (_request, _response, next) => calls.run({ log, isTold: false }, next),
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      openServers -= 1;
      if (openServers === 0) restore();
    },
  };
}

function divert(): () => void {
  const terminal = globalThis.console;
  const ways = METHODS.map((method) => [method, terminal[method]] as const);
  for (const [method, print] of ways) {
    terminal[method] = (...words: readonly unknown[]) => {
      const call = calls.getStore();
      if (call === undefined) return print.apply(terminal, [...words]);
      // A call that goes wrong twice, such as while its error is written, is one call that went wrong.
      if (!call.isTold) call.log(lineOf(words));
      call.isTold = true;
    };
  }
  return () => {
    for (const [method, print] of ways) terminal[method] = print;
  };
}

function lineOf(words: readonly unknown[]): string {
  const said = words.map((word) => (word instanceof Error ? word.message : typeof word === 'string' ? word.split('\n')[0] : ''));
  return plainText(said.join(' '), LONGEST);
}
