// What the schema can not tell of a configuration: keys that meet, a chain that can not be gone along.
import { chainError } from '../core/harness/chain-error.js';
import { createKeymap } from '../core/input/keymap.js';
import type { Config } from '../core/model/config.js';
import type { OrchError } from '../core/model/error.js';

export function contradiction(config: Config): OrchError | null {
  const keymap = createKeymap({ keys: config.keys, leader: config.screen.leader });
  return keymap.ok ? chainError(config) : keymap.error;
}
