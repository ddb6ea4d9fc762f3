import { FromageError } from '../../model/error.ts';
import type { Environment, Files, TlsOptions } from '../../ports/index.ts';

const MAX_CERTIFICATE_BYTES = 1024 * 1024;
const MAX_FILES = 100;

/**
 * How far a host is trusted: `certs.d/HOST[:PORT]` of docker and podman, every folder that is there. `*.crt` are CAs beside the
 * system's, `X.cert` with `X.key` is shown where the host wants a client certificate. Throws `malformed` for half of such a pair.
 */
export async function loadTls(
  host: string,
  verify: boolean,
  ports: { readonly files: Files; readonly environment: Environment },
): Promise<TlsOptions> {
  const { files, environment } = ports;
  const config = environment.get('XDG_CONFIG_HOME') || files.join(environment.home, '.config');
  const roots = [
    files.join(config, 'containers', 'certs.d'),
    files.join(environment.home, '.docker', 'certs.d'),
    '/etc/containers/certs.d',
    '/etc/docker/certs.d',
  ];
  const ca: string[] = [];
  let pair: { cert: string; key: string } | null = null;
  // A host comes from a reference or a redirect: nothing in it may lead out of certs.d.
  if (!/^[\w.:[\]-]+$/.test(host) || host.startsWith('.')) return { verify };
  for (const root of roots) {
    const folder = files.join(root, host);
    const names = await listQuietly(folder, files);
    for (const name of names.filter((item) => item.endsWith('.crt'))) ca.push(await readText(files.join(folder, name), files));
    pair ??= await readPair(folder, names, files);
  }
  return { verify, ...(ca.length === 0 ? {} : { ca }), ...pair };
}

async function readPair(folder: string, names: readonly string[], files: Files): Promise<{ cert: string; key: string } | null> {
  const name = names.find((item) => item.endsWith('.cert'));
  if (name === undefined) return null;
  const key = name.replace(/\.cert$/, '.key');
  if (!names.includes(key)) throw new FromageError('malformed', `${files.join(folder, name)} has no ${key} beside it`);
  return { cert: await readText(files.join(folder, name), files), key: await readText(files.join(folder, key), files) };
}

async function readText(path: string, files: Files): Promise<string> {
  return new TextDecoder().decode(await files.read(path, MAX_CERTIFICATE_BYTES));
}

async function listQuietly(folder: string, files: Files): Promise<readonly string[]> {
  return files.list(folder).then(
    (names) => names.slice(0, MAX_FILES),
    (error: unknown) => {
      if (error instanceof FromageError && error.code !== 'interrupted') return [];
      throw error;
    },
  );
}
