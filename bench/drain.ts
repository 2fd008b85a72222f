// Runs agents in PTYs and throws their output away: what happens "behind" a direct PTY, so that the machine is as busy as under a multiplexer.
import { spawnPty } from '../tests/helpers/raw-pty.js';

const commands = JSON.parse(process.argv[2] ?? '[]') as readonly (readonly string[])[];
const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

for (const argv of commands) {
  // PTYs close with this process, and their programs get SIGHUP.
  spawnPty({ argv, cwd: process.cwd(), env, cols: 120, rows: 36 }).onData(() => {});
}
