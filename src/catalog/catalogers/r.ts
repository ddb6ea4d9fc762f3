import { type Paragraph, readParagraphs } from '../../codec/control-file.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow, ownFolder } from '../listed-package.ts';
import { resolveNeeds } from '../resolve-needs.ts';

/** A package, its purl type, and the names of those it needs. */
type Fact = readonly [row: ListedRow, type: string, needs: readonly string[]];

const FIELDS: ReadonlySet<string> = new Set([
  'package',
  'version',
  'license',
  'priority',
  'repository',
  'biocviews',
  'built',
  'depends',
  'imports',
  'linkingto',
]);

/** Installed packages of R; "Writing R Extensions", the DESCRIPTION file. */
export const r = {
  id: 'r',
  version: 1,
  summary: 'installed packages of R: `DESCRIPTION` in `library` and `site-library`; those of R itself are `generic`',
  types: ['cran', 'bioconductor', 'generic'],
  finds: 'installed',
  wish: { paths: ['**/library/*/DESCRIPTION', '**/site-library/*/DESCRIPTION'] },
  maxBytes: 4 * 1024 * 1024,
  async extract(_path, body) {
    const [fields] = readParagraphs(new TextDecoder().decode(await readBody(body)), FIELDS);
    const [name, version] = [fields?.get('package'), fields?.get('version')];
    // Only what is installed says what it was built with.
    if (fields === undefined || !name || !version || !fields.has('built')) return null;
    return [listedRow(name, version, null, fields.get('license') ?? null), typeOf(fields), needsOf(fields)];
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value[0], { type: fact.value[1], foundBy: 'r', fact })),
  own: (_tree, _facts, packages) => packages.map(ownFolder),
  relate: (_tree, facts, packages) =>
    resolveNeeds(packages.map((one, at) => ({ package: one, needs: (facts[at]?.value[2] ?? []).map((name) => [name]), provides: [] }))),
} as const satisfies Cataloger<Fact>;

/** What comes with R has its version, and is in no archive; what Bioconductor has says under which subjects. */
function typeOf(fields: Paragraph): string {
  if (fields.get('priority') === 'base') return 'generic';
  return fields.has('biocviews') && fields.get('repository') !== 'CRAN' ? 'bioconductor' : 'cran';
}

/** `R (>= 3.5), methods` */
function needsOf(fields: Paragraph): readonly string[] {
  const lists = ['depends', 'imports', 'linkingto'].map((name) => fields.get(name) ?? '');
  const names = lists.flatMap((list) => list.split(',').map((need) => /^\s*([A-Za-z][A-Za-z0-9.]*)/.exec(need)?.[1] ?? 'R'));
  return [...new Set(names)].filter((name) => name !== 'R');
}
