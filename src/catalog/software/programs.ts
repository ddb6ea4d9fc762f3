/** How a program tells its version. */
export interface Sign {
  /** What is searched for, one byte a character; `{}` stands for what the file's name tells (see Program.inName). Left out of texts, which are read whole. */
  readonly anchor?: string;
  /**
   * What stands around the anchor; the group `version` is it. Texts end in NUL; before the first of them stand numbers of any kind, so
   * that `(?<![ -~])` asks for no more than that no text goes before.
   */
  readonly pattern: RegExp;
  /** Bytes that a real file has there. */
  readonly example: string;
}

/** Software that is recognised in its files, where no package tells of it. */
export interface Program {
  /** Of its package, and of its purl: `pkg:generic/name`. */
  readonly name: string;
  /** Globs; other files are not looked into. */
  readonly files: readonly string[];
  /** Only files whose path matches; the first group stands for `{}` in anchors, so that what the name tells is found in the bytes too. */
  readonly inName?: RegExp;
  /** A program or a library (ELF), or a text. */
  readonly kind: 'binary' | 'text';
  readonly signs: readonly Sign[];
  /** A path of an example, and the version that all examples tell. */
  readonly example: readonly [path: string, version: string];
  /** Folders that came with the file, from its own on; `{}` as in anchors. */
  readonly folders?: readonly string[];
}

/**
 * What is recognised. Each sign was seen in the files of a release, or of Debian's package; what a sign is, the example shows. A sign is
 * a text that the program prints of itself, and says the program's name or is bound by what surrounds it: numbers alone are everywhere.
 */
