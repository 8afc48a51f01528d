// Bundles the explorer into ../static/explorer: one script, one style sheet, and the licences of everything inside.
import { readFileSync, readdirSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const out = '../static/explorer';
mkdirSync(out, { recursive: true });
const result = await build({
  entryPoints: { explorer: 'src/main.jsx' },
  outdir: out,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  jsx: 'transform',
  loader: { '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl' },
  define: { 'process.env.NODE_ENV': '"production"' },
  metafile: true,
  logLevel: 'info',
});

const folder = (path) => path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1];
const bundled = [...new Set(Object.keys(result.metafile.inputs).map(folder).filter(Boolean))].sort();
const seen = new Map();
for (const path of bundled) {
  const about = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const file = readdirSync(path).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text = file ? readFileSync(join(path, file), 'utf8').trim() : 'No licence file in the package; see the licence named above.';
  seen.set(`${about.name} ${about.version}`, `${about.name} ${about.version}: ${about.license}\n\n${text}\n`);
}
const notice = [...seen.keys()].sort().map((key) => seen.get(key)).join(`\n${'-'.repeat(100)}\n\n`);
writeFileSync(join(out, 'LICENSES.txt'), notice);
console.log(`${seen.size} packages`);
