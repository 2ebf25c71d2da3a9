// What `cdk diff` says of changes to an output folder, by the library that it is made of. `judge.js OUTPUT PAIRS [EARLIER]` writes an earlier
// output for each change into a folder in PAIRS, and prints a line of JSON for each: the folder, what changes, and by stack and resource what would happen,
// with the properties that it happens for. A change that replaces something stands alone, so that what follows from it is seen; the others stand
// together. With EARLIER, there is one change: from that template to the one with its name in OUTPUT.

const { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { fullDiff, ResourceImpact } = require('@aws-cdk/cloudformation-diff');

const [output, pairs] = process.argv.slice(2);
const ENDING = '.template.json';
const WORDS = {
  [ResourceImpact.WILL_UPDATE]: 'changed',
  [ResourceImpact.WILL_CREATE]: 'added',
  [ResourceImpact.WILL_REPLACE]: 'replaced',
  [ResourceImpact.MAY_REPLACE]: 'maybeReplaced',
  [ResourceImpact.WILL_DESTROY]: 'removed',
  [ResourceImpact.WILL_ORPHAN]: 'kept',
};

const after = new Map(readdirSync(output).filter((file) => file.endsWith(ENDING)).sort().map((file) =>
  [file.slice(0, -ENDING.length), JSON.parse(readFileSync(join(output, file), 'utf8'))]));

const impacts = (before, now) => {
  const found = {};
  fullDiff(before, now).resources.forEachDifference((id, change) => {
    const action = WORDS[change.changeImpact];
    if (action === undefined) return;
    const properties = {};
    for (const [name, it] of Object.entries(change.propertyUpdates)) properties[name] = WORDS[it.changeImpact];
    found[id] = { type: change.newResourceType ?? change.oldResourceType, action, properties };
  });
  return found;
};

let count = 0;
const tell = (what, changed) => {
  const folder = join(pairs, String(count++));
  cpSync(output, folder, { recursive: true });
  const stacks = {};
  for (const [stack, before] of changed) {
    writeFileSync(join(folder, stack + ENDING), JSON.stringify(before));
    stacks[stack] = impacts(before, after.get(stack));
  }
  console.log(JSON.stringify({ folder, what, stacks }));
};

// A value of the same shape that is another in every place.
const another = (value) => {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return value.map(another);
  const members = Object.entries(value);
  const [name] = members.length === 1 ? members[0] : [''];
  // What is computed is a text instead.
  if (name === 'Ref' || name.startsWith('Fn::')) return 'another';
  return Object.fromEntries(members.map(([name, member]) => [name, another(member)]));
};

// A template as it was before a property of a resource became what it is.
const earlier = (template, id, property) => {
  const before = structuredClone(template);
  const { Properties } = before.Resources[id];
  Properties[property] = another(Properties[property]);
  return before;
};

// One of each property of each type.
const all = new Map();
for (const [stack, { Resources }] of after) {
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    for (const property of Object.keys(Properties ?? {})) {
      const key = `${Type}.${property}`;
      if (!all.has(key)) all.set(key, { stack, id, property });
    }
  }
}

const together = [];
for (const [key, { stack, id, property }] of all) {
  const before = earlier(after.get(stack), id, property);
  const it = impacts(before, after.get(stack))[id];
  if (it?.action === 'changed') {
    const batch = together.find((batch) => !batch.has(`${stack}/${id}`)) ?? (together.push(new Map()), together.at(-1));
    batch.set(`${stack}/${id}`, { stack, id, property });
  } else {
    tell(`${key} of ${id}`, new Map([[stack, before]]));
  }
}
for (const batch of together) {
  const changed = new Map();
  for (const { stack, id, property } of batch.values()) {
    changed.set(stack, earlier(changed.get(stack) ?? after.get(stack), id, property));
  }
  tell(`${batch.size} properties that nothing follows from`, changed);
}

// Of each resource there was another, and of each there was none.
const former = new Map();
const fewer = new Map();
for (const [stack, { Resources, ...rest }] of after) {
  const others = Object.fromEntries(Object.entries(Resources).map(([id, it]) => [`Former${id}`, it]));
  former.set(stack, { ...rest, Resources: { ...Resources, ...others } });
  fewer.set(stack, { ...rest, Resources: {} });
}
tell('every resource was there twice', former);
tell('no resource was there', fewer);
