// Writes the bundle and, beside it, the licences of what went into it. NODE_PATH names the installed packages.
const { readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const esbuild = require('esbuild');

const [out] = process.argv.slice(2);
const { metafile } = esbuild.buildSync({
  entryPoints: [join(__dirname, 'main.js')],
  outfile: out,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  nodePaths: [process.env.NODE_PATH],
  metafile: true,
});

const packages = new Set(Object.keys(metafile.inputs).flatMap((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0] ?? []));
const notices = [...packages].map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (license !== 'MIT') throw new Error(`${name} is licensed under ${license}: look at it`);
  return `${name} ${version}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`;
});
writeFileSync(join(dirname(out), 'editor.licences.txt'), `editor.js holds these packages.\n\n${notices.sort().join('\n---\n\n')}`);
