// The commands of an agent's terminal, as commander knows them. A person's terminal is told what to use instead.
import { type Command, Option } from 'commander';

export type Add = (usage: string, description: string, describe?: (command: Command) => Command) => void;

export interface Readers {
  readonly seconds: (text: string) => number;
  readonly collect: (value: string, all?: readonly string[]) => readonly string[];
}

const WAIT = 'wait for it so long, at most 300';

export function addAgentCommands(add: Add, { seconds, collect }: Readers): void {
  add('agents', 'in an agent’s terminal: the agents it can talk to');
  add('inbox', 'in an agent’s terminal: the messages it has not read', (c) =>
    c.option('--wait <seconds>', WAIT, seconds).option('--peek', 'they stay unread'),
  );
  add('tell <to> <text...>', 'in an agent’s terminal: a message to an agent, person, manager, parent, children, role:NAME or all', (c) =>
    c.option('--reply', 'a reply is wanted'),
  );
  add('reply <id> <text...>', 'in an agent’s terminal: an answer to a message of its inbox');
  add('progress <text...>', 'in an agent’s terminal: how far it is, in one sentence');
  add('ask <text...>', 'in an agent’s terminal: a question to the person', (c) =>
    c
      .option('--option <answer>', 'one of the answers it offers; may be given again', collect)
      .option('--manager', 'to the manager instead')
      .option('--wait <seconds>', `${WAIT} (100 where it is left out)`, seconds),
  );
  add('delegate <text...>', 'in an agent’s terminal: a part of its task to a new agent below it', (c) =>
    harness(c.option('--role <role>', 'how it is approached'), 'the agent CLI that does it')
      .option('--model <name>', 'its model')
      .option('--verify <command>', 'must exit 0 before its work counts')
      .option('--wait', 'return with its result'),
  );
  add('result <agent>', 'in an agent’s terminal: what became of a task it delegated', (c) => c.option('--wait <seconds>', WAIT, seconds));
  add('hand-over <text...>', 'in an agent’s terminal: its task to another harness or model, in the same worktree', (c) =>
    harness(c, 'the agent CLI that takes over').option('--model <name>', 'its model'),
  );
  add('done <summary...>', 'in an agent’s terminal: its task is done', (c) =>
    c.option('--artifact <file>', 'a file of its worktree that is the result; may be given again', collect),
  );
}

/** `--agent`, as `run` has it. `--harness` is the same: so the tools call it, and a model that knows them tries that. */
function harness(command: Command, description: string): Command {
  return command
    .option('--agent <harness>', description)
    .addOption(new Option('--harness <harness>', description).conflicts('agent').hideHelp());
}
