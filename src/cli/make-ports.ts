import { join } from 'node:path';
import type { AppPorts } from '../app/app-ports.ts';
import { openBundledImages } from '../lineage/bundled-images.ts';
import { openKnownPackages } from '../lineage/known-packages.ts';
import { openLocalIndex } from '../lineage/local-index.ts';
import { openOfficialIndex } from '../lineage/official-index.ts';
import { systemClock } from '../platform/clock.ts';
import { nodeEnvironment } from '../platform/environment.ts';
import { nodeFiles } from '../platform/files.ts';
import { nodeHash } from '../platform/hash.ts';
import { packageRoot } from '../platform/package-root.ts';
import { programBuild } from './program-version.ts';
import type { CliProcess } from './terminal.ts';
import type { AnalysisStore, AnswerStore, BlobStore, Exec, Http, Inflate, Progress, RandomAccess } from '../ports/index.ts';

/** The real world, for the commands. Nothing is opened before it is asked for; `close` gives back what was. */
export function makePorts(progress: Progress, cache: boolean, variables: CliProcess['env']): AppPorts & { close(): Promise<void> } {
  const files = nodeFiles();
  const environment = nodeEnvironment(variables);
  const data = join(packageRoot(), 'data');
  const opened: RandomAccess[] = [];
  const openPath = async (path: string): Promise<RandomAccess> => {
    const file = await files.open(path);
    opened.push(file);
    return file;
  };
  const open = (name: string): Promise<RandomAccess> => openPath(join(data, name));
  const databases = async () => {
    const { BUNDLED_DATABASE, findDatabases } = await import('./open-advisories.ts');
    return findDatabases(join(data, BUNDLED_DATABASE), join(environment.dataFolder, 'advisories'), files, openPath);
  };
  const official = once(async () => openOfficialIndex(await open('official-images.idx'), today));
  const today = new Date(systemClock.now()).toISOString().slice(0, 10);
  return {
    store: {
      files,
      http: lazyHttp(variables),
      clock: systemClock,
      environment,
      exec: lazyExec(),
      hash: nodeHash,
      inflate: lazyInflate(),
      blobs: lazyBlobs(cache ? join(environment.cacheFolder, 'blobs') : null),
      progress,
    },
    analyses: lazyAnalyses(cache ? join(environment.cacheFolder, 'analyses') : null),
    answers: lazyAnswers(cache ? join(environment.cacheFolder, 'analyses') : null),
    advisories: once(async () => (await import('./open-advisories.ts')).openAdvisories(await databases(), systemClock.now())),
    databases,
    indexes: {
      official,
      packages: once(async () => openKnownPackages(await open('image-packages.idx'), official)),
      bundled: once(async () => openBundledImages(await open('known-images.idx'), nodeHash)),
      local: openLocalIndex(join(environment.dataFolder, 'index'), { files, hash: nodeHash }),
    },
    close: async () => void (await Promise.all(opened.map((file) => file.close()))),
  };
}

/*
 * What only registries, credential helpers and compressed layers need is loaded when they do: node:https, node:tls,
 * node:zlib and node:child_process cost a Dockerfile's trace half of its time.
 */
function lazyHttp(variables: CliProcess['env']): Http {
  const load = once(async () => (await import('../platform/http.ts')).createHttp((name) => variables[name]));
  return { send: async (request) => (await load()).send(request) };
}

/** What layers hold, by digest: on disk, or without a folder only as long as the program runs. */
function lazyAnalyses(folder: string | null): AnalysisStore {
  const load = once(async () => {
    const { diskAnalysisStore, memoryAnalysisStore } = await import('../platform/analysis-store.ts');
    return folder === null ? memoryAnalysisStore() : diskAnalysisStore(folder);
  });
  return { get: async (key) => (await load()).get(key), put: async (...kept) => (await load()).put(...kept) };
}

/** What was said of stacks of layers, for this very build; a program that is run from its source has none that would tell it from the next. */
function lazyAnswers(folder: string | null): AnswerStore {
  const load = once(async () => {
    const { diskAnswerStore, memoryAnswerStore } = await import('../platform/answer-store.ts');
    const build = programBuild();
    return folder === null || build === null ? memoryAnswerStore() : diskAnswerStore(folder, build);
  });
  return { get: async (question) => (await load()).get(question), put: async (question, answer) => (await load()).put(question, answer) };
}

/** Manifests and configs by digest: on disk, or without a folder only as long as the program runs. */
function lazyBlobs(folder: string | null): BlobStore {
  const load = once(async () => {
    const { diskBlobStore, memoryBlobStore } = await import('../platform/blob-store.ts');
    return folder === null ? memoryBlobStore() : diskBlobStore(folder);
  });
  return { get: async (digest) => (await load()).get(digest), put: async (digest, bytes) => (await load()).put(digest, bytes) };
}

function lazyExec(): Exec {
  return { run: async (...call) => (await import('../platform/exec.ts')).nodeExec.run(...call) };
}

function lazyInflate(): Inflate {
  const load = async () => (await import('../platform/inflate.ts')).nodeInflate;
  return {
    gzip: async function* (stored) {
      yield* (await load()).gzip(stored);
    },
    zstd: async function* (stored) {
      yield* (await load()).zstd(stored);
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
