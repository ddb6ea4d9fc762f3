import { parseOsRelease } from '../codec/os-release.ts';
import type { FileTree } from '../model/file-tree.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { Distribution } from '../model/sbom.ts';
import { factsOf } from './assemble-packages.ts';
import { type Extractor, readBody } from './cataloger.ts';

const PATHS = ['etc/os-release', 'usr/lib/os-release'];

type Fact = readonly [id: string, versionId: string | null, name: string];

/** os-release, of which distributions' packages need the name for their purls. os-release(5): `/etc` goes first. */
export const osReleaseExtractor = {
  id: 'os-release',
  version: 1,
  wish: { paths: PATHS },
  maxBytes: 64 * 1024,
  async extract(_path, body) {
    const found = parseOsRelease(new TextDecoder().decode(await readBody(body)));
    return found === null ? null : [found.id, found.versionId, found.prettyName];
  },
} as const satisfies Extractor<Fact>;

/** What the squashed root says it is, links followed within it. */
export function distributionOf(tree: FileTree, analyses: readonly LayerAnalysis[]): Distribution | null {
  const facts = factsOf(osReleaseExtractor.id, analyses);
  for (const path of PATHS) {
    const content = tree.resolve(path)?.content;
    if (content === undefined || content === null) continue;
    const fact = facts.find(({ place }) => place.layer === content.layer && place.row === content.row);
    if (fact === undefined) continue;
    const [id, versionId, name] = fact.value as Fact;
    return { id, versionId, name };
  }
  return null;
}
