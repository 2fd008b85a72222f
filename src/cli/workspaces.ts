// The workspaces of the repository that a command is about.
import type { Place } from '../client/place.js';
import { configCheckout, loadConfig } from '../core/adapters/config-files.js';
import { thisPlace } from '../core/adapters/runtime-paths.js';
import { workspacesFolder } from '../core/adapters/workspace-files.js';
import type { Config } from '../core/model/config.js';
import { ok, type Result } from '../core/model/error.js';

export interface WorkspacePlace {
  /** The folder that they lie in. */
  readonly base: string;
  readonly config: Config;
}

export async function workspacePlace(place: Place): Promise<Result<WorkspacePlace>> {
  const here = thisPlace();
  const repoDir = configCheckout(place);
  const loaded = await loadConfig({ place: here, repoDir, configFile: place.configFile });
  if (!loaded.ok) return loaded;
  const { config } = loaded.value;
  return ok({ config, base: workspacesFolder(config, { stateDir: place.stateDir, repoDir, home: here.home }) });
}
