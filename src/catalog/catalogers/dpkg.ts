import { readParagraphs } from '../../codec/control-file.ts';
import { readDebianCopyright } from '../../codec/debian-copyright.ts';
import type { FileTree } from '../../model/file-tree.ts';
import type { Package } from '../../model/package.ts';
import { resolveNeeds } from '../resolve-needs.ts';
import { type Cataloger, type OwnedFiles, type PlacedFact, readBody } from '../cataloger.ts';

/** Name, version, architecture, source package and its version where they differ; what it needs and provides, as written; its state, where that is not `installed`. */
type Row = readonly [
  name: string,
  version: string,
  architecture: string | null,
  source: string | null,
  sourceVersion: string | null,
  needs: string,
  provides: string,
  state: string | null,
];

/** What a status file, a list of files (as it is written) or a copyright file says. */
interface Fact {
  readonly [key: string]: readonly Row[] | string | readonly string[];
}

const FIELDS: ReadonlySet<string> = new Set([
  'package',
  'status',
  'version',
  'architecture',
  'source',
  'depends',
  'pre-depends',
  'provides',
]);
const INFO = 'var/lib/dpkg/info';
const DOC = 'usr/share/doc';
const COPYRIGHT = '/copyright';

/**
 * Debian's packages: `var/lib/dpkg/status`, and `status.d/`, where distroless images keep a file for each package. dpkg(1), "INFORMATION
 * ABOUT PACKAGES": what is unpacked has its files in place, whether it was configured or not; of what is half-installed some may be.
 */
export const dpkg = {
  id: 'dpkg',
  version: 6,
  summary: 'Debian’s database: `status`, and the `status.d` of distroless images; lists of files; licences out of `copyright`',
  types: ['deb'],
  finds: 'installed',
  wish: {
    paths: ['var/lib/dpkg/status', 'var/lib/dpkg/status.d/*', 'usr/lib/dpkg/status.d/*', `${INFO}/*.list`, `${DOC}/*${COPYRIGHT}`],
  },
  maxBytes: 64 * 1024 * 1024,
  async extract(path, body, tell) {
    const text = new TextDecoder().decode(await readBody(body));
    if (path.endsWith('.list') || path.endsWith('.md5sums')) return { files: text };
    if (path.endsWith(COPYRIGHT)) return { licences: readDebianCopyright(text) };
    let [damaged, named] = [0, 0];
    const rows = [...readParagraphs(text, FIELDS)].flatMap((paragraph): readonly Row[] => {
      const state = stateOf(paragraph.get('status'));
      const row = rowOf(paragraph, state);
      named += Number(paragraph.has('package'));
      damaged += Number(!KNOWN_STATES.has(state) || (THERE.has(state) && row === null));
      return row !== null && THERE.has(state) ? [row] : [];
    });
    if (named === 0 && text.trim() !== '') tell('has no paragraph of a package');
    if (damaged > 0) tell(`has paragraphs without a name, a version or a state that dpkg knows (${damaged})`);
    return rows.length === 0 ? null : { rows };
  },
  assemble(tree, facts) {
    const licences = licencesBy(tree, facts);
    return facts.flatMap((fact) => packagesOf(fact, licences));
  },
  *own(tree, facts, packages) {
    yield* ownRecords(tree, packages);
    const lists = new Map(facts.flatMap(({ path, value }) => (typeof value.files === 'string' ? [[path, value.files] as const] : [])));
    for (const one of packages) yield ownedBy(one, lists);
  },
  relate(_tree, facts, packages) {
    const rows = facts.flatMap(({ value }) => (value.rows ?? []) as readonly Row[]);
    const all = packages.map((one, at) => {
      const [, , , , , needs = '', provides = ''] = rows[at] ?? [];
      return { package: one, needs: relationNames(needs), provides: relationNames(provides).flat() };
    });
    return resolveNeeds(all);
  },
} as const satisfies Cataloger<Fact>;

/** `libc6 (>= 2.36), default-mta | mail-transport-agent, perl:any`; Debian policy 7.1. */
function relationNames(text: string): readonly (readonly string[])[] {
  return text.split(',').flatMap((need) => {
    const names = need.split('|').flatMap((one) => /^\s*([a-z0-9][a-z0-9+.-]*)/.exec(one)?.[1] ?? []);
    return names.length === 0 ? [] : [names];
  });
}

