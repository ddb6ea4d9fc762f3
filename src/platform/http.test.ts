import assert from 'node:assert/strict';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import type { HttpRequest } from '../ports/index.ts';
import { makeSelfSigned } from '../testing/self-signed.ts';
import { gather } from '../testing/streams.ts';
import { createHttp } from './http.ts';

const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.closeAllConnections?.();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function start(server: Server): Promise<number> {
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (handle: RequestListener) => start(createServer(handle));
const ok: RequestListener = (_request, response) => response.end('hello');
const request = (url: string, over: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  idleTimeoutMs: 10_000,
  ...over,
});
const text = async (response: { body: AsyncIterable<Uint8Array> }) => new TextDecoder().decode(await gather(response.body));

describe('http', () => {
  test('sends and receives, over one connection that is kept', async () => {
    const ports = new Set<number | undefined>();
    const port = await serve((message: IncomingMessage, response: ServerResponse) => {
      ports.add(message.socket.remotePort);
      response.setHeader('X-Two', ['a', 'b']);
      message.pipe(response);
    });
    const http = createHttp(() => undefined);
    for (let i = 0; i < 3; i += 1) {
      const response = await http.send(request(`http://127.0.0.1:${port}/`, { method: 'POST', body: new TextEncoder().encode('ping') }));
      assert.deepEqual([response.status, response.headers['x-two'], await text(response)], [200, 'a, b', 'ping']);
    }
    assert.equal(ports.size, 1);
  });

  test('is not held up by a server that closed a kept connection', async () => {
    const port = await serve((message, response) => {
      response.end('x');
      response.on('finish', () => setTimeout(() => message.socket.destroy(), 5));
    });
    const http = createHttp(() => undefined);
    for (let i = 0; i < 5; i += 1) {
      assert.equal(await text(await http.send(request(`http://127.0.0.1:${port}/`))), 'x');
      await new Promise((resolve) => setTimeout(resolve, i * 3));
    }
  });

  test('refused, silent before the answer and within it, and cut: unreachable, in words', async () => {
    const http = createHttp(() => undefined);
    const refused = await start(createServer());
    running.pop()?.close();
    await assert.rejects(http.send(request(`http://127.0.0.1:${refused}/`)), { code: 'unreachable', message: /refused/ });
    const silent = await serve(() => undefined);
    await assert.rejects(http.send(request(`http://127.0.0.1:${silent}/`, { idleTimeoutMs: 200 })), {
      code: 'unreachable',
      message: /nothing came for 200 ms/,
    });
    const stalls = await serve((_message, response) => void response.write('some'));
    await assert.rejects(text(await http.send(request(`http://127.0.0.1:${stalls}/`, { idleTimeoutMs: 200 }))), {
      code: 'unreachable',
      message: /timed out/,
    });
    const cuts = await serve((_message, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('some', () => response.destroy());
    });
    await assert.rejects(text(await http.send(request(`http://127.0.0.1:${cuts}/`))), { code: 'unreachable', message: /broke off/ });
    const nonsense = createTcpServer((socket) => socket.end('nonsense\r\n\r\n'));
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve));
    await assert.rejects(http.send(request(`http://127.0.0.1:${(nonsense.address() as AddressInfo).port}/`)), { code: 'unreachable' });
    nonsense.close();
  });

  test('a slow reader is no silence of the server', async () => {
    const port = await serve((_message, response) => response.end('x'.repeat(100_000)));
    const response = await createHttp(() => undefined).send(request(`http://127.0.0.1:${port}/`, { idleTimeoutMs: 400 }));
    let size = 0;
    for await (const chunk of response.body) {
      size += chunk.length;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    assert.equal(size, 100_000);
  });

  test('a certificate nobody knows is refused, unless its CA is given or none is asked for', async () => {
    const material = makeSelfSigned();
    const port = await start(createSecureServer(material, ok) as unknown as Server);
    const url = `https://127.0.0.1:${port}/`;
    const http = createHttp(() => undefined);
    await assert.rejects(http.send(request(url)), {
      code: 'unreachable',
      message: /not trusted: it is self-signed/,
      hint: /certs\.d.*--tls-verify=false/,
    });
    assert.equal(await text(await http.send(request(url, { tls: { verify: true, ca: [material.cert] } }))), 'hello');
    assert.equal(await text(await http.send(request(url, { tls: { verify: false } }))), 'hello');
    const other = makeSelfSigned(['example.com']);
    const elsewhere = await start(createSecureServer(other, ok) as unknown as Server);
    const wrongHost = http.send(request(`https://127.0.0.1:${elsewhere}/`, { tls: { verify: true, ca: [other.cert] } }));
    await assert.rejects(wrongHost, { code: 'unreachable', message: /for another host/ });
  });

  test('a client certificate is shown where it is asked for', async () => {
    const material = makeSelfSigned();
    const port = await start(
      createSecureServer({ ...material, ca: [material.cert], requestCert: true, rejectUnauthorized: true }, ok) as unknown as Server,
    );
    const url = `https://127.0.0.1:${port}/`;
    const http = createHttp(() => undefined);
    const without = async () => text(await http.send(request(url, { tls: { verify: false } })));
    await assert.rejects(without, { code: 'unreachable', message: /wants a client certificate/, hint: /client\.cert/ });
    assert.equal(await text(await http.send(request(url, { tls: { verify: false, ...material } }))), 'hello');
    await assert.rejects(http.send(request(url, { tls: { verify: false, cert: 'no', key: 'pem' } })), { code: 'malformed' });
  });

  test('TLS spoken to who has none', async () => {
    const port = await serve(ok);
    await assert.rejects(createHttp(() => undefined).send(request(`https://127.0.0.1:${port}/`)), {
      code: 'unreachable',
      message: /does not speak TLS/,
    });
  });
});

