import type { DiffId } from '../model/digest.ts';
import { parseDiffId } from '../model/digest.ts';
import { FromageError } from '../model/error.ts';
import type { Healthcheck, HistoryEntry, ImageConfig } from '../model/manifest.ts';
import type { Platform } from '../model/platform.ts';
import type { JsonObject } from './json-shape.ts';
import { asBoundedArray, asObject, asText, asTextRecord, asTexts, parseJsonObject } from './json-shape.ts';
import { MAX_DESCRIPTORS, platformOf } from './manifests.ts';

/** Bytes. */
export const MAX_CONFIG_BYTES = 16 * 1024 * 1024;

/**
 * Reads an image's config (OCI 1.1 or Docker). Tolerant of what is absent: os or architecture unstated are `unknown`.
 * `what` names it in errors. Throws `malformed` (no JSON, a DiffID that is none), `too-large`.
 */
export function readImageConfig(bytes: Uint8Array, what: string): ImageConfig {
  return readConfigObject(parseJsonObject(bytes, what, MAX_CONFIG_BYTES), what);
}

/** The same for what is parsed already. It may be nested as deeply as its sender liked: it must not be written as JSON again. */
export function readConfigObject(json: JsonObject, what: string): ImageConfig {
  const run = asObject(json['config']) ?? {};
  return {
    platform: readConfigPlatform(json),
    created: asText(json['created']),
    author: asText(json['author']),
    diffIds: readDiffIds(json, what),
    history: readHistory(json, what),
    labels: asTextRecord(run['Labels']),
    env: asTexts(run['Env']),
    entrypoint: readCommand(run['Entrypoint']),
    cmd: readCommand(run['Cmd']),
    user: asText(run['User']),
    workingDir: asText(run['WorkingDir']),
    exposedPorts: Object.keys(asObject(run['ExposedPorts']) ?? {}),
    volumes: Object.keys(asObject(run['Volumes']) ?? {}),
    onBuild: asTexts(run['OnBuild']),
    healthcheck: readHealthcheck(asObject(run['Healthcheck'])),
    stopSignal: asText(run['StopSignal']),
    shell: readCommand(run['Shell']),
  };
}

/** The config of what has none: a root file system. */
export function emptyImageConfig(platform: Platform): ImageConfig {
  return {
    platform,
    created: null,
    author: null,
    diffIds: [],
    history: [],
    labels: {},
    env: [],
    entrypoint: null,
    cmd: null,
    user: null,
    workingDir: null,
    exposedPorts: [],
    volumes: [],
    onBuild: [],
    healthcheck: null,
    stopSignal: null,
    shell: null,
  };
}

function readConfigPlatform(json: JsonObject): Platform {
  const os = asText(json['os']) ?? 'unknown';
  const architecture = asText(json['architecture']) ?? 'unknown';
  return platformOf(os, architecture, asText(json['variant']), asText(json['os.version']));
}

function readDiffIds(json: JsonObject, what: string): readonly DiffId[] {
  const list = asBoundedArray(asObject(json['rootfs'])?.['diff_ids'], `the list of DiffIDs of ${what}`, MAX_DESCRIPTORS);
  return list.map((item, i) => {
    const diffId = parseDiffId(item);
    if (diffId === null) throw new FromageError('malformed', `DiffID ${i + 1} of ${what} is not valid`);
    return diffId;
  });
}

function readHistory(json: JsonObject, what: string): readonly HistoryEntry[] {
  const list = asBoundedArray(json['history'], `the history of ${what}`, MAX_DESCRIPTORS);
  return list.map((item) => {
    const entry = asObject(item) ?? {};
    return {
      created: asText(entry['created']),
      createdBy: asText(entry['created_by']),
      author: asText(entry['author']),
      comment: asText(entry['comment']),
      emptyLayer: entry['empty_layer'] === true,
    };
  });
}

/** Null where unset; `[]` where set to nothing, which undoes the base's. Old tools wrote one string. */
function readCommand(value: unknown): readonly string[] | null {
  if (typeof value === 'string') return value === '' ? null : [value];
  return Array.isArray(value) ? asTexts(value) : null;
}

function readHealthcheck(json: JsonObject | null): Healthcheck | null {
  if (json === null) return null;
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return {
    test: asTexts(json['Test']),
    interval: number(json['Interval']),
    timeout: number(json['Timeout']),
    startPeriod: number(json['StartPeriod']),
    retries: number(json['Retries']),
  };
}
