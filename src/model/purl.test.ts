import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPurl, parsePurl } from './purl.ts';

const CASES: readonly (readonly [Parameters<typeof formatPurl>[0], string])[] = [
  [
    {
      type: 'deb',
      namespace: 'debian',
      name: 'libstdc++6',
      version: '1:12.2.0-14+deb12u1',
      qualifiers: { distro: 'debian-12', arch: 'amd64' },
    },
    'pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12',
  ],
  [
    { type: 'apk', namespace: 'alpine', name: 'Busybox', version: '1.36.1-r29', qualifiers: { arch: null } },
    'pkg:apk/alpine/busybox@1.36.1-r29',
  ],
  [{ type: 'npm', namespace: '@angular', name: 'animation', version: '12.3.1', qualifiers: {} }, 'pkg:npm/%40angular/animation@12.3.1'],
  [
    {
      type: 'golang',
      namespace: 'google.golang.org',
      name: 'genproto',
      version: null,
      qualifiers: {},
      subpath: '/googleapis/api/../annotations/',
    },
    'pkg:golang/google.golang.org/genproto#googleapis/api/annotations',
  ],
  [
    {
      type: 'maven',
      namespace: 'org.apache.xmlgraphics',
      name: 'batik-anim',
      version: '1.9.1',
      qualifiers: { Repository_url: 'repo.spring.io/release', packaging: 'sources' },
    },
    'pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources&repository_url=repo.spring.io%2Frelease',
  ],
  [{ type: 'pypi', namespace: null, name: 'Zope._Interface', version: '6.0', qualifiers: {} }, 'pkg:pypi/zope-interface@6.0'],
  [
    { type: 'generic', namespace: null, name: "it's (a) *thing*!", version: '1 2', qualifiers: {} },
    'pkg:generic/it%27s%20%28a%29%20%2Athing%2A%21@1%202',
  ],
];

for (const [parts, purl] of CASES) test(purl, () => assert.equal(formatPurl(parts), purl));

test('a name that is no Unicode is written all the same', () => {
  assert.match(formatPurl({ type: 'deb', namespace: null, name: 'a\udc80', version: null, qualifiers: {} }), /^pkg:deb\/a%EF%BF%BD$/);
});

test('what is written is read again; other forms are read too, and what is none is not', () => {
  for (const purl of [
    'pkg:deb/debian/curl@7.88.1-10%2Bdeb12u8?arch=amd64&distro=debian-12',
    'pkg:npm/%40angular/animation@12.3.1',
    'pkg:golang/google.golang.org/genproto#googleapis/api/annotations',
    'pkg:generic/a',
  ]) {
    const parts = parsePurl(purl);
    assert.ok(parts);
    assert.equal(formatPurl(parts), purl);
  }
  assert.deepEqual(parsePurl('PKG://NPM/@angular/core@1.0.0?A=b%20c&d'), {
    type: 'npm',
    namespace: '@angular',
    name: 'core',
    version: '1.0.0',
    qualifiers: { a: 'b c' },
    subpath: null,
  });
  assert.equal(parsePurl('pkg:npm/@angular/core')?.version, null);
  for (const text of ['', 'pkg:', 'pkg:npm', 'pkg:npm/', 'npm/a@1', 'pkg:npm/%E0%A4%A@1', 'pkg:1/a'])
    assert.equal(parsePurl(text), null, text);
});
