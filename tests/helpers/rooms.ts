// The rooms of the source and the doors between them: checked in the code, and in the page that describes it.

/** Room -> rooms it may import besides itself. The first matching prefix of a file's path is its room. */
export const ROOMS: readonly (readonly [string, readonly string[] | 'everything'])[] = [
  ['core/model/', []],
  ['core/ports.ts', ['core/model/']],
  ['core/state/', ['core/model/']],
  ['core/policy/', ['core/model/']],
  ['core/view/', ['core/model/', 'core/state/', 'core/input/']],
  ['core/input/', ['core/model/']],
  ['core/screen/', ['core/model/', 'core/harness/harness.ts']],
  ['core/harness/', ['core/model/']],
  ['core/effects/', ['core/model/', 'core/ports.ts', 'core/harness/', 'core/policy/', 'core/state/']],
  ['core/adapters/', ['core/model/', 'core/ports.ts', 'core/state/']],
  ['components/', ['core/model/', 'core/state/', 'core/view/', 'core/input/', 'core/screen/width.ts']],
  ['client/', ['core/model/']],
  ['demo/', ['core/model/', 'client/']],
  ['cli.ts', ['cli/', 'client/', 'core/model/']],
  [
    'cli/',
    [
      'client/',
      'core/model/',
      'core/adapters/',
      'core/harness/',
      'core/input/',
      'core/state/',
      'core/view/',
      'core/effects/',
      'demo/',
      'host/',
    ],
  ],
  ['host/', 'everything'],
];
