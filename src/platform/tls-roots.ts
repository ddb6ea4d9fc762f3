import { readFileSync } from 'node:fs';
import type { SecureContext } from 'node:tls';
import { createSecureContext, getCACertificates } from 'node:tls';
import { FromageError } from '../model/error.ts';
import type { TlsOptions } from '../ports/index.ts';

/**
 * The trust of one connection: Node's roots with NODE_EXTRA_CA_CERTS, the system's (where a firm puts its own CA), what
 * SSL_CERT_FILE names, and the CAs given. Costs some 20 ms, so it is made once for each set of options.
 * Throws `malformed` where a certificate or key can't be read.
 */
export function makeSecureContext(tls: TlsOptions | undefined, variables: (name: string) => string | undefined): SecureContext {
  const extra = [...(tls?.ca ?? []), ...certificateFile(variables('SSL_CERT_FILE')), ...certificateFile(variables('NODE_EXTRA_CA_CERTS'))];
  const ca = tls?.verify === false ? undefined : [...new Set([...getCACertificates('default'), ...systemRoots(), ...extra])];
  try {
    return createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(tls?.cert === undefined ? {} : { cert: tls.cert }),
      ...(tls?.key === undefined ? {} : { key: tls.key }),
    });
  } catch {
    throw new FromageError('malformed', 'a certificate or key given for this registry can’t be read', { hint: 'they must be PEM files' });
  }
}

function systemRoots(): readonly string[] {
  try {
    return getCACertificates('system');
  } catch {
    return [];
  }
}

function certificateFile(path: string | undefined): readonly string[] {
  if (path === undefined || path === '') return [];
  try {
    return readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  } catch {
    return [];
  }
}
