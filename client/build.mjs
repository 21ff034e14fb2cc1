// Writes dist/: the CommonJS form of each entry, and the declarations.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

process.chdir(import.meta.dirname);
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/index.js', 'src/react.js', 'src/push.js', 'src/server.js'],
  bundle: true,
  packages: 'external',
  format: 'cjs',
  target: 'es2022',
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
});
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], { stdio: 'inherit' });
