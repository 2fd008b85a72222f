// A question of an agent as other nodes read it: bounded, plain, and without who is to answer it here.
import type { Question } from './agent.js';
import { plainLines, plainText } from './plain-text.js';

export function toldQuestion({ with: _judge, text, options, command, path, ...question }: Question): Question {
  return {
    ...question,
    text: plainLines(text, 4000),
    options: options.slice(0, 50).map((option) => plainText(option, 300)),
    ...(command == null ? {} : { command: plainText(command, 4000) }),
    ...(path == null ? {} : { path: plainText(path, 1000) }),
  };
}
