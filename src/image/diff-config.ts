import type { ImageConfig } from '../model/manifest.ts';
import type { ConfigChange } from '../model/images-diff.ts';
import { formatPlatform } from '../model/platform.ts';

/** What a container is run with, field by field. When it was made and by whom is not compared; of the history only its length is. */
export function diffConfigs(a: ImageConfig, b: ImageConfig): readonly ConfigChange[] {
  return FIELDS.flatMap(({ field, read }) => {
    const [from, to] = [read(a), read(b)];
    const keys = [...new Set([...from.keys(), ...to.keys()])].toSorted();
    return keys.flatMap((key) => changeOf(field, key, from.get(key) ?? null, to.get(key) ?? null));
  });
}

interface Field {
  readonly field: string;
  /** Values by key; `''` is the key of what has but one. */
  readonly read: (config: ImageConfig) => ReadonlyMap<string, string>;
}

const FIELDS: readonly Field[] = [
  { field: 'platform', read: ({ platform }) => one(formatPlatform(platform)) },
  { field: 'entrypoint', read: ({ entrypoint }) => one(list(entrypoint)) },
  { field: 'cmd', read: ({ cmd }) => one(list(cmd)) },
  { field: 'env', read: ({ env }) => new Map(env.map(pairOf)) },
  { field: 'user', read: ({ user }) => one(user === '' ? null : user) },
  { field: 'workdir', read: ({ workingDir }) => one(workingDir === '' ? null : workingDir) },
  { field: 'labels', read: ({ labels }) => new Map(Object.entries(labels)) },
  { field: 'ports', read: ({ exposedPorts }) => new Map(exposedPorts.map((port) => [port, ''])) },
  { field: 'volumes', read: ({ volumes }) => new Map(volumes.map((volume) => [volume, ''])) },
  { field: 'healthcheck', read: ({ healthcheck }) => one(healthcheck === null ? null : JSON.stringify(healthcheck)) },
  { field: 'stopsignal', read: ({ stopSignal }) => one(stopSignal) },
  { field: 'shell', read: ({ shell }) => one(list(shell)) },
  { field: 'onbuild', read: ({ onBuild }) => one(onBuild.length === 0 ? null : list(onBuild)) },
  { field: 'history', read: ({ history }) => one(`${history.length} ${history.length === 1 ? 'step' : 'steps'}`) },
];

function one(value: string | null): ReadonlyMap<string, string> {
  return new Map(value === null ? [] : [['', value]]);
}

function list(words: readonly string[] | null): string | null {
  return words === null ? null : JSON.stringify(words);
}

/** `A=b=c` → `A`, `b=c`. */
function pairOf(variable: string): readonly [string, string] {
  const at = variable.indexOf('=');
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)];
}

function changeOf(field: string, key: string, a: string | null, b: string | null): readonly ConfigChange[] {
  if (a === b) return [];
  return [{ field, key: key === '' ? null : key, change: a === null ? 'added' : b === null ? 'removed' : 'changed', a, b }];
}
