import { FromageError } from '../../model/error.ts';
import type { HttpResponse } from '../../ports/index.ts';
import { readAll } from '../verified.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';

/** What was asked for, for messages: `docker.io/library/httpd:2.4`, and of which registry. */
export interface Asked {
  readonly what: string;
  readonly registry: string;
}

/** The error that an answer other than 2xx stands for; its body is read, and its words passed on made harmless. */
export async function failureOf(response: HttpResponse, asked: Asked): Promise<FromageError> {
  const { status } = response;
  const { codes, words } = await readErrors(response);
  const said = words === '' ? '' : ` (the registry says: ${words})`;
  if (status === 429 || codes.includes('TOOMANYREQUESTS')) return rateLimited(asked, said);
  if (status === 401 || status === 403) {
    return new FromageError('unauthorized', `${asked.registry} does not give ${asked.what} to us${said}`, {
      hint: `log in with "docker login ${asked.registry}" or "podman login ${asked.registry}"; it may also be that there is no such image`,
    });
  }
  if (status === 404 || codes.some((code) => code.endsWith('_UNKNOWN'))) {
    return new FromageError('not-found', `${asked.registry} has no ${asked.what}${said}`, { hint: 'check the name and the tag' });
  }
  return new FromageError('server-error', `${asked.registry} answers ${status} when asked for ${asked.what}${said}`);
}

/** An answer that breaks the protocol. */
export function garbage(asked: Asked, why: string): FromageError {
  return new FromageError('server-error', `${asked.registry} gives no sensible answer when asked for ${asked.what}: ${why}`, {
    hint: 'is there a registry at this address, or a proxy or login page in front of it?',
  });
}

function rateLimited(asked: Asked, said: string): FromageError {
  const hub = asked.registry === 'docker.io';
  return new FromageError('rate-limited', `${asked.registry} gives no more answers for now: too many requests${said}`, {
    hint: hub
      ? 'Docker Hub counts pulls per address and hours: "docker login" raises the limit, or use a mirror (registries.conf)'
      : `wait, or log in with "docker login ${asked.registry}"`,
  });
}

/** distribution-spec, "Error Codes": `{"errors":[{"code","message","detail"}]}`. */
async function readErrors(response: HttpResponse): Promise<{ codes: readonly string[]; words: string }> {
  const nothing = { codes: [], words: '' };
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await readAll(response.body, 'error', MAX_ANSWER_BYTES / 16)));
    const list = (value as { errors?: unknown } | null)?.errors;
    if (!Array.isArray(list)) return nothing;
    const errors = list.slice(0, 5).map((item) => item as { code?: unknown; message?: unknown } | null);
    return {
      codes: errors.map((error) => harmless(error?.code)).filter((code) => code !== ''),
      words: errors
        .map((error) => harmless(error?.message) || harmless(error?.code))
        .filter((text) => text !== '')
        .join('; '),
    };
  } catch (error) {
    if (error instanceof FromageError && error.code === 'interrupted') throw error;
    return nothing;
  } finally {
    response.discard();
  }
}

/** Words of a stranger: one line, no control characters, no more than a line's worth. */
export function harmless(value: unknown): string {
  if (typeof value !== 'string') return '';
  const text = value.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return text.length <= 160 ? text : `${text.slice(0, 159)}…`;
}
