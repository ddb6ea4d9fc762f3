import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../ports/index.ts';

/** This process's environment, read when asked. */
export function nodeEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const home = variables['HOME'] ?? homedir();
  return {
    get: (name) => variables[name],
    home,
    dataFolder: folder(variables, 'XDG_DATA_HOME', join(home, '.local', 'share')),
    cacheFolder: folder(variables, 'XDG_CACHE_HOME', join(home, '.cache')),
    runtimeFolder: variables['XDG_RUNTIME_DIR'] ?? null,
    hostPlatform: { os: 'linux', ...architecture(process.arch) },
  };
}

/** The XDG base directory specification has relative paths ignored. */
function folder(variables: Readonly<Record<string, string | undefined>>, name: string, fallback: string): string {
  const given = variables[name];
  return join(given?.startsWith('/') === true ? given : fallback, 'fromage');
}

/** Node's names made Go's. */
function architecture(arch: string): { architecture: string; variant?: string } {
  if (arch === 'arm') return { architecture: 'arm', variant: 'v7' };
  return { architecture: GO_NAMES[arch] ?? arch };
}

const GO_NAMES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le', mipsel: 'mipsle', loong64: 'loong64' };
