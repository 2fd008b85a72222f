// Roles for tests: one that ends in code, two that end in a file.
import type { Role } from '../../src/core/roles/role.js';

const role = (name: string, kind: Role['kind'], artifact: string | null): Role => ({
  name,
  purpose: `is a ${name}`,
  tools: [],
  turns: 6,
  kind,
  artifact,
  done: null,
  prompt: `You are a ${name}.`,
});

export const ROLES: readonly Role[] = [
  role('coder', 'code', null),
  role('designer', 'artifact', 'design.md'),
  role('qa', 'artifact', 'qa_report.md'),
];
