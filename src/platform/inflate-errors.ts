import { FromageError } from '../model/error.ts';

/** zlib's errors in words; anything else as it is. */
export function inflateError(format: string, error: unknown): unknown {
  if (error instanceof FromageError) return error;
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (code === 'Z_BUF_ERROR') return cutOff(format);
  const isData = code.startsWith('Z_') || code.startsWith('ZSTD_');
  return isData ? new FromageError('malformed', `the ${format} data is damaged`, { cause: { code } }) : error;
}

export function cutOff(format: string): FromageError {
  return new FromageError('truncated', `the ${format} data ends too soon`);
}

export function noBytes(format: string): FromageError {
  return new FromageError('truncated', `${format} data without a single byte`);
}
