import type { Program } from './program.ts';

/** Languages: what runs and compiles them. */
export const LANGUAGES: readonly Program[] = [
  {
    name: 'python',
    files: ['**/python2.*', '**/python3.*', '**/libpython2.*', '**/libpython3.*'],
    inName: /(?:^|\/)(?:python|libpython)(\d\.\d{1,2})(?:[dmt]{0,3})(?:\.so.*)?$/,
    kind: 'binary',
    signs: [
      {
        anchor: '\0{}.',
        pattern: /(?<![ -~])(?<version>[23]\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d+)?)\+?\0/,
        example: '\x003.12.7\0%.80s (%.80s) %.80s\0',
      },
    ],
    example: ['usr/local/lib/libpython3.12.so.1.0', '3.12.7'],
    folders: ['../lib/python{}', '../include/python{}'],
  },
  {
    name: 'pypy',
    files: ['**/libpypy*', '**/pypy*'],
    kind: 'binary',
    signs: [
      { anchor: '[PyPy ', pattern: /\[PyPy (?<version>\d+\.\d+\.\d+)(?:-\w+)? with /, example: '[PyPy 7.3.17 with GCC 10.2.1 20210130]' },
    ],
    example: ['opt/pypy/bin/libpypy3.10-c.so', '7.3.17'],
  },
  {
    name: 'node',
    files: ['**/node', '**/nodejs', '**/libnode.so*'],
    kind: 'binary',
    signs: [
      { anchor: 'node.js/v', pattern: /node\.js\/v(?<version>\d+\.\d+\.\d+)(?:\0|Protocol)/, example: '\0node.js/v22.9.0\0' },
      {
        anchor: '-headers.tar.gz',
        pattern: /\/node-v(?<version>\d+\.\d+\.\d+(?:-[\w.]+)?)-headers\.tar\.gz\0/,
        example: '\0https://nodejs.org/download/release/v22.9.0/node-v22.9.0-headers.tar.gz\0',
      },
    ],
    example: ['usr/local/bin/node', '22.9.0'],
    folders: ['../include/node'],
  },
  {
    name: 'deno',
    files: ['**/deno'],
    kind: 'binary',
    // Rust's texts have no end: what follows must be no digit.
    signs: [
      {
        anchor: 'Deno/',
        pattern: /Deno\/(?<version>\d+\.\d+\.\d+)(?:Deno\/|\+[0-9a-f]{7})/,
        example: 'globalsDeno/2.0.2Deno/2.0.2+e518fbd',
      },
    ],
    example: ['usr/bin/deno', '2.0.2'],
  },
  {
    name: 'bun',
    files: ['**/bun'],
    kind: 'binary',
    signs: [
      {
        anchor: '/bun-v',
        pattern: /\/bun-v(?<version>\d+\.\d+\.\d+)\//,
        example: 'https://github.com/oven-sh/bun/releases/download/bun-v1.1.30/bun-linux-x64.zip',
      },
    ],
    example: ['usr/local/bin/bun', '1.1.30'],
  },
  {
    name: 'php',
    files: ['**/php', '**/php5.*', '**/php7.*', '**/php8.*', '**/php-fpm*', '**/php-cgi*', '**/phpdbg*', '**/libphp*'],
    kind: 'binary',
    signs: [
      {
        anchor: 'X-Powered-By: PHP/',
        pattern: /(?<![ -~])X-Powered-By: PHP\/(?<version>\d+\.\d+\.\d+(?:(?:alpha|beta|RC)\d+|-dev)?)[\0\r-]/,
        example: '\0X-Powered-By: PHP/8.3.12\0',
      },
    ],
    example: ['usr/local/sbin/php-fpm', '8.3.12'],
    folders: ['../lib/php', '../include/php'],
  },
  {
    name: 'ruby',
    files: ['**/ruby', '**/ruby2.*', '**/ruby3.*', '**/libruby.so*', '**/libruby-*'],
    kind: 'binary',
    signs: [
      {
        anchor: 'ruby ',
        pattern: /(?<![ -~])ruby (?<version>\d+\.\d+\.\d+(?:dev|preview\d+|rc\d+)?)(?:p-?\d+)? \(\d{4}-\d\d-\d\d /,
        example: '\0ruby 3.3.5 (2024-09-03 revision ef084cc8f4) [x86_64-linux]\0',
      },
    ],
    example: ['usr/local/lib/libruby.so.3.3.5', '3.3.5'],
  },
  {
    name: 'perl',
    files: ['**/perl', '**/perl5.*', '**/libperl.so*'],
    kind: 'binary',
    // Its folders. Versions of modules in it differ.
    signs: [
      {
        anchor: '/5.',
        pattern: /\/(?<version>5\.\d{1,2}\.\d{1,2})(?:\/[\w.-]+)?\0/,
        example: '\0/usr/local/lib/perl5/site_perl/5.40.0/x86_64-linux-gnu\0',
      },
    ],
    example: ['usr/local/bin/perl', '5.40.0'],
    folders: ['../lib/perl5'],
  },
  {
    name: 'lua',
    files: ['**/lua', '**/lua5.*', '**/liblua*'],
    kind: 'binary',
    signs: [
      {
        anchor: '$LuaVersion: Lua ',
        pattern: /\$LuaVersion: Lua (?<version>5\.\d\.\d+) /,
        example: '$LuaVersion: Lua 5.4.7  Copyright (C) 1994-2024 Lua.org, PUC-Rio $',
      },
    ],
    example: ['usr/local/bin/lua', '5.4.7'],
  },
  {
    name: 'julia',
    files: ['**/libjulia.so.*', '**/libjulia-internal.so.*'],
    inName: /\/libjulia(?:-internal)?\.so\.(\d+\.\d+\.\d+)$/,
    kind: 'binary',
    signs: [{ anchor: '\0{}\0', pattern: /(?<![ -~])(?<version>\d+\.\d+\.\d+)\0/, example: '\x001.11.1\0' }],
    example: ['usr/local/julia/lib/libjulia.so.1.11.1', '1.11.1'],
  },
  {
    name: 'rust',
    files: ['**/librustc_driver-*'],
    kind: 'binary',
    // A compiler was compiled by itself: the comment of the library of every program says by which.
    signs: [
      {
        anchor: 'rustc version 1.',
        pattern: /rustc version (?<version>1\.\d+\.\d+(?:-(?:nightly|beta\.\d+))?) \([0-9a-f]{9} \d{4}-\d\d-\d\d\)/,
        example: '\0rustc version 1.82.0 (f6e511eec 2024-10-15)\0',
      },
    ],
    example: ['usr/local/rustup/toolchains/1.82.0-x86_64-unknown-linux-gnu/lib/librustc_driver-2a1f.so', '1.82.0'],
  },
  {
    name: 'gcc',
    files: ['**/gcc', '**/gcc-*', '**/x86_64-*-gcc*', '**/aarch64-*-gcc*'],
    inName: /gcc(?:-\d+(?:\.\d+)*)?$/,
    kind: 'binary',
    // The version and who built it stand side by side.
    signs: [
      { anchor: '(GCC) \0', pattern: /(?<![ -~])(?<version>\d+\.\d+\.\d+)\0+\(GCC\) \0/, example: '\x0014.2.0\0\0\0(GCC) \0' },
      {
        anchor: '(Debian ',
        pattern: /(?<![ -~])(?<version>\d+\.\d+\.\d+)\0+\(Debian [^)\0]+\) \0/,
        example: '\x0014.2.0\0(Debian 14.2.0-6) \0',
      },
      {
        anchor: '(Ubuntu ',
        pattern: /(?<![ -~])(?<version>\d+\.\d+\.\d+)\0+\(Ubuntu [^)\0]+\) \0/,
        example: '\x0014.2.0\0(Ubuntu 14.2.0-4ubuntu2) \0',
      },
    ],
    example: ['usr/local/bin/gcc', '14.2.0'],
  },
  {
    name: 'go',
    files: ['**/VERSION'],
    inName: /(?:^|\/)go(?:-(\d+\.\d+))?\/VERSION$/,
    kind: 'text',
    signs: [
      { pattern: /^go(?<version>\d+(?:\.\d+){1,2}(?:(?:beta|rc)\d+)?)\s*(?:$|\n)/, example: 'go1.23.2\ntime 2024-09-28T01:34:15Z\n' },
    ],
    example: ['usr/local/go/VERSION', '1.23.2'],
    folders: ['.'],
  },
  {
    name: 'openjdk',
    files: ['**/release'],
    kind: 'text',
    // Oracle's own builds say BUILD_TYPE="commercial", and are no OpenJDK.
    signs: [
      {
        pattern: /(?<![^])(?![^]*^BUILD_TYPE="?commercial)[^]*?^JAVA_VERSION="(?<version>\d[\w.+-]*)"\r?$/m,
        example: 'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="21.0.4"\nJAVA_VERSION_DATE="2024-07-16"\n',
      },
    ],
    example: ['opt/java/openjdk/release', '21.0.4'],
    folders: ['.'],
  },
  {
    name: 'erlang',
    files: ['**/OTP_VERSION'],
    inName: /\/releases\/[^/]+\/OTP_VERSION$/,
    kind: 'text',
    signs: [{ pattern: /^(?<version>\d+(?:\.\d+)*(?:-rc\d+)?)\s*$/, example: '27.1.1\n' }],
    example: ['usr/local/lib/erlang/releases/27/OTP_VERSION', '27.1.1'],
    folders: ['../..'],
  },
];
