import { asText, parseJsonObject } from '../../codec/json-shape.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

const MAX_BYTES = 32 * 1024 * 1024;

/** Packages of conda and mamba environments, one file each. */
export const conda = {
  id: 'conda',
  version: 1,
  summary: 'conda environments: `conda-meta`',
  types: ['conda'],
  finds: 'installed',
  wish: { paths: ['**/conda-meta/*.json'] },
  maxBytes: MAX_BYTES,
  async extract(_path, body) {
    const record = parseJsonObject(await readBody(body), 'the record of conda', MAX_BYTES);
    const [name, version] = [asText(record.name), asText(record.version)];
    return name === null || version === null ? null : listedRow(name, version, null, asText(record.license));
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value, { type: 'conda', foundBy: 'conda', fact })),
} as const satisfies Cataloger<ListedRow>;
