import { COLOUR, PLAIN, type Style } from '../report/style.ts';

/** What the program needs of the process; Node's own fits. */
export interface CliProcess {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder, where settings lie. */
  cwd?(): string;
}

export interface Output {
  /** False where what was written waits, and `drain` will tell when to go on. */
  write(text: string | Uint8Array): unknown;
  once?(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type ColourChoice = 'auto' | 'always' | 'never';

/** Colour where a person looks and wants it: no-color.org's NO_COLOR, and FORCE_COLOR, both where not empty. */
export function styleFor(output: Output, choice: ColourChoice, env: CliProcess['env']): Style {
  if (choice !== 'auto') return choice === 'always' ? COLOUR : PLAIN;
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return PLAIN;
  if ((env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0') return COLOUR;
  return output.isTTY === true ? COLOUR : PLAIN;
}

/**
 * Columns: those of the terminal, at least 40 and at most 120 for the eye. Infinity where the output goes to a file or a program and
 * no COLUMNS asks for a width: who reads on is not to get names that are cut.
 */
export function widthOf(output: Output, env: CliProcess['env']): number {
  const asked = env['COLUMNS'] ?? '';
  if (output.isTTY !== true && output.columns === undefined && asked === '') return Number.POSITIVE_INFINITY;
  const told = output.columns ?? Number(asked === '' ? 80 : asked);
  return Math.max(40, Math.min(120, Number.isFinite(told) && told > 0 ? told : 80));
}
