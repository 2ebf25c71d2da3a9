// Grafana's own types on boards: for each path among the arguments, one line of JSON with what is wrong with the board in the file. A last
// line says how many changes to the fields of sound boards do not pass; with `--prove` before the paths they are made, and one that passes is
// an error, since then the types are not strict.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const proving = process.argv[2] === '--prove';
const boards = process.argv.slice(proving ? 3 : 2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const faults = judge(boards.map((it) => ['Board', it]));
for (const found of faults) console.log(JSON.stringify({ faults: found }));
const sound = proving ? boards.filter((_, at) => faults[at].length === 0) : [];
console.log(JSON.stringify({ changes: prove(shapes(sound)) }));

/** What is wrong with each of these values, which are a type and a value. */
function judge(values) {
  const file = fileURLToPath(new URL('boards.ts', import.meta.url));
  const lines = ["import type { Board, Panel } from './written.ts';"];
  const starts = values.map(([type, value], at) => {
    const start = lines.length;
    lines.push(...`export const it${at}: ${type} = ${JSON.stringify(value, null, 1)};`.split('\n'));
    return start;
  });
  const options = {
    strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: [],
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  const text = lines.join('\n');
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) : getSourceFile(name, ...rest);
  host.fileExists = (name) => name === file || fileExists(name);
  const found = values.map(() => []);
  for (const it of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
    const message = ts.flattenDiagnosticMessageText(it.messageText, ' ');
    if (it.file?.fileName !== file) throw new Error(`${it.file?.fileName}: ${message}`);
    const line = it.file.getLineAndCharacterOfPosition(it.start).line;
    const at = starts.findLastIndex((start) => start <= line);
    if (at < 0) throw new Error(message);
    found[at].push(`\`${lines[line].trim()}\`: ${message}`);
  }
  return found;
}

/** One of each shape: boards without their panels, and panels. */
function shapes(boards) {
  const shape = (it) => JSON.stringify(it, (_, value) => (typeof value === 'object' && value !== null ? value : typeof value));
  const all = boards.flatMap((it) => [['Board', { ...it, panels: [] }], ...it.panels.map((panel) => ['Panel', panel])]);
  return [...new Map(all.map(([type, it]) => [`${it.type} ${shape(it)}`, [type, it]])).values()];
}

/** Changes one field after the other, to another name and to another type, and says how many changes do not pass. */
function prove(values) {
  const changed = values.flatMap(([type, value]) => fields(value, []).flatMap((path) => ['rename', 'retype'].map((how) => {
    const copy = structuredClone(value);
    const holder = path.slice(0, -1).reduce((it, name) => it[name], copy);
    const name = path.at(-1);
    if (how === 'rename') holder[`${name}X`] = holder[name];
    else holder[name] = typeof holder[name] === 'object' ? 'text' : {};
    return { what: `${how} ${path.join('.')} of a ${value.type ?? 'board'}`, value: [type, copy] };
  })));
  judge(changed.map((it) => it.value)).forEach((found, at) => {
    if (found.length === 0) throw new Error(`this change passes: ${changed[at].what}`);
  });
  return changed.length;
}

/** The paths of all fields. */
function fields(value, path) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const below = fields(member, [...path, name]);
    return Array.isArray(value) ? below : [[...path, name], ...below];
  });
}
