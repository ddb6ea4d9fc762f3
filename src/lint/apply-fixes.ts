import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { applyEdits } from '../model/apply-edits.ts';
import type { Diagnostic, TextEdit } from '../model/lint-report.ts';
import type { LintConfig } from './config.ts';
import { lintDockerfile } from './lint-dockerfile.ts';
import type { Rule } from './rule.ts';

/** The text with fixes made. */
export interface FixedText {
  readonly text: string;
  /** How many fixes were made. */
  readonly fixes: number;
  /** What is left to say of it. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Fixes may call for others; more rounds than this only go in circles. */
const MOST_ROUNDS = 10;

/** Makes fixes until none is left: of those that overlap the first goes first, and the others are looked at anew. Whatever no fix is about stays as it is, to the byte. */
export function applyFixes(
  text: string,
  config: LintConfig,
  options: { readonly unsafe: boolean; readonly rules?: readonly Rule[] },
): FixedText {
  let [now, fixes] = [text, 0];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const diagnostics = lintDockerfile(parseDockerfile(now), config, options.rules);
    const chosen = choose(diagnostics, options.unsafe);
    if (chosen.length === 0) return { text: now, fixes, diagnostics };
    now = applyEdits(
      now,
      chosen.flatMap((edits) => edits),
    );
    fixes += chosen.length;
  }
  return { text: now, fixes, diagnostics: lintDockerfile(parseDockerfile(now), config, options.rules) };
}

/** Fixes that do not touch each other, in the order of the text. */
function choose(diagnostics: readonly Diagnostic[], unsafe: boolean): readonly (readonly TextEdit[])[] {
  const taken: TextEdit[] = [];
  return diagnostics.flatMap(({ fix }) => {
    if (fix === null || fix.edits.length === 0 || (fix.safety === 'unsafe' && !unsafe)) return [];
    if (fix.edits.some((edit) => taken.some((other) => overlap(edit, other)))) return [];
    taken.push(...fix.edits);
    return [fix.edits];
  });
}

/** Two insertions at one place touch too: which goes first would be chance. */
function overlap(a: TextEdit, b: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