describe('through a proxy', () => {
  /** A proxy that passes on to 127.0.0.1 whatever host it is asked for. */
  async function startProxy(asked: string[], authorization?: string): Promise<number> {
    const server = createServer((message, response) => {
      asked.push(`${message.method} ${message.url}`);
      response.end('by the proxy');
    });
    server.on('connect', (message, socket) => {
      asked.push(`${message.method} ${message.url}`);
      if (authorization !== undefined && message.headers['proxy-authorization'] !== authorization) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const upstream = connect(Number((message.url ?? '').split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket);
        socket.pipe(upstream);
      });
      upstream.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
      socket.on('error', () => upstream.destroy());
    });
    return start(server);
  }

  test('plain requests are written in full', async () => {
    const asked: string[] = [];
    const proxy = await startProxy(asked);
    const http = createHttp((name) => (name === 'HTTP_PROXY' ? `http://127.0.0.1:${proxy}` : undefined));
    assert.equal(await text(await http.send(request('http://registry.example/v2/'))), 'by the proxy');
    assert.deepEqual(asked, ['GET http://registry.example/v2/']);
  });

  test('TLS goes through a tunnel, checked end to end, and the proxy’s credentials go to the proxy alone', async () => {
    const material = makeSelfSigned(['registry.example']);
    const seen: (string | undefined)[] = [];
    const port = await start(
      createSecureServer(material, (message, response) => {
        seen.push(message.headers['proxy-authorization']);
        response.end('hello');
      }) as unknown as Server,
    );
    const asked: string[] = [];
    const proxy = await startProxy(asked, `Basic ${Buffer.from('me:pass').toString('base64')}`);
    const through = (credentials: string) =>
      createHttp((name) => (name === 'HTTPS_PROXY' ? `http://${credentials}127.0.0.1:${proxy}` : undefined));
    const url = `https://registry.example:${port}/`;
    const tls = { verify: true, ca: [material.cert] };
    assert.equal(await text(await through('me:pass@').send(request(url, { tls }))), 'hello');
    assert.deepEqual([asked, seen], [[`CONNECT registry.example:${port}`], [undefined]]);
    await assert.rejects(through('').send(request(url, { tls })), { code: 'unauthorized', message: /proxy .* wants credentials/ });
    await assert.rejects(through('me:pass@').send(request(url)), { code: 'unreachable', message: /not trusted/ });
    await assert.rejects(through('me:pass@').send(request('https://registry.example:1/', { tls })), {
      code: 'unreachable',
      message: /answers 502/,
    });
  });
});
