// What a JSON Schema says of a place in a document: which keys and values fit there, and what they mean.
import { ITEM } from './where.js';

function target(root, ref) {
  return ref.slice(2).split('/').reduce((node, key) => node?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], root);
}

// A schema with everything that it refers to or chooses from.
function spread(root, schema, seen = new Set()) {
  if (!schema || typeof schema !== 'object' || seen.has(schema)) return [];
  seen.add(schema);
  const inner = [...(schema.$ref ? [target(root, schema.$ref)] : []), ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [schema, ...inner.flatMap((one) => spread(root, one, seen))];
}

function under(schema, step) {
  if (step === ITEM) return schema.prefixItems?.[0] ?? schema.items;
  if (schema.properties && Object.hasOwn(schema.properties, step)) return schema.properties[step];
  const pattern = Object.keys(schema.patternProperties ?? {}).find((one) => new RegExp(one, 'u').test(step));
  return pattern === undefined ? schema.additionalProperties : schema.patternProperties[pattern];
}

/** The schemas that hold at a path. */
export function at(root, path) {
  return path.reduce(
    (schemas, step) => schemas.flatMap((schema) => spread(root, under(schema, step))),
    spread(root, root),
  );
}

/** What a schema says of itself. */
export function about(root, schema) {
  return schema?.description ?? (schema?.$ref ? about(root, target(root, schema.$ref)) : '') ?? '';
}

function alone(root, schema, type) {
  const types = spread(root, schema).flatMap((one) => one.type ?? (one.enum || 'const' in one ? 'string' : []));
  return types.length > 0 && types.every((one) => one === type);
}

/** The keys that fit at a path: name, meaning, whether one must be there, whether its value is a mapping. */
export function keys(root, path) {
  const found = new Map();
  const add = (name, meaning, schema, needed) => {
    if (!found.has(name)) found.set(name, { name, about: meaning, needed, mapping: alone(root, schema, 'object') });
  };
  for (const schema of at(root, path)) {
    for (const [name, one] of Object.entries(schema.properties ?? {}))
      add(name, about(root, one), one, schema.required?.includes(name) ?? false);
    for (const one of named(spread(root, schema.propertyNames))) add(one.name, one.about, under(schema, one.name), false);
  }
  return [...found.values()];
}

function named(schemas) {
  const found = new Map();
  const add = (name, meaning) => { if (!found.get(String(name))) found.set(String(name), meaning ?? ''); };
  for (const schema of schemas) {
    if ('const' in schema) add(schema.const, schema.description);
    (schema.enum ?? []).forEach((one, index) => add(one, schema.enumDescriptions?.[index]));
    if (schema.type === 'boolean') [true, false].forEach((one) => add(one));
  }
  return [...found].map(([name, meaning]) => ({ name, about: meaning }));
}

/** The values that fit at a path, with their meaning; `listed` are those that stand in a list there. */
export function values(root, path) {
  const found = named(at(root, path));
  return found.length ? found : named(at(root, [...path, ITEM])).map((one) => ({ ...one, listed: true }));
}
