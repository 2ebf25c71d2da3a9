// What `cdk diff` says, by the library that it is made of. Each line of the input is an earlier template and the one that it becomes: the files of both,
// or the file of the new one, and the resource and property that were another value. Each line of the output says, by resource, what would happen to it.

const { readFileSync } = require('node:fs');
const { fullDiff, ResourceImpact } = require('@aws-cdk/cloudformation-diff');

const WORDS = {
  [ResourceImpact.WILL_CREATE]: 'added',
  [ResourceImpact.WILL_REPLACE]: 'replaced',
  [ResourceImpact.MAY_REPLACE]: 'maybeReplaced',
  [ResourceImpact.WILL_DESTROY]: 'removed',
  [ResourceImpact.WILL_ORPHAN]: 'kept',
};
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const { before, after, id, property, value } = JSON.parse(line);
  const now = read(after);
  const then = before ? read(before) : structuredClone(now);
  if (id) then.Resources[id].Properties[property] = value;
  const found = {};
  fullDiff(then, now).resources.forEachDifference((name, { changeImpact }) => {
    if (WORDS[changeImpact]) found[name] = WORDS[changeImpact];
  });
  console.log(JSON.stringify(found));
}