const INSTALLED = 'installed';
const THERE: ReadonlySet<string> = new Set([
  INSTALLED,
  'triggers-pending',
  'triggers-awaited',
  'half-configured',
  'unpacked',
  'half-installed',
]);
const KNOWN_STATES: ReadonlySet<string> = new Set([...THERE, 'not-installed', 'config-files']);

/** `want flag state`; a file in status.d has no status, and is there. */
function stateOf(status: string | undefined): string {
  return status === undefined ? INSTALLED : (status.split(/\s+/)[2] ?? '');
}

function rowOf(paragraph: ReadonlyMap<string, string>, state: string): Row | null {
  const [name, version] = [paragraph.get('package'), paragraph.get('version')];
  if (name === undefined || name === '' || version === undefined || version === '') return null;
  const source = /^(\S+)(?:\s+\(([^)]+)\))?/.exec(paragraph.get('source') ?? '');
  const needs = ['pre-depends', 'depends'].flatMap((field) => paragraph.get(field) ?? []).join(', ');
  const provides = paragraph.get('provides') ?? '';
  return [
    name,
    version,
    paragraph.get('architecture') || null,
    source?.[1] ?? null,
    source?.[2] ?? null,
    needs,
    provides,
    state === INSTALLED ? null : state,
  ];
}

function packagesOf({ path, place, value }: PlacedFact<Fact>, licences: (name: string) => readonly string[]): readonly Package[] {
  const rows = (value.rows ?? []) as readonly Row[];
  return rows.map(([name, version, architecture, source, sourceVersion, , , state]) => ({
    type: 'deb',
    namespace: null,
    name,
    version,
    architecture,
    source: source === null && sourceVersion === null ? null : { name: source ?? name, version: sourceVersion ?? version },
    licences: licences(name),
    locations: [{ path, place }],
    ...(state === null ? {} : { state }),
    foundBy: dpkg.id,
  }));
}

/** The folder of a package's documents may be a link to that of another, built from the same source. */
function licencesBy(tree: FileTree, facts: readonly PlacedFact<Fact>[]): (name: string) => readonly string[] {
  const byPath = new Map(
    facts.flatMap(({ path, value }) => (value.licences === undefined ? [] : [[path, value.licences as readonly string[]] as const])),
  );
  return (name) => {
    const path = `${DOC}/${name}${COPYRIGHT}`;
    return byPath.get(path) ?? byPath.get(tree.resolve(path)?.path ?? '') ?? [];
  };
}

/** What the package managers write for themselves is theirs, where they are; no list names it. */
const RECORDS: Readonly<Record<string, string>> = {
  dpkg: 'var/lib/dpkg',
  debconf: 'var/cache/debconf',
  'ca-certificates': 'etc/ssl/certs',
};

/** `info/` has scripts, templates and symbols of each package: `NAME.postinst`, `NAME:ARCHITECTURE.symbols`. */
function* ownRecords(tree: FileTree, packages: readonly Package[]): Generator<OwnedFiles, void, undefined> {
  const records = Map.groupBy(tree.list(INFO), (name) => name.slice(0, Math.max(0, name.lastIndexOf('.'))));
  for (const one of packages) {
    const own = [...(records.get(one.name) ?? []), ...(records.get(`${one.name}:${one.architecture}`) ?? [])];
    if (own.length > 0) yield { package: one, files: own.map((name) => `${INFO}/${name}`) };
    const folder = RECORDS[one.name];
    if (folder !== undefined) yield { package: one, folders: [folder] };
  }
}

/** Of packages that may be there for several architectures at once the name of the list has it: `libc6:amd64.list`. */
function ownedBy(one: Package, lists: ReadonlyMap<string, string>): OwnedFiles {
  const [location] = one.locations;
  const { name, architecture } = one;
  const list = lists.get(`${INFO}/${name}.list`) ?? lists.get(`${INFO}/${name}:${architecture}.list`);
  if (list !== undefined) return { package: one, files: list.split('\n').flatMap((line) => (line.startsWith('/') ? [line.slice(1)] : [])) };
  const sums = lists.get(`${location?.path ?? ''}.md5sums`) ?? '';
  return { package: one, files: sums.split('\n').flatMap((line) => /^[0-9a-f]{32} [ *](?:\.\/)?(.+)$/.exec(line)?.[1] ?? []) };
}
