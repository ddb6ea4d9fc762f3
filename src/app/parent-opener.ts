import { isPrivateHost } from '../lineage/private-host.ts';
import type { OpenParent } from '../lineage/settle.ts';
import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import { formatPlatform, type Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import { parseReference } from '../model/reference.ts';
import { openImage } from '../store/open-image.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';

/** Opens parents, and tells afterwards what it did not open, and why. */
export interface ParentOpener {
  readonly open: OpenParent;
  problems(): readonly Problem[];
}

/** A chain is seldom longer than six; what asks for more is a list that the image's author made up. */
const MAX_ASKED = 16;

/** What ends the asking of one registry: it would only give the same answer again. */
const SILENT: ReadonlySet<string> = new Set(['unreachable', 'server-error', 'rate-limited']);
/** What says that the parent cannot be had, in a word worth telling. */
const TOLD: ReadonlySet<string> = new Set([...SILENT, 'unauthorized', 'digest-mismatch', 'malformed']);

/**
 * Opens parents by name in their registries, for manifest and config alone; null where that cannot be. Each is asked for once
 * (an image of a registry holds nothing open, so that it may be closed and used again), a registry that fails only once, and
 * not more than a few in one trace. Hosts of the user's own network are asked where the user named them, or the subject came
 * from there (`own`, its registry); what an image says of itself is no reason to.
 */
export function createParentOpener(own: string | null, settings: SourceSettings, ports: AppPorts): ParentOpener {
  const trusted = new Set(own === null ? [] : [own]);
  const silent = new Set<string>();
  const opened = new Map<string, Promise<Image | null>>();
  const failed: Problem[] = [];
  const refused = new Set<string>();
  const left = new Set<string>();
  const ask = async (reference: string, platform: Platform, registry: string): Promise<Image | null> => {
    try {
      return await openImage(`docker://${reference}`, { ...settings, platform }, ports.store);
    } catch (error) {
      if (!(error instanceof FromageError) || error.code === 'interrupted') throw error;
      if (SILENT.has(error.code)) silent.add(registry);
      if (TOLD.has(error.code)) failed.push(notOpened(reference, error));
      return null;
    }
  };
  return {
    open: async (reference, platform, word) => {
      const { registry } = parseReference(reference);
      if (word === 'user') trusted.add(registry);
      const key = `${reference} ${formatPlatform(platform)}`;
      const before = opened.get(key);
      if (before !== undefined) return before;
      if (silent.has(registry)) return null;
      const open = opened.size < MAX_ASKED;
      const isAllowed = trusted.has(registry) || !isPrivateHost(registry);
      if (!isAllowed) refused.add(registry);
      else if (!open) left.add(key);
      if (!isAllowed || !open) return null;
      const image = ask(reference, platform, registry);
      opened.set(key, image);
      return image;
    },
    problems: () => [...failed, ...refusedProblem([...refused]), ...leftProblem(left.size)],
  };
}

function notOpened(reference: string, error: FromageError): Problem {
  const message = `${reference} could not be had from its registry: ${error.message}.`;
  return { kind: 'parent-not-opened', message, where: reference, incomplete: false };
}

function refusedProblem([first, ...others]: readonly string[]): readonly Problem[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} other hosts of its kind`;
  const were = others.length === 0 ? 'was' : 'were';
  const message = `${first}${more} ${were} not asked for a parent: only the image itself names it, and it would be in your own network. What you know to be true, fromage index add can tell.`;
  return [{ kind: 'parent-not-asked', message, where: first, incomplete: false }];
}

function leftProblem(count: number): readonly Problem[] {
  if (count === 0) return [];
  const message = `${count} more ${count === 1 ? 'image' : 'images'} that may be below were not asked of their registries: ${MAX_ASKED} were.`;
  return [{ kind: 'parent-not-asked', message, incomplete: false }];
}
