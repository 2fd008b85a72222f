// Where an agent's work stands, in its own words: kept with it, shown in status, told on the timeline.
import { expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { timelineText } from '../../../src/core/state/timeline.js';
import { atWork, fold, stamp } from '../../helpers/fold-events.js';

it('is kept, the last one, and is a line of the timeline', () => {
  const reports = (progress: string): EventBody => ({ type: 'agent.progressReported', agent: 'a', progress });
  expect(fold([...atWork('a'), reports('begun'), reports('half way')]).agents.a).toMatchObject({ progress: 'half way', state: 'working' });
  expect(timelineText(stamp(reports('half way'), 1))).toBe('progress: half way');
});
