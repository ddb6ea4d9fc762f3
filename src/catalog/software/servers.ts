import type { Program } from './program.ts';

/** Servers of the web, of files, mail and shells. */
export const SERVERS: readonly Program[] = [
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
];
