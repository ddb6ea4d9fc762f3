import { factsOf } from '../catalog/assemble-packages.ts';
import { programLinks, readProgramLinks } from '../catalog/links/program-links.ts';
import { type LinkedTree, missingOf } from '../image/fit-programs.ts';
import { squash } from '../image/squash.ts';
import type { Image } from '../model/image.ts';
import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { Fit, Misfit, ProgramLinks } from '../model/program-links.ts';
import { analyseImage } from './analyse-image.ts';
import type { AppPorts } from './app-ports.ts';

/**
 * Whether the layers of an image from `first` on (zero-based) would run on another base: their programs' loaders, libraries and symbol
 * versions, and their scripts' interpreters, looked for among the files that the two would make together. What misses something where it
 * is already is not counted against the base.
 */
export async function checkFit(image: Image, first: number, base: Image, ports: AppPorts): Promise<Fit> {
  const own = await analyseImage(image, [programLinks], ports);
  const other = await analyseImage(base, [programLinks], ports);
  const upper = own.slice(first);
  const before = linkedTree(own, image);
  const after = linkedTree([...other, ...upper], image);
  const programs = factsOf(programLinks.id, upper).flatMap(({ path, place, value }) => {
    const links = readProgramLinks(value);
    const isHere = before.tree.isCurrent({ layer: place.layer + first, row: place.row });
    return links === null || !isHere ? [] : [{ path, links }];
  });
  const misfits: Misfit[] = [];
  let untold = 0;
  for (const { path, links } of programs) {
    const known = new Set(missingOf(path, links, before).map(({ missing }) => missing));
    if (known.size > 0) untold += 1;
    misfits.push(...missingOf(path, links, after).filter(({ missing }) => !known.has(missing)));
  }
  return { programs: programs.length, misfits, untold };
}

function linkedTree(analyses: readonly LayerAnalysis[], { config }: Image): LinkedTree {
  const tree = squash(analyses);
  const links = new Map<string, ProgramLinks>();
  for (const { place, value } of factsOf(programLinks.id, analyses)) {
    const read = readProgramLinks(value);
    if (read !== null) links.set(`${place.layer} ${place.row}`, read);
  }
  const folders = (name: string): readonly string[] =>
    config.env
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .split(':')
      .filter((folder) => folder !== '') ?? [];
  const programPath = folders('PATH');
  return {
    tree,
    linksOf: (path) => {
      const place = tree.get(path)?.content ?? null;
      return place === null ? null : (links.get(`${place.layer} ${place.row}`) ?? null);
    },
    libraryPath: folders('LD_LIBRARY_PATH'),
    programPath: programPath.length > 0 ? programPath : ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'],
  };
}