export const PROGRAMS: readonly Program[] = [
  {
    name: 'httpd',
    files: ['**/httpd', '**/apache2'],
    kind: 'binary',
    // AP_SERVER_BASEVERSION, with and without the platform.
    signs: [
      { anchor: 'Apache/', pattern: /(?<![ -~])Apache\/(?<version>\d+\.\d+\.\d+(?:-dev)?)(?:\0| \()/, example: '\0Apache/2.4.62 (Unix)\0' },
    ],
    example: ['usr/local/apache2/bin/httpd', '2.4.62'],
  },
  {
    name: 'nginx',
    files: ['**/nginx', '**/nginx-debug'],
    kind: 'binary',
    signs: [
      {
        anchor: 'nginx version: nginx/',
        pattern: /nginx version: nginx\/(?<version>\d+\.\d+\.\d+)[\0 \n]/,
        example: '\0nginx version: nginx/1.27.2\n\0',
      },
    ],
    example: ['usr/sbin/nginx', '1.27.2'],
  },
  {
    name: 'openresty',
    files: ['**/nginx', '**/openresty'],
    kind: 'binary',
    signs: [
      {
        anchor: 'nginx version: openresty/',
        pattern: /nginx version: openresty\/(?<version>\d+(?:\.\d+){2,3})[\0 \n]/,
        example: 'nginx version: openresty/1.25.3.1\n',
      },
    ],
    example: ['usr/local/openresty/nginx/sbin/nginx', '1.25.3.1'],
  },
  {
    name: 'lighttpd',
    files: ['**/lighttpd'],
    kind: 'binary',
    signs: [
      {
        anchor: 'lighttpd/',
        pattern: /(?<![ -~])lighttpd\/(?<version>\d+\.\d+\.\d+)[\0 ]/,
        example: '\0lighttpd/1.4.76 (ssl) - a light and fast webserver\n\0',
      },
    ],
    example: ['usr/sbin/lighttpd', '1.4.76'],
  },
  {
    name: 'haproxy',
    files: ['**/haproxy'],
    kind: 'binary',
    // Behind the release stand the build's own numbers: `-1+deb12u1`, `-86e043a`.
    signs: [
      {
        anchor: ', released 20',
        pattern: / version (?<version>\d+\.\d+(?:\.\d+|-dev\d+))(?:[-+~][\w.+~-]*)?, released \d{4}\/\d\d\/\d\d/,
        example: '\0HA-Proxy version 3.0.5-8e879a5, released 2024/09/19\0',
      },
    ],
    example: ['usr/local/sbin/haproxy', '3.0.5'],
  },
  {
    name: 'varnish',
    files: ['**/varnishd'],
    kind: 'binary',
    signs: [
      {
        anchor: 'varnish-',
        pattern: /varnish-(?<version>\d+\.\d+\.\d+) revision [0-9a-f]{40}/,
        example: `\0varnish-7.5.0 revision ${'eef2'.repeat(10)}\0`,
      },
    ],
    example: ['usr/sbin/varnishd', '7.5.0'],
  },
  {
    name: 'squid',
    files: ['**/squid'],
    kind: 'binary',
    signs: [{ anchor: 'squid/', pattern: /(?<![ -~])squid\/(?<version>\d+\.\d+(?:\.\d+)?)\0/, example: '\0squid/6.10\0' }],
    example: ['usr/sbin/squid', '6.10'],
  },
  {
    name: 'redis',
    files: ['**/redis-server', '**/redis-check-rdb', '**/redis-check-aof'],
    kind: 'binary',
    signs: [buildId('')],
    example: ['usr/local/bin/redis-server', '7.4.1'],
  },
  {
    name: 'valkey',
    files: ['**/valkey-server', '**/valkey-check-rdb', '**/valkey-check-aof'],
    kind: 'binary',
    // Since 8.1 with its name before it.
    signs: [buildId('valkey')],
    example: ['usr/local/bin/valkey-server', '7.4.1'],
  },
  {
    name: 'memcached',
    files: ['**/memcached'],
    kind: 'binary',
    signs: [{ anchor: 'memcached ', pattern: /(?<![ -~])memcached (?<version>\d+\.\d+\.\d+)[\0\n]/, example: '\0memcached 1.6.31\0' }],
    example: ['usr/local/bin/memcached', '1.6.31'],
  },
  {
    name: 'postgresql',
    files: ['**/postgres'],
    kind: 'binary',
    signs: [
      {
        anchor: 'postgres (PostgreSQL) ',
        pattern: /(?<![ -~])postgres \(PostgreSQL\) (?<version>\d+(?:\.\d+){1,2}|\d+(?:beta|rc)\d+|\d+devel)[\0 \n]/,
        example: '\0postgres (PostgreSQL) 16.4 (Debian 16.4-1.pgdg120+1)\n\0',
      },
    ],
    example: ['usr/lib/postgresql/16/bin/postgres', '16.4'],
  },
  {
    name: 'mysql',
    files: ['**/mysqld'],
    kind: 'binary',
    // The creator in the head of InnoDB's log; MariaDB and Percona name themselves otherwise.
    signs: [{ anchor: 'MySQL ', pattern: /(?<![ -~])MySQL (?<version>\d+\.\d+\.\d+)\0/, example: '\0MySQL 8.4.2\0' }],
    example: ['usr/sbin/mysqld', '8.4.2'],
  },
  {
    name: 'mariadb',
    files: ['**/mariadbd', '**/mysqld'],
    kind: 'binary',
    signs: [
      { anchor: '-MariaDB', pattern: /(?<![ -~])(?<version>\d+\.\d+\.\d+)-MariaDB[\0-]/, example: '\x0011.4.3-MariaDB\0' },
      { anchor: 'MariaDB ', pattern: /(?<![ -~])MariaDB (?<version>\d+\.\d+\.\d+)\0/, example: '\0MariaDB 11.4.3\0' },
    ],
    example: ['usr/sbin/mariadbd', '11.4.3'],
  },
  {
    name: 'sqlite',
    files: ['**/sqlite3', '**/libsqlite3.so*'],
    kind: 'binary',
    signs: [{ anchor: '\x003.', pattern: /(?<![ -~])(?<version>3\.\d{1,2}\.\d{1,2})\0/, example: '\0\x003.46.1\0\0' }],
    example: ['usr/lib/libsqlite3.so.0.8.6', '3.46.1'],
  },
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
    name: 'openssh',
    files: ['**/sshd', '**/ssh'],
    kind: 'binary',
    signs: [{ anchor: 'OpenSSH_', pattern: /(?<![ -~])OpenSSH_(?<version>\d+\.\d+(?:\.\d+)?p\d+)[\0 ]/, example: '\0OpenSSH_9.9p1\0' }],
    example: ['usr/local/sbin/sshd', '9.9p1'],
  },
  {
    name: 'dropbear',
    files: ['**/dropbear', '**/dropbearmulti'],
    kind: 'binary',
    signs: [
      {
        anchor: 'SSH-2.0-dropbear_',
        pattern: /SSH-2\.0-dropbear_(?<version>20\d\d\.\d+)[\0\r\n]/,
        example: '\0SSH-2.0-dropbear_2024.86\0',
      },
    ],
    example: ['usr/sbin/dropbear', '2024.86'],
  },
  {
    name: 'proftpd',
    files: ['**/proftpd'],
    kind: 'binary',
    signs: [
      {
        anchor: 'ProFTPD Version ',
        pattern: /(?<![ -~])ProFTPD Version (?<version>\d+\.\d+\.\d+(?:[a-z]|rc\d+)?)[\0 \n]/,
        example: '\0ProFTPD Version 1.3.8b\0',
      },
    ],
    example: ['usr/sbin/proftpd', '1.3.8b'],
  },
  {
    name: 'vsftpd',
    files: ['**/vsftpd'],
    kind: 'binary',
    signs: [
      {
        anchor: 'vsftpd: version ',
        pattern: /(?<![ -~])vsftpd: version (?<version>\d+\.\d+\.\d+)[\0\n]/,
        example: '\0vsftpd: version 3.0.5\n\0',
      },
    ],
    example: ['usr/sbin/vsftpd', '3.0.5'],
  },
  {
    name: 'postfix',
    files: ['**/postconf'],
    kind: 'binary',
    signs: [{ anchor: 'mail_version=', pattern: /(?<![ -~])mail_version=(?<version>\d+\.\d+\.\d+)\0/, example: '\0mail_version=3.9.0\0' }],
    example: ['usr/sbin/postconf', '3.9.0'],
  },
  {
    name: 'tini',
    files: ['**/tini', '**/tini-static', '**/docker-init'],
    kind: 'binary',
    signs: [{ anchor: 'tini version ', pattern: /tini version (?<version>\d+\.\d+\.\d+)[\0 \n]/, example: '\0tini version 0.19.0\0' }],
    example: ['sbin/tini', '0.19.0'],
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
  {
    name: 'rabbitmq',
    files: ['**/rabbit.app'],
    inName: /\/rabbit-[^/]+\/ebin\/rabbit\.app$/,
    kind: 'text',
    signs: [
      {
        pattern: /^\s*\{application, ?'?rabbit'?,[^]*?\{vsn, ?"(?<version>\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.?\d+)?)"\}/,
        example: '{application, \'rabbit\', [\n\t{description, "RabbitMQ"},\n\t{vsn, "4.0.2"},\n',
      },
    ],
    example: ['opt/rabbitmq/plugins/rabbit-4.0.2/ebin/rabbit.app', '4.0.2'],
    folders: ['../../..'],
  },
];

/**
 * Redis and Valkey: `redis_build_id_raw` is version, builder, seconds, changed lines and commit, with nothing between them; releases have
 * none changed, and no commit. A builder is a container's id, a name that begins with a letter, or (SOURCE_DATE_EPOCH) left out.
 */
function buildId(server: '' | 'valkey'): Sign {
  return {
    anchor: '00000000\0',
    pattern: new RegExp(
      `(?<![\\d.])(?:${server})?(?<version>\\d{1,2}\\.\\d{1,2}\\.\\d{1,2}?)(?:[0-9a-f]{12}-|[A-Za-z][\\w.-]*-)?1\\d{9}000000000\\0`,
    ),
    example: `\0${server}7.4.1d1a2b3c4d5e6-1727880000000000000\0`,
  };
}
