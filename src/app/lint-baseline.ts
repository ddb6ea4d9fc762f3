import { asObject, parseJsonObject } from '../codec/json-shape.ts';
import { FromageError } from '../model/error.ts';
import type { LintedFile } from '../model/lint-report.ts';
import type { Problem } from '../model/problem.ts';
import type { Files } from '../ports/index.ts';
import { subjectHash } from '../report/lint-fingerprint.ts';
import { placePath, relativePath } from './placed-path.ts';

const SCHEMA_VERSION = 1;
const MAX_BASELINE = 64 * 1024 * 1024;

/** How often a rule is told of an instruction of this text, by file, rule and hash of the text. */
type Counts = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;

/** What an old project puts up with for now. */
export interface Baseline {
  /** The file without what is known of it, and how many that were. */
  leaveOut(file: LintedFile): Promise<LintedFile>;
  /** What is known of files that were looked at and is told no more. Asked when all files have been. */
  problems(): readonly Problem[];
}

/** Reads a baseline: schema/lint-baseline.schema.json. Throws what reading throws, `malformed` where it is none. */
export async function readBaseline(path: string, files: Files): Promise<Baseline> {
  const counts = parseCounts(await files.read(path, MAX_BASELINE), path);
  const { folder } = await placePath(files.join(path, '..'), files);
  let [gone, many] = [0, 0];
  return {
    async leaveOut(file) {
      const left = new Map(
        Object.entries(counts[await nameOf(file.path, folder, files)] ?? {}).map(([rule, of]) => [rule, new Map(Object.entries(of))]),
      );
      const diagnostics = file.diagnostics.filter((one) => !take(left.get(one.rule), subjectHash(file.text, one)));
      const over = [...left.values()].flatMap((of) => [...of.values()]).reduce((sum, n) => sum + n, 0);
      [gone, many] = [gone + over, many + (over > 0 ? 1 : 0)];
      return { ...file, diagnostics, known: file.diagnostics.length - diagnostics.length };
    },
    problems: () =>
      gone === 0
        ? []
        : [
            {
              kind: 'baseline-outdated',
              message: `${gone} of what ${path} holds ${gone === 1 ? 'is' : 'are'} told no more, in ${many} file${many === 1 ? '' : 's'}: write it anew with --write-baseline.`,
              where: path,
              incomplete: false,
            },
          ],
  };
}

/** Writes all that is told now. Instructions are known by their text, not by their lines, which move. */
export async function writeBaseline(path: string, linted: readonly LintedFile[], files: Files): Promise<void> {
  const { folder } = await placePath(files.join(path, '..'), files);
  const counts: Record<string, Record<string, Record<string, number>>> = {};
  for (const file of linted) {
    if (file.diagnostics.length === 0) continue;
    const rules = (counts[await nameOf(file.path, folder, files)] ??= {});
    for (const one of file.diagnostics) {
      const hash = subjectHash(file.text, one);
      const of = (rules[one.rule] ??= {});
      of[hash] = (of[hash] ?? 0) + 1;
    }
  }
  const text = `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, files: sorted(counts) }, null, 2)}\n`;
  await files.write(path, new TextEncoder().encode(text));
}

function parseCounts(bytes: Uint8Array, path: string): Counts {
  const { schemaVersion, files } = parseJsonObject(bytes, path, MAX_BASELINE);
  const byFile = asObject(files);
  if (schemaVersion !== SCHEMA_VERSION || byFile === null)
    throw new FromageError('malformed', `${path} is no baseline of fromage lint`, {
      hint: 'fromage lint --baseline FILE --write-baseline writes one.',
    });
  const counted = (value: unknown): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(asObject(value) ?? {}).filter((pair): pair is [string, number] => Number.isInteger(pair[1])));
  const ruled = (value: unknown) => Object.fromEntries(Object.entries(asObject(value) ?? {}).map(([rule, of]) => [rule, counted(of)]));
  return Object.fromEntries(Object.entries(byFile).map(([file, rules]) => [file, ruled(rules)]));
}

function take(left: Map<string, number> | undefined, hash: string): boolean {
  const many = left?.get(hash) ?? 0;
  if (many <= 0) return false;
  left?.set(hash, many - 1);
  return true;
}

/** As seen from the baseline's folder, so that it holds wherever it is called from. */
async function nameOf(path: string, folder: string, files: Files): Promise<string> {
  const { whole } = await placePath(files.join(path, '..'), files);
  return relativePath(folder, `${whole}/${path.split(/[\\/]/).at(-1) ?? ''}`);
}

/** In the order of the names, so that a later one differs as little as can be. */
function sorted(value: unknown): unknown {
  const object = asObject(value);
  if (object === null) return value;
  return Object.fromEntries(
    Object.entries(object)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
