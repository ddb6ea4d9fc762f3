import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatReference, parseReference } from '../../model/reference.ts';
import { memoryFiles } from '../../testing/memory-files.ts';
import { testEnvironment } from '../../testing/store-ports.ts';
import { expandShortName, resolveEndpoints } from './endpoints.ts';
import { loadRegistriesConf } from './registries-conf.ts';

const SETTINGS = { tlsVerify: null, plainHttp: false };

function portsWith(contents: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}) {
  return { files: memoryFiles(contents), environment: testEnvironment(variables) };
}

async function expand(toml: string, name: string): Promise<readonly string[]> {
  const conf = await loadRegistriesConf(portsWith({ '/etc/containers/registries.conf': toml }));
  return expandShortName(name, conf).map(formatReference);
}

describe('a name without a registry', () => {
  test('is docker.io’s', async () => {
    assert.deepEqual(await expand('', 'httpd:2.4'), ['docker.io/library/httpd:2.4']);
    assert.deepEqual(await expand('', 'me/app'), ['docker.io/me/app']);
  });

  test('is looked for in the search registries, then at docker.io', async () => {
    const toml = 'unqualified-search-registries = ["quay.io", "docker.io"]';
    assert.deepEqual(await expand(toml, 'httpd:2.4'), ['quay.io/httpd:2.4', 'docker.io/library/httpd:2.4']);
    assert.deepEqual(await expand(toml, 'ghcr.io/a/b:1'), ['ghcr.io/a/b:1']);
    assert.deepEqual(await expand(toml, 'localhost/a'), ['localhost/a']);
  });

  test('is its alias, and that alone', async () => {
    const toml = 'unqualified-search-registries = ["quay.io"]\n[aliases]\n"fedora" = "registry.fedoraproject.org/fedora"\n"none" = ""';
    assert.deepEqual(await expand(toml, 'fedora:41'), ['registry.fedoraproject.org/fedora:41']);
    assert.deepEqual(await expand(toml, 'none'), ['quay.io/none', 'docker.io/library/none']);
  });
});

