// The package as an application installs it: types, both module systems, size.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildSync, transformSync } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const MOST_BYTES = 6 * 1024;
const run = (...command) => execFileSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
const compile = (project) => {
  try {
    run('node_modules/typescript/bin/tsc', '-p', project);
  } catch (failure) {
    assert.fail(failure.stdout);
  }
};

before(() => run('build.mjs'));

test('applications in TypeScript get the types of events, requests, replies and states', () => compile('test'));

test('the entries can be imported and required', async () => {
  const require = createRequire(import.meta.url);
  for (const [entry, name] of [
    ['parley-client', 'connect'],
    ['parley-client/react', 'useChat'],
    ['parley-client/push', 'enablePush'],
    ['parley-client/server', 'parley'],
  ]) {
    assert.equal(typeof (await import(entry))[name], 'function', `import ${entry}`);
    assert.equal(typeof require(entry)[name], 'function', `require ${entry}`);
  }
});

test(`the core has at most ${MOST_BYTES} bytes, minified and compressed`, (context) => {
  const { outputFiles } = buildSync({
    entryPoints: [`${root}/src/index.js`],
    bundle: true,
    minify: true,
    packages: 'external',
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  context.diagnostic(`${size} bytes`);
  assert.ok(size <= MOST_BYTES, `${size} bytes`);
});

test('the package holds its sources, declarations and nothing else', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root }));
  const paths = files.map(({ path }) => path);
  for (const path of ['dist/index.d.ts', 'dist/index.cjs', 'src/index.js', 'events.d.ts']) assert.ok(paths.includes(path), path);
  assert.deepEqual(paths.filter((path) => !/^(dist|src)\/|^(events\.d\.ts|package\.json|README\.md)$/.test(path)), []);
});

test('the examples of docs/CLIENTS.md compile, and what they import is exported', async () => {
  const page = readFileSync(`${root}/../docs/CLIENTS.md`, 'utf8');
  const examples = [...page.matchAll(/```(jsx?|ts)\n(.*?)```/gs)];
  assert.ok(examples.length >= 5);
  for (const [, loader, code] of examples) {
    const { code: compiled } = transformSync(code, { loader, format: 'esm' });
    for (const [, names, module] of compiled.matchAll(/import \{(.*?)\} from "(.*?)"/g)) {
      const exported = await import(module);
      for (const name of names.split(',')) assert.ok(name.trim() in exported, `${name} of ${module}`);
    }
  }
});
