// An order of a goal in which nothing but its text is chosen: what a dialog or a queue orders is laid over it.
import type { RunParams } from './requests.js';

export const PLAIN_RUN: Omit<RunParams, 'text'> = {
  harness: null,
  command: null,
  args: [],
  model: null,
  role: null,
  count: 1,
  base: null,
  name: null,
  verify: null,
  attempts: null,
  finish: null,
  unattended: false,
  labels: [],
  reviewers: [],
  draft: false,
};
