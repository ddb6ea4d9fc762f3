import type { Diagnostic, LintedFile } from '../model/lint-report.ts';
import { hash128 } from './scan-fingerprint.ts';

/** Of the instruction that something is told of, in 32 hexadecimal digits: of its words alone, so that moving, indenting or breaking it changes nothing. */
export function subjectHash(text: string, { about }: Diagnostic): string {
  return hash128(
    text
      .slice(about.start, about.end)
      .replace(/[\\`][ \t]*(?=\r?\n)/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

/**
 * What tells each diagnostic of a file from all others, in 32 hexadecimal digits: the file, the rule and the text of the instruction, but
 * no line. In the order of the diagnostics; where two agree in all of that, the later one is told by its number.
 */
export function lintFingerprints({ path, text, diagnostics }: LintedFile): readonly string[] {
  const name = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  const seen = new Map<string, number>();
  return diagnostics.map((one) => {
    const key = [name, one.rule, subjectHash(text, one)].join('\n');
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return hash128(times === 1 ? key : `${key}\n${times}`);
  });
}
