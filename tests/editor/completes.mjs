// Says what the editor would offer at the place marked | in each text that stands in the input, with its schema.
import { readFileSync } from 'node:fs';
import { keys, values } from '../../assets/editor/schema.js';
import { where } from '../../assets/editor/where.js';

const { schema, texts } = JSON.parse(readFileSync(0, 'utf8'));

function offered(text) {
  const lines = text.split('\n');
  const row = lines.findIndex((line) => line.includes('|'));
  const column = lines[row].indexOf('|');
  lines[row] = lines[row].replace('|', '');
  const here = where((at) => lines[at], lines.length, row, column);
  if (!here) return null;
  const names = [
    ...(here.kind === 'value' ? [] : keys(schema, here.path).map((one) => one.name).filter((one) => !here.beside.has(one))),
    ...(here.kind === 'key' ? [] : values(schema, here.path).map((one) => (one.listed ? `[${one.name}]` : one.name))),
  ];
  return { prefix: here.prefix, names: names.filter((one) => one.replace('[', '').startsWith(here.prefix)) };
}

console.log(JSON.stringify(texts.map(offered)));
