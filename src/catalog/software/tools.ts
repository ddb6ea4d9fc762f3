import type { Program } from './program.ts';

/** Shells, libraries and the programs around them. */
export const TOOLS: readonly Program[] = [
  {
    name: 'busybox',
    files: ['**/busybox', '**/busybox.static'],
    kind: 'binary',
    signs: [
      {
        anchor: 'BusyBox v',
        pattern: /(?<![ -~])BusyBox v(?<version>\d+\.\d+\.\d+)[\0 .]/,
        example: '\0BusyBox v1.36.1 (2024-06-10 07:11:47 UTC)\0',
      },
    ],
    example: ['bin/busybox', '1.36.1'],
  },
  {
    name: 'bash',
    files: ['**/bash'],
    kind: 'binary',
    signs: [
      {
        anchor: '@(#)Bash version ',
        pattern: /@\(#\)Bash version (?<version>\d+\.\d+\.\d+)\(/,
        example: '@(#)Bash version 5.2.32(1) release GNU\0',
      },
    ],
    example: ['usr/local/bin/bash', '5.2.32'],
  },
  {
    name: 'openssl',
    files: ['**/openssl', '**/libssl.so*', '**/libcrypto.so*'],
    kind: 'binary',
    signs: [
      {
        anchor: 'OpenSSL ',
        pattern:
          /\0OpenSSL (?<version>\d+\.\d+\.\d+(?:[a-z]{1,2})?(?:-(?:alpha|beta|pre|dev)\d*)?)(?:-fips)? {1,2}\d{1,2} [A-Z][a-z]{2} \d{4}\0/,
        example: '\0OpenSSL 3.3.2 3 Sep 2024\0',
      },
    ],
    example: ['usr/local/lib64/libcrypto.so.3', '3.3.2'],
  },
  {
    name: 'libressl',
    files: ['**/openssl', '**/libcrypto.so*'],
    kind: 'binary',
    signs: [{ anchor: 'LibreSSL ', pattern: /(?<![ -~])LibreSSL (?<version>\d+\.\d+\.\d+)\0/, example: '\0LibreSSL 3.9.2\0' }],
    example: ['usr/local/bin/openssl', '3.9.2'],
  },
  {
    name: 'curl',
    files: ['**/curl', '**/libcurl.so*', '**/libcurl-gnutls.so*', '**/libcurl-nss.so*'],
    kind: 'binary',
    signs: [
      { anchor: 'libcurl/', pattern: /(?<![ -~])libcurl\/(?<version>\d+\.\d+\.\d+)(?:-DEV)?\0/, example: '\0libcurl/8.10.1\0' },
      {
        anchor: 'curl ',
        pattern: /(?<![ -~])curl (?<version>\d+\.\d+\.\d+)(?:-DEV)? \(/,
        example: '\0curl 8.10.1 (x86_64-pc-linux-gnu) %s\n\0',
      },
    ],
    example: ['usr/local/lib/libcurl.so.4.8.0', '8.10.1'],
  },
  {
    name: 'zlib',
    files: ['**/libz.so*'],
    kind: 'binary',
    signs: [
      {
        anchor: ' deflate 1.',
        pattern: / deflate (?<version>1(?:\.\d+){1,3}) Copyright /,
        example: '\0 deflate 1.3.1 Copyright 1995-2024 Jean-loup Gailly and Mark Adler \0',
      },
    ],
    example: ['usr/local/lib/libz.so.1.3.1', '1.3.1'],
  },
  {
    name: 'xz',
    files: ['**/xz'],
    kind: 'binary',
    signs: [
      {
        anchor: 'xz (XZ Utils) ',
        pattern: /xz \(XZ Utils\) (?<version>\d+\.\d+\.\d+(?:alpha|beta)?)[\0\n]/,
        example: 'xz (XZ Utils) 5.6.3\n',
      },
    ],
    example: ['usr/local/bin/xz', '5.6.3'],
  },
  {
    name: 'git',
    files: ['**/git'],
    kind: 'binary',
    signs: [{ anchor: 'git/', pattern: /(?<![ -~])git\/(?<version>\d+\.\d+(?:\.\d+){1,2})[\0-]/, example: '\0git/2.47.0\0' }],
    example: ['usr/local/bin/git', '2.47.0'],
  },
  {
    name: 'tini',
    files: ['**/tini', '**/tini-static', '**/docker-init'],
    kind: 'binary',
    signs: [{ anchor: 'tini version ', pattern: /tini version (?<version>\d+\.\d+\.\d+)[\0 \n]/, example: '\0tini version 0.19.0\0' }],
    example: ['sbin/tini', '0.19.0'],
  },
];
