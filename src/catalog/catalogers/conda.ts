import { asText, asTexts, parseJsonObject } from '../../codec/json-shape.ts';
import { resolveFiles } from '../../codec/python-record.ts';
import { splitPath } from '../../model/image-path.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

const MAX_BYTES = 32 * 1024 * 1024;

/** The files, one a line, from the environment's folder. */
type Fact = readonly [row: ListedRow, files: string];

/** Packages of conda and mamba environments, one file each. */
export const conda = {
  id: 'conda',
  version: 2,
  summary: 'conda environments: `conda-meta`',
  types: ['conda'],
  finds: 'installed',
  wish: { paths: ['**/conda-meta/*.json'] },
  maxBytes: MAX_BYTES,
  async extract(_path, body) {
    const record = parseJsonObject(await readBody(body), 'the record of conda', MAX_BYTES);
    const [name, version] = [asText(record.name), asText(record.version)];
    if (name === null || version === null) return null;
    return [listedRow(name, version, null, asText(record.license)), asTexts(record.files).join('\n')];
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value[0], { type: 'conda', foundBy: 'conda', fact })),
  *own(_tree, facts, packages) {
    for (const [at, one] of packages.entries()) {
      const [environment] = splitPath(splitPath(one.locations[0]?.path ?? '')[0]);
      yield { package: one, files: resolveFiles(environment, facts[at]?.value[1].split('\n') ?? []) };
    }
  },
} as const satisfies Cataloger<Fact>;
