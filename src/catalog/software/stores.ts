import type { Program, Sign } from './program.ts';

/** Databases, caches and queues. */
export const STORES: readonly Program[] = [
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
