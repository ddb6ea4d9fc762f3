import { FromageError } from '../../model/error.ts';

/** No engine of this kind runs here, which is nothing to speak of where it was not asked for by name. */
export function absentEngine(label: string, hint: string): FromageError {
  return new FromageError('unreachable', `no ${label} engine runs here: there is no socket of one`, { hint, cause: { code: ABSENT } });
}

/** Whether an error is absentEngine's. */
export function isAbsent(error: FromageError): boolean {
  return (error.cause as { code?: unknown } | undefined)?.code === ABSENT;
}

const ABSENT = 'ENGINE_ABSENT';
