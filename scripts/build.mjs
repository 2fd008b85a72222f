// Bundles the program into dist/: one small entry, lazy chunks, everything but node-pty inside (start-up: 120 ms against 540 ms unbundled).
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeDeclarations } from './declarations.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version, engines } = JSON.parse(await readFile(`${root}/package.json`, 'utf8'));

// Yoga's WebAssembly lies in its own file as base64, but its loader looks at `fetch` first, and on Node 20 a look at it loads all of undici.
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup(bundler) {
    bundler.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
      loader: 'js',
    }));
  },
};

// Of the package that makes Ink's rows, one file is ours.
const styledCharsOfOurs = {
  name: 'styled-chars-of-ours',
  setup(bundler) {
    let isUsed = false;
    bundler.onResolve({ filter: /^\.\/styledChars\.js$/ }, ({ importer }) => {
      if (!importer.includes('ansi-tokenize')) return undefined;
      isUsed = true;
      return { path: `${root}scripts/bundle/styled-chars.ts` };
    });
    bundler.onEnd(() =>
      isUsed ? null : { errors: [{ text: 'ansi-tokenize has no styledChars.js any more: see scripts/bundle/styled-chars.ts' }] },
    );
  },
};

await rm(`${root}/dist`, { recursive: true, force: true });
const bundled = build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli.ts',
    index: 'src/index.ts',
    host: 'src/host/main.ts',
    'demo-agent': 'src/demo/agent.ts',
    'builtin-agent': 'src/cli/agent/main.ts',
    'a2a-agent': 'src/cli/a2a-agent/main.ts',
  },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  // node-pty finds its binary beside its own files.
  external: ['node-pty'],
  alias: {
    // Ink loads the development tools only when DEV=true; nothing of them belongs here.
    'react-devtools-core': './scripts/bundle/no-devtools.mjs',
    'string-width': './scripts/bundle/string-width.ts',
  },
  plugins: [yogaWithoutFetch, styledCharsOfOurs],
  define: { 'process.env.NODE_ENV': '"production"', ORCH_VERSION: JSON.stringify(version) },
  banner: { js: "import { createRequire as orchCreateRequire } from 'node:module'; const require = orchCreateRequire(import.meta.url);" },
  logLevel: 'warning',
});

await Promise.all([bundled, writeDeclarations(root)]);
await cp(`${root}/prompts`, `${root}/dist/prompts`, { recursive: true });

// The entry must parse on any Node that knows ES modules, so that an old one gets one clear line instead of a syntax error.
const oldest = engines.node.replace('>=', '');
await writeFile(
  `${root}/dist/orch-tui.js`,
  `#!/usr/bin/env node
var want = '${oldest}'.split('.').map(Number), have = process.versions.node.split('.').map(Number);
if (have[0] < want[0] || (have[0] === want[0] && have[1] < want[1])) {
  console.error('orch-tui needs Node ${oldest} or newer; this is ' + process.versions.node + '. Install a newer one and try again.');
  process.exitCode = 2;
} else {
  import('./cli.js').then(function (cli) { return cli.main(process.argv.slice(2)); });
}
`,
  { mode: 0o755 },
);
