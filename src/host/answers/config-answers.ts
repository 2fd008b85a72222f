// The configuration shown and changed on the screen: read from its files each time, so that what another program wrote is seen. Loads the schema only when asked.
import { ok } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import { contradiction } from '../config-contradiction.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function configAnswers(world: AnswerWorld): Pick<Answers, 'configShow' | 'configSet'> {
  return {
    async configShow() {
      const [{ loadConfig }, { configEntries }, { configJsonSchema }] = await Promise.all([
        import('../../core/adapters/config-files.js'),
        import('../../core/model/config-entry.js'),
        import('../../core/model/config-json-schema.js'),
      ]);
      const loaded = await loadConfig({ ...world.configPlace(), check: contradiction });
      if (!loaded.ok) return loaded;
      const { config, origins, personFile, notices } = loaded.value;
      const running = { ...world.config, agents: { ...world.config.agents, max: world.store.state.maxAgents } };
      return ok({
        entries: configEntries({ config, origins, running, schema: configJsonSchema() }),
        file: plainText(personFile, 300),
        notices: notices.map((notice) => plainText(notice, 600)),
      });
    },
    async configSet({ key, text }) {
      const { loadConfig, setConfigValue } = await import('../../core/adapters/config-files.js');
      const places = world.configPlace();
      const { place, configFile } = places;
      const changed = await setConfigValue({ place, configFile: configFile ?? null, key, text, check: contradiction });
      if (!changed.ok) return changed;
      const { file, value } = changed.value;
      // The one value that the host can take while it runs without anything else having been made from it.
      const loaded = key === 'agents.max' ? await loadConfig({ ...places, check: contradiction }) : null;
      // A variable may lie over the file.
      const isTaken = loaded?.ok === true && loaded.value.config.agents.max === value;
      if (isTaken) world.store.dispatch({ type: 'limits.changed', maxAgents: loaded.value.config.agents.max });
      return ok({ key, file: plainText(file, 300), value, takesEffect: isTaken ? 'now' : 'next start' });
    },
  };
}
