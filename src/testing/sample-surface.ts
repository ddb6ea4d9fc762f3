import type { Surface } from '../model/surface.ts';

/** A surface with something of everything, a secret that is shipped though deleted, and a name that means harm. */
export function aSurface(): Surface {
  const base = { layer: 0, owner: 1, line: null } as const;
  const own = { layer: 2, owner: 'own', line: 8 } as const;
  return {
    user: { configured: null, isRoot: true },
    programs: [
      { kind: 'shell', name: 'bash', path: 'bin/bash', target: null, bytes: 1_265_648, ...base },
      { kind: 'shell', name: 'sh', path: 'bin/sh', target: 'bin/dash', bytes: 125_688, ...base },
      { kind: 'network', name: 'curl', path: 'usr/bin/curl', target: null, bytes: 301_000, ...own },
    ],
    privileged: [
      { path: 'usr/bin/su', setuid: true, setgid: false, uid: 0, gid: 0, capabilities: null, bytes: 72_000, ...base },
      { path: 'usr/bin/ping', setuid: false, setgid: false, uid: 0, gid: 0, capabilities: 'cap_net_raw=ep', bytes: 90_568, ...own },
    ],
    writable: { files: 1, folders: 1, examples: ['srv', 'srv/\u001b[31m|x`<b>'] },
    headers: { files: 2, bytes: 2048 },
    developmentPackages: [{ name: 'libc6-dev', ...own }],
    secrets: [
      {
        ...{ kind: 'private-key', what: 'private key', masked: '-----BEGIN OPENSSH PRIVATE KEY-----…' },
        ...{ where: 'file', path: 'root/.ssh/id_rsa', name: null, history: 3, bytes: 2602, foundBy: 'path' },
        ...{ layer: 1, owner: 0, line: null, hiddenBy: own },
      },
      {
        ...{ kind: 'credential', what: 'password, key or token', masked: '…' },
        ...{ where: 'env', path: null, name: 'DB_PASSWORD', history: 4, bytes: null, foundBy: 'config' },
        ...{ layer: null, owner: 'own', line: 3, hiddenBy: null },
      },
    ],
    search: { contents: false, files: 0, bytes: 0, binaryFiles: 0, binaryBytes: 0 },
  };
}
