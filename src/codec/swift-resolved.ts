import type { JsonObject } from './json-shape.ts';
import { asObject, asText, parseJsonObject } from './json-shape.ts';

/** A package that is pinned to a version. */
export interface SwiftPin {
  /** Host and folders of its repository; null where it came of a registry, or nothing says it. */
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string;
}

/** Package.resolved of Swift, versions 1 to 3. What is pinned to a branch or a revision has no version. Throws `malformed`. */
export function readSwiftResolved(bytes: Uint8Array): readonly SwiftPin[] {
  const file = parseJsonObject(bytes, 'Package.resolved', bytes.length);
  const pins = asObject(file.object)?.pins ?? file.pins;
  return Array.isArray(pins) ? pins.flatMap((pin) => readPin(asObject(pin))) : [];
}

function readPin(pin: JsonObject | null): readonly SwiftPin[] {
  const version = asText(asObject(pin?.state)?.version);
  const location = asText(pin?.location) ?? asText(pin?.repositoryURL) ?? '';
  const identity = asText(pin?.identity) ?? asText(pin?.package);
  if (version === null) return [];
  const [, namespace, name] = /^(?:\w+:\/\/)?(?:[^@/]+@)?([^/:]+(?::\d+)?[/:].+)\/([^/]+?)(?:\.git)?\/?$/.exec(location) ?? [];
  if (namespace !== undefined && name !== undefined) return [{ namespace: namespace.replace(/:(?!\d+\/)/, '/'), name, version }];
  return identity === null ? [] : [{ namespace: null, name: identity, version }];
}
