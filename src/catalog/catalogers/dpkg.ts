import { readParagraphs } from '../../codec/control-file.ts';
import type { Package } from '../../model/package.ts';
import { type Cataloger, type PlacedFact, readBody } from '../cataloger.ts';

/** Name, version, architecture, source package and its version where they differ. */
type Row = readonly [name: string, version: string, architecture: string | null, source: string | null, sourceVersion: string | null];

const FIELDS: ReadonlySet<string> = new Set(['package', 'status', 'version', 'architecture', 'source']);

/**
 * Debian's packages: `var/lib/dpkg/status`, and `status.d/`, where distroless images keep a file for each package. dpkg(1), "INFORMATION
 * ABOUT PACKAGES": what is unpacked has its files in place, whether it was configured or not.
 */
export const dpkg = {
  id: 'dpkg',
  version: 1,
  summary: 'Debian’s database: `status`, and the `status.d` of distroless images',
  types: ['deb'],
  finds: 'installed',
  wish: { paths: ['var/lib/dpkg/status', 'var/lib/dpkg/status.d/*', 'usr/lib/dpkg/status.d/*'] },
  maxBytes: 64 * 1024 * 1024,
  async extract(_path, body) {
    const text = new TextDecoder().decode(await readBody(body));
    const rows = [...readParagraphs(text, FIELDS)].flatMap((paragraph): readonly Row[] => {
      const row = isThere(paragraph.get('status')) ? rowOf(paragraph) : null;
      return row === null ? [] : [row];
    });
    return rows.length === 0 ? null : rows;
  },
  assemble: (_tree, facts) => facts.flatMap(packagesOf),
} as const satisfies Cataloger<readonly Row[]>;

const STATES: ReadonlySet<string> = new Set(['installed', 'triggers-pending', 'triggers-awaited', 'half-configured', 'unpacked']);

/** `want flag state`; a file in status.d has no status, and is there. */
function isThere(status: string | undefined): boolean {
  return status === undefined || STATES.has(status.split(/\s+/)[2] ?? '');
}

function rowOf(paragraph: ReadonlyMap<string, string>): Row | null {
  const [name, version] = [paragraph.get('package'), paragraph.get('version')];
  if (name === undefined || name === '' || version === undefined || version === '') return null;
  const source = /^(\S+)(?:\s+\(([^)]+)\))?/.exec(paragraph.get('source') ?? '');
  return [name, version, paragraph.get('architecture') || null, source?.[1] ?? null, source?.[2] ?? null];
}

function packagesOf({ path, place, value }: PlacedFact<readonly Row[]>): readonly Package[] {
  return value.map(([name, version, architecture, source, sourceVersion]) => ({
    type: 'deb',
    namespace: null,
    name,
    version,
    architecture,
    source: source === null && sourceVersion === null ? null : { name: source ?? name, version: sourceVersion ?? version },
    licences: [],
    locations: [{ path, place }],
    foundBy: dpkg.id,
  }));
}
