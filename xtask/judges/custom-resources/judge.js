// The schemas of operators on charts: for each path among the arguments, one line of JSON with the objects of the operators'
// kinds and what is wrong with each. With `--prove` before the paths, the line says how many changes to their fields do not
// pass, too; one that passes is an error, since then a schema is not strict.

import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/** The fields whose members have free names, unless they are lists. */
const FREE = ['annotations', 'attributeMapping', 'data', 'filterLabels', 'labels', 'limits', 'matchLabels', 'metadata', 'requests'];

/** A claim inside of an object, of which the packages say that it has the version and kind of the object; it need not have any. */
const CLAIM = /^\/spec\/storage\/volumeClaimTemplate must have required property (apiVersion|kind)$/;

/** What stands for an output of a deployed stack. */
const HOLE = /^\$\{\w+\}$/;

/** What the packages take for a comment and leave out, although some objects have a field of that name. */
const LOST = ['description'];

/** Fields that the operators have and the packages do not know yet, by the kinds that have them. */
const NEWER = { MonitoringAlertPolicy: ['/spec/severity'], SQLInstance: ['/spec/settings/ipConfiguration/sslMode'] };

/** Kinds that need no field. */
const OPTIONAL = ['ComputeNetwork', 'ComputeSSLPolicy', 'IAMServiceAccount'];

const schemas = new Map();
for (const line of readFileSync(new URL('kinds.tsv', import.meta.url), 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const [version, kind, from] = line.split('\t');
  if (from === '-') continue;
  const { [kind]: Model } = await import(`${from}/${version}`);
  if (Model === undefined) throw new Error(`${from} has no ${version}/${kind}`);
  schemas.set(`${version}/${kind}`, Model);
}

const proving = process.argv[2] === '--prove';
for (const file of process.argv.slice(proving ? 3 : 2)) {
  const found = operators(file);
  const objects = found.map((it) => ({ kind: kindOf(it), name: it.metadata?.name, faults: judge(it) }));
  const sound = found.filter((_, at) => proving && objects[at].faults.length === 0);
  console.log(JSON.stringify({ objects, changes: sound.reduce((sum, it) => sum + prove(it), 0) }));
}

function kindOf({ apiVersion, kind }) {
  return `${apiVersion}/${kind}`;
}

/** The objects of the operators' kinds in a file, read as YAML 1.1, which is what clusters' clients speak. */
function operators(file) {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { version: '1.1' });
  for (const { errors: [error] } of documents) if (error) throw error;
  return documents.map((it) => it.toJS()).filter((it) => it && schemas.has(kindOf(it)));
}

/** Whether an error is about the form of a text that is filled in when the deployment knows it. */
function isHole(object, { keyword, instancePath }) {
  const there = instancePath.split('/').slice(1).reduce((it, name) => it?.[name], object);
  return keyword === 'pattern' && HOLE.test(there);
}

/** What is wrong with an object. The schema leaves open what is in the routes of a route: the same as in the route. */
function judge(object) {
  const { routes = [], ...route } = object.spec?.route ?? {};
  if (object.kind !== 'AlertmanagerConfig' || routes.length === 0) return judgeFlat(object);
  const alone = (it) => ({ ...object, spec: { ...object.spec, route: it } });
  return [judgeFlat(alone(route)), ...[routes].flat().map((it) => judge(alone(it)))].flat();
}

function judgeFlat(object) {
  const model = new (schemas.get(kindOf(object)))(object);
  const read = new Map();
  const faults = [];
  try {
    model.validate.call(watched(model, read));
  } catch (error) {
    if (!error.errors) throw error;
    const own = error.errors.filter((it) => !CLAIM.test(`${it.instancePath} ${it.message}`) && !isHole(object, it));
    faults.push(...own.map(({ instancePath, message }) => `\`${instancePath}\` ${message}`));
  }
  const unknown = unread(model, read, '').filter((path) => !NEWER[object.kind]?.includes(path));
  return faults.concat(unknown.map((path) => `\`${path}\` is no field of this kind`));
}

/**
 * A value that remembers which of its members are read. The schemas are compiled to code that lets unknown members pass; but
 * it reads each member that it knows and, where any name will do, each that there is.
 */
function watched(value, read) {
  if (typeof value !== 'object' || value === null) return value;
  const names = read.get(value) ?? new Set();
  read.set(value, names);
  return new Proxy(value, {
    get(target, name) {
      names.add(name);
      return Object.hasOwn(target, name) ? watched(target[name], read) : target[name];
    },
  });
}

/** The members that nothing has read. */
function unread(value, read, path) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const here = `${path}/${name}`;
    if (LOST.includes(name)) return [];
    return read.get(value)?.has(name) ? unread(member, read, here) : [here];
  });
}

/**
 * Changes one field of a sound object after the other, and says how many changes do not pass: a name that no field has,
 * another type, and for some fields that they are left out.
 */
function prove(object) {
  const kind = kindOf(object);
  const newer = NEWER[object.kind] ?? [];
  const all = fields(object.spec, []).filter((path) => !newer.includes(`/spec/${path.join('/')}`));
  const notice = (path, change) => {
    const copy = structuredClone(object);
    change(path.slice(0, -1).reduce((value, name) => value[name], copy.spec), path.at(-1));
    return judge(copy).length > 0;
  };
  const rename = (holder, name) => { holder[`${name}X`] = holder[name]; };
  const retype = (holder, name) => { holder[name] = typeof holder[name] === 'object' ? 'text' : {}; };
  const remove = (holder, name) => { delete holder[name]; };
  for (const path of all) {
    if (!notice(path, rename)) throw new Error(`a ${kind} may have an unknown field beside ${path.join('.')}`);
    if (!notice(path, retype)) throw new Error(`${path.join('.')} of a ${kind} may have any type`);
  }
  const required = all.filter((path) => notice(path, remove)).length;
  if (required === 0 && !OPTIONAL.includes(object.kind)) throw new Error(`a ${kind} may leave out any field`);
  return 2 * all.length + required;
}

/** The paths of all fields but those with free names. */
function fields(value, path) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (LOST.includes(name)) return [];
    const below = FREE.includes(name) && !Array.isArray(member) ? [] : fields(member, [...path, name]);
    return Array.isArray(value) ? below : [[...path, name], ...below];
  });
}
