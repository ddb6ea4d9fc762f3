/**
 * The reporter of `npm test`: a line for each file, failures in full, reasons for what was skipped, and the counts last.
 * A run, or a file, in which no test ran is a failure: a glob that matches nothing must not pass.
 */
import { relative } from 'node:path';
import { inspect } from 'node:util';

export default async function* report(events) {
  const files = new Map();
  const skips = new Map();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const file = fileOf(files, data.file ?? data.name);
    if (data.nesting === 0) file.milliseconds += data.details?.duration_ms ?? 0;
    if (data.details?.type === 'suite') {
      // A suite that is skipped tells of none of its tests: it counts as one.
      if (data.skip === undefined) continue;
      file.tests += 1;
      countSkip(skips, data, counts);
      continue;
    }
    if (isWholeFile(data)) {
      if (type === 'test:pass') continue;
      file.isBroken = true;
      yield failure(data, counts);
      continue;
    }
    file.tests += 1;
    if (type === 'test:fail' && data.todo === undefined) yield failure(data, counts);
    else if (data.skip === undefined) counts.passed += 1;
    else countSkip(skips, data, counts);
  }
  yield* summary(files, skips, counts);
}

function fileOf(files, path) {
  const known = files.get(path) ?? { tests: 0, milliseconds: 0, isBroken: false };
  files.set(path, known);
  return known;
}

/** Node reports a file itself as a test when nothing in it was one, or when it broke outside its tests. */
function isWholeFile({ name, file, nesting }) {
  return nesting === 0 && file !== undefined && (name === file || file.endsWith(`/${name}`));
}

function countSkip(skips, { skip, name }, counts) {
  counts.skipped += 1;
  const reason = skip === true || skip === '' ? `no reason given: ${name}` : skip;
  skips.set(reason, (skips.get(reason) ?? 0) + 1);
}

function failure({ name, file, line, details }, counts) {
  counts.failed += 1;
  process.exitCode = 1;
  const cause = details?.error?.cause ?? details?.error;
  const where = file === undefined ? '' : ` (${relative(process.cwd(), file)}${line ? `:${line}` : ''})`;
  const text = typeof cause === 'string' ? cause : (cause?.stack ?? inspect(cause));
  return `\nFAILED ${name}${where}\n${text.replace(/^/gm, '  ')}\n\n`;
}

function* summary(files, skips, counts) {
  const rows = [...files].map(([path, file]) => ({ path: relative(process.cwd(), path), ...file }));
  for (const { path, tests, milliseconds } of rows.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    yield `${String(tests).padStart(5)} ${String(Math.round(milliseconds)).padStart(6)} ms  ${path}\n`;
  }
  const empty = rows.filter(({ tests, isBroken }) => tests === 0 && !isBroken);
  for (const { path } of empty) yield `FAILED ${path}: no test in it ran\n`;
  counts.failed += empty.length;
  for (const [reason, count] of skips) yield `skipped ${count}: ${reason}\n`;
  const total = counts.passed + counts.failed + counts.skipped;
  if (total === 0 || empty.length > 0) process.exitCode = 1;
  if (total === 0) yield 'FAILED: no test ran\n';
  yield closingLine(counts);
}

/** The last line, alone, in the form that counters of several runs read. */
function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
