import { FromageError } from '../model/error.ts';
import type { CliProcess } from './terminal.ts';

/** `NAME=value`; the name alone takes the value of the environment variable, as docker build does. */
export function readBuildArg(text: string, env: CliProcess['env']): [string, string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  const value = equals < 0 ? env[text] : undefined;
  if (value !== undefined) return [text, value];
  throw new FromageError('usage', `--build-arg ${text} has no value`, { hint: 'The form is NAME=value.' });
}
