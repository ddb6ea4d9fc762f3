import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findProxy } from './proxy.ts';

const find = (url: string, variables: Readonly<Record<string, string>>) =>
  findProxy(new URL(url), (name) => variables[name])?.url.host ?? null;

describe('a proxy', () => {
  test('is taken from the variable of the URL’s protocol, lower case first', () => {
    const variables = { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:2', HTTP_PROXY: 'plain:3' };
    assert.equal(find('https://example.com/', variables), 'lower:2');
    assert.equal(find('http://example.com/', variables), 'plain:3');
    assert.equal(find('https://example.com/', {}), null);
  });

  test('gets its credentials out of the URL', () => {
    const proxy = findProxy(new URL('https://example.com/'), (name) =>
      name === 'HTTPS_PROXY' ? 'http://me:p%40ss@proxy:8080' : undefined,
    );
    assert.equal(proxy?.authorization, `Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    assert.equal(proxy?.url.href, 'http://proxy:8080/');
  });

  test('is never used for this machine', () => {
    for (const host of ['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '[::1]']) {
      assert.equal(find(`https://${host}:5000/`, { HTTPS_PROXY: 'http://proxy' }), null, host);
    }
  });

  test('is not used for what NO_PROXY names', () => {
    const cases: readonly (readonly [entry: string, url: string, exempt: boolean])[] = [
      ['*', 'https://example.com', true],
      ['example.com', 'https://example.com', true],
      ['example.com', 'https://a.example.com', true],
      ['example.com', 'https://notexample.com', false],
      ['.example.com', 'https://a.example.com', true],
      ['.example.com', 'https://example.com', false],
      ['*.example.com', 'https://a.example.com', true],
      ['EXAMPLE.com', 'https://example.COM', true],
      ['example.com:8443', 'https://example.com:8443', true],
      ['example.com:8443', 'https://example.com', false],
      ['example.com:443', 'https://example.com', true],
      ['10.0.0.0/8', 'https://10.1.2.3', true],
      ['10.0.0.0/8', 'https://11.1.2.3', false],
      ['10.0.0.0/99', 'https://10.1.2.3', false],
      ['10.1.2.3', 'https://10.1.2.3:5000', true],
      ['fd00::/8', 'https://[fd00::1]', true],
      ['[fd00::1]:5000', 'https://[fd00::1]:5000', true],
      ['a, b,example.com', 'https://example.com', true],
      ['', 'https://example.com', false],
    ];
    for (const [entry, url, exempt] of cases) {
      assert.equal(find(url, { HTTPS_PROXY: 'http://proxy', NO_PROXY: entry }) === null, exempt, `${entry} for ${url}`);
    }
  });

  test('that is no URL or speaks SOCKS is told so', () => {
    assert.throws(() => find('https://example.com', { HTTPS_PROXY: 'http://' }), { code: 'usage' });
    assert.throws(() => find('https://example.com', { HTTPS_PROXY: 'socks5://proxy' }), { code: 'unsupported' });
  });
});
