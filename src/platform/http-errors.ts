import { FromageError } from '../model/error.ts';

/** Why a certificate is not taken, by OpenSSL's name for it. */
const CERTIFICATE_REASONS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'it comes from an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the authority that signed it is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'the authority that signed it is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority that signed it is not known here',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet; check the clock',
  CERT_REVOKED: 'it was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host',
};

/** What can go wrong between two machines, by Node's name for it. */
const CONNECTION_REASONS: Readonly<Record<string, (target: string) => string>> = {
  ECONNREFUSED: (target) => `nothing listens at ${target}: the connection was refused`,
  ENOTFOUND: (target) => `the name of ${target} is not known to DNS`,
  EAI_AGAIN: (target) => `the name of ${target} could not be looked up: DNS does not answer`,
  ETIMEDOUT: (target) => `${target} does not answer: timed out`,
  ECONNRESET: (target) => `the connection to ${target} broke off`,
  EPIPE: (target) => `the connection to ${target} broke off`,
  EHOSTUNREACH: (target) => `there is no way to ${target}`,
  ENETUNREACH: (target) => `there is no way to ${target}: no network`,
  ENOENT: (target) => `there is no socket ${target}`,
  EACCES: (target) => `${target} may not be opened: permission denied`,
};

/** An `unreachable` error in words. Its `cause` is `{ code }` alone: Node's own errors may hold headers. */
export function unreachable(error: unknown, target: string): FromageError {
  if (error instanceof FromageError) return error;
  const code = codeOf(error);
  const certificate = CERTIFICATE_REASONS[code];
  if (certificate !== undefined) return untrusted(certificate, code, target);
  const words = CONNECTION_REASONS[code]?.(target) ?? tlsWords(code, target) ?? `${target} could not be reached: ${code}`;
  const hint = hintFor(code, target);
  return new FromageError('unreachable', words, { ...(hint === null ? {} : { hint }), cause: { code } });
}

/** Nothing came for so long. */
export function timedOut(target: string, milliseconds: number): FromageError {
  const time = milliseconds < 1000 ? `${milliseconds} ms` : `${Math.round(milliseconds / 1000)} s`;
  return new FromageError('unreachable', `${target} does not answer: nothing came for ${time}, timed out`, {
    cause: { code: 'ETIMEDOUT' },
  });
}

function untrusted(reason: string, code: string, target: string): FromageError {
  return new FromageError('unreachable', `the certificate of ${target} is not trusted: ${reason}`, {
    hint: `put its CA at /etc/docker/certs.d/${target}/ca.crt, or pass --tls-verify=false to take any certificate`,
    cause: { code },
  });
}

function tlsWords(code: string, target: string): string | null {
  if (wantsCertificate(code)) return `${target} wants a client certificate`;
  if (isNotTls(code)) return `${target} does not speak TLS`;
  return code.startsWith('CERT_') || code.startsWith('ERR_TLS') ? `the certificate of ${target} is not trusted: ${code}` : null;
}

function hintFor(code: string, target: string): string | null {
  if (wantsCertificate(code)) return `put yours at /etc/docker/certs.d/${target}/client.cert, with its key in client.key beside it`;
  if (isNotTls(code)) return 'pass --plain-http if it is meant to speak plain HTTP';
  if (code === 'EACCES') return 'the engine’s socket belongs to a group that you are not in';
  return null;
}

function wantsCertificate(code: string): boolean {
  return /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE)/.test(code);
}

function isNotTls(code: string): boolean {
  return code === 'EPROTO' || code.startsWith('ERR_SSL_');
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string') return code;
  return error instanceof Error && /aborted|socket hang up/.test(error.message) ? 'ECONNRESET' : 'no reason given';
}