describe('registries.conf', () => {
  const endpoints = async (toml: string, name: string, settings: Parameters<typeof resolveEndpoints>[2] = SETTINGS) => {
    const ports = portsWith({ '/etc/containers/registries.conf': toml });
    const found = await resolveEndpoints(parseReference(name), await loadRegistriesConf(ports), settings, ports);
    return found.map(
      (endpoint) => `${endpoint.protocols.join('|')}://${endpoint.host}/${endpoint.repository}${endpoint.tls.verify ? '' : ' unverified'}`,
    );
  };

  test('has nothing to say about most', async () => {
    assert.deepEqual(await endpoints('', 'httpd:2.4'), ['https://registry-1.docker.io/library/httpd']);
  });

  test('names mirrors, which are asked first and may be insecure', async () => {
    const toml = `
[[registry]]
prefix = "docker.io/library"
location = "docker.io/library"
[[registry.mirror]]
location = "mirror.example/hub"
insecure = true
[[registry.mirror]]
location = "digests.example/hub"
pull-from-mirror = "digest-only"
`;
    assert.deepEqual(await endpoints(toml, 'httpd:2.4'), [
      'https|http://mirror.example/hub/httpd unverified',
      'https://registry-1.docker.io/library/httpd',
    ]);
    const byDigest = await endpoints(toml, `httpd@sha256:${'a'.repeat(64)}`);
    assert.equal(byDigest[1], 'https://digests.example/hub/httpd');
    assert.deepEqual(await endpoints(toml, 'docker.io/libraryx/httpd'), ['https://registry-1.docker.io/libraryx/httpd']);
  });

  test('moves a prefix elsewhere, the longest one', async () => {
    const toml =
      '[[registry]]\nprefix = "*.example.com"\nlocation = "all.example"\n[[registry]]\nprefix = "a.example.com/team"\nlocation = "team.example/x"';
    assert.deepEqual(await endpoints(toml, 'a.example.com/team/app:1'), ['https://team.example/x/app']);
    assert.deepEqual(await endpoints(toml, 'b.example.com/team/app:1'), ['https://all.example/team/app']);
  });

  test('blocks', async () => {
    await assert.rejects(endpoints('[[registry]]\nlocation = "bad.example"\nblocked = true', 'bad.example/app'), {
      code: 'unsupported',
      message: /registries\.conf blocks bad\.example/,
    });
  });

  test('gives way to the command line', async () => {
    const toml = '[[registry]]\nlocation = "reg.example"\ninsecure = true';
    assert.deepEqual(await endpoints(toml, 'reg.example/app'), ['https|http://reg.example/app unverified']);
    assert.deepEqual(await endpoints(toml, 'reg.example/app', { tlsVerify: true, plainHttp: false }), ['https://reg.example/app']);
    assert.deepEqual(await endpoints('', 'reg.example/app', { tlsVerify: false, plainHttp: false }), [
      'https|http://reg.example/app unverified',
    ]);
  });

  test('is not needed for this machine, which may speak plainly', async () => {
    assert.deepEqual(await endpoints('', 'localhost:5000/app'), ['https|http://localhost:5000/app unverified']);
    assert.deepEqual(await endpoints('', '127.0.0.1:5000/app', { tlsVerify: null, plainHttp: true }), [
      'http://127.0.0.1:5000/app unverified',
    ]);
    assert.deepEqual(await endpoints('', 'localhost:5000/app', { tlsVerify: true, plainHttp: false }), ['https://localhost:5000/app']);
    assert.deepEqual(await endpoints('', 'httpd', { tlsVerify: null, plainHttp: true }), ['https://registry-1.docker.io/library/httpd']);
  });

  test('that leads to no registry is told so, and so is a port that there is not', async () => {
    for (const location of ['my mirror/x', 'mirror', 'http://mirror.example/x', 'mirror.example:99999/x']) {
      const conf = `[[registry]]\nprefix = "docker.io/library/httpd"\nlocation = "${location}"`;
      await assert.rejects(endpoints(conf, 'httpd'), { code: 'malformed', message: /registries\.conf leads to/ }, location);
    }
    await assert.rejects(endpoints('', 'reg.example:99999/app'), {
      code: 'usage',
      message: /"reg\.example:99999\/app" begins with no host/,
    });
    assert.deepEqual(await endpoints('', '[::1]:5000/app', { tlsVerify: true, plainHttp: false }), ['https://[::1]:5000/app']);
  });

  test('that is broken is named', async () => {
    await assert.rejects(endpoints('[[registry', 'httpd'), {
      code: 'malformed',
      message: /\/etc\/containers\/registries\.conf is not valid TOML/,
    });
  });

  test('is read from the user’s folder before the system’s, and the folders of parts over it', async () => {
    const contents = {
      '/etc/containers/registries.conf': 'unqualified-search-registries = ["system.example"]',
      '/home/test/.config/containers/registries.conf': 'unqualified-search-registries = ["user.example"]',
      '/etc/containers/registries.conf.d/000-shortnames.conf': '[aliases]\n"a" = "one.example/a"\n"b" = "one.example/b"',
      '/home/test/.config/containers/registries.conf.d/1.conf': '[aliases]\n"a" = "two.example/a"',
      '/else.conf': 'unqualified-search-registries = ["else.example"]',
    };
    const conf = await loadRegistriesConf(portsWith(contents));
    assert.deepEqual(conf.searchRegistries, ['user.example']);
    assert.deepEqual([conf.aliases.get('a'), conf.aliases.get('b')], ['two.example/a', 'one.example/b']);
    const named = await loadRegistriesConf(portsWith(contents, { CONTAINERS_REGISTRIES_CONF: '/else.conf' }));
    assert.deepEqual(named.searchRegistries, ['else.example']);
  });
});

describe('certs.d', () => {
  const tls = async (contents: Readonly<Record<string, string>>, name = 'reg.example:5000/app') => {
    const ports = portsWith(contents);
    const [endpoint] = await resolveEndpoints(parseReference(name), await loadRegistriesConf(ports), SETTINGS, ports);
    return endpoint?.tls;
  };

  test('gives CAs and a client certificate, from docker’s and podman’s folders', async () => {
    const contents = {
      '/etc/docker/certs.d/reg.example:5000/ca.crt': 'ONE',
      '/home/test/.config/containers/certs.d/reg.example:5000/other.crt': 'TWO',
      '/etc/containers/certs.d/reg.example:5000/client.cert': 'CERT',
      '/etc/containers/certs.d/reg.example:5000/client.key': 'KEY',
    };
    assert.deepEqual(await tls(contents), { verify: true, ca: ['TWO', 'ONE'], cert: 'CERT', key: 'KEY' });
    assert.deepEqual(await tls(contents, 'reg.example/app'), { verify: true });
  });

  test('with half a client certificate is malformed', async () => {
    await assert.rejects(tls({ '/etc/docker/certs.d/reg.example:5000/client.cert': 'CERT' }), {
      code: 'malformed',
      message: /client\.key/,
    });
  });
});
