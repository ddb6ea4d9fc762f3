import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivateHost } from './private-host.ts';

const PRIVATE = `localhost localhost:5000 registry registry:5000 127.0.0.1 127.0.0.1:5000 127.1 2130706433 0x7f.0.0.1 0x7f000001 0.0.0.0
10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1:80 169.254.169.254 100.64.0.1 198.18.0.1 224.0.0.1 255.255.255.255 1.2.3.4.5 010.1.1.1
[::1] [::1]:5000 [fe80::1] [fd00::1] [::ffff:10.0.0.1] [2002:7f00:1::1] [64:ff9b::1]
nas.local NAS.Local:5000 metadata.google.internal x.localhost box.lan hub.home.arpa registry.local.`;
const PUBLIC = `docker.io ghcr.io quay.io:443 registry.example.com 8.8.8.8 172.15.0.1 172.32.0.1 100.63.0.1 192.169.0.1 11.0.0.1
[2001:4860::1] [2606:4700::1]:443 local.example.com internal.io mylocal.com`;

test('hosts of a private network', () => {
  for (const host of PRIVATE.split(/\s+/)) assert.ok(isPrivateHost(host), host);
});

test('hosts of the world', () => {
  for (const host of PUBLIC.split(/\s+/)) assert.ok(!isPrivateHost(host), host);
});
