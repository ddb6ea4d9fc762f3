import { findConfigSecrets } from '../catalog/surface/config-secrets.ts';
import type { ContentSearch } from '../catalog/surface/search-contents.ts';
import type { Image } from '../model/image.ts';
import type { Sbom } from '../model/sbom.ts';
import type { Brought, FoundSurface, Secret, SecretFile, SecretSearch, Surface, SurfaceUser } from '../model/surface.ts';

/** An image whose files were read, and what is known of who brought what. */
export interface ReadSurface {
  readonly image: Image;
  readonly sbom: Pick<Sbom, 'trace' | 'packages'>;
  readonly found: FoundSurface;
  /** What searching all contents found; null where that was not asked for. */
  readonly contents: ContentSearch | null;
  /** One-based line of the Dockerfile of each history entry; null where none was given. */
  readonly lines: readonly (number | null)[] | null;
}

/** What an image exposes: what its files and its configuration say, and who brought it. */
export function describeSurface({ image, sbom, found, contents, lines }: ReadSurface): Surface {
  const { trace, packages } = sbom;
  const by = (layer: number | null): Brought => {
    const traced = layer === null ? undefined : trace.layers[layer];
    return { layer, owner: traced?.owner ?? null, line: traced?.line ?? null };
  };
  const attributed = <T extends { readonly layer: number }>(one: T): T & Brought => ({ ...one, ...by(one.layer), layer: one.layer });
  const files = (of: readonly SecretFile[], foundBy: Secret['foundBy']) =>
    of.map(
      ({ hiddenBy, ...file }): Secret => ({
        ...attributed(file),
        where: 'file',
        name: null,
        history: trace.layers[file.layer]?.history ?? null,
        hiddenBy: hiddenBy === null ? null : { ...by(hiddenBy), layer: hiddenBy },
        foundBy,
      }),
    );
  return {
    user: userOf(image.config.user),
    programs: found.programs.map(attributed),
    privileged: found.privileged.map(attributed),
    writable: found.writable,
    headers: found.headers,
    developmentPackages: packages.filter(isForDevelopment).map(({ package: { name }, layer }) => ({ name, ...by(layer) })),
    secrets: [
      ...configSecrets(image, sbom, lines),
      ...files(found.secrets, 'path'),
      ...files(onlyNew(contents?.secrets ?? [], found.secrets), 'contents'),
    ],
    search: contents === null ? UNSEARCHED : searchOf(contents),
  };
}

const UNSEARCHED: SecretSearch = { contents: false, files: 0, bytes: 0, binaryFiles: 0, binaryBytes: 0 };

function searchOf({ contents, files, bytes, binaryFiles, binaryBytes }: SecretSearch): SecretSearch {
  return { contents, files, bytes, binaryFiles, binaryBytes };
}

/** What a known path told already is not told again. */
function onlyNew(contents: readonly SecretFile[], known: readonly SecretFile[]): readonly SecretFile[] {
  const keyOf = ({ layer, path, kind, masked }: SecretFile): string => [layer, path, kind, masked].join('\n');
  const told = new Set(known.map(keyOf));
  return contents.filter((one) => !told.has(keyOf(one)));
}

function userOf(configured: string | null): SurfaceUser {
  const user = configured === null || configured.trim() === '' ? null : configured;
  const name = user?.split(':')[0] ?? '';
  return { configured: user, isRoot: name === '' || name === 'root' || /^0+$/.test(name) };
}

function isForDevelopment({ package: { type, name } }: Sbom['packages'][number]): boolean {
  return (type === 'deb' || type === 'apk' || type === 'rpm') && /-(?:dev|devel)$/.test(name);
}

function configSecrets(
  { config }: Image,
  { trace: { lineage, layers } }: ReadSurface['sbom'],
  lines: ReadSurface['lines'],
): readonly Secret[] {
  const ownerOf = (step: number): Secret['owner'] => {
    const isIn = (span: { readonly first: number; readonly last: number } | null) =>
      span !== null && step >= span.first && step <= span.last;
    if (isIn(lineage.own.history)) return 'own';
    const at = lineage.ancestors.findIndex(({ history }) => isIn(history));
    return at < 0 ? null : at;
  };
  return findConfigSecrets(config).map(({ history, ...secret }) => ({
    ...secret,
    path: null,
    history,
    bytes: null,
    hiddenBy: null,
    layer: layers.find((layer) => history !== null && layer.history === history)?.index ?? null,
    owner: history === null ? null : ownerOf(history),
    line: history === null ? null : (lines?.[history] ?? null),
    foundBy: 'config' as const,
  }));
}
