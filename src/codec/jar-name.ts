/** What the name of a Java archive says, as Maven gives it: `<artifact>-<version>[-<classifier>].jar`. */
export interface JarName {
  /** Whether its ending is that of an archive. */
  readonly isArchive: boolean;
  /** Without folders and ending. */
  readonly bare: string;
  /** The whole of `bare` where no version is in it. */
  readonly artifact: string;
  readonly version: string | null;
}

const ARCHIVE = /\.(?:jar|war|ear|par|sar|rar|kar|hpi|jpi)$/i;
/** As long as the name of a file can be. */
const MAX_NAME = 255;
/** Parts that follow a number and still belong to the version. */
const QUALIFIER = /^(?:alpha|beta|rc|cr|m|ga|final|release|snapshot|pre|sp|b|ea|jre|android|incubating|stable|redhat|jbossorg)[\d.]*$/i;

/** `lib/log4j-1.2-api-2.17.1.jar` → log4j-1.2-api 2.17.1; `netty-4.1.9.Final-linux-x86_64.jar` → netty 4.1.9.Final. */
export function splitJarName(path: string): JarName {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const bare = name.replace(ARCHIVE, '');
  const isArchive = bare !== name;
  if (bare.length > MAX_NAME) return { isArchive, bare, artifact: bare, version: null };
  const parts = bare.split('-');
  const start = parts.findLastIndex((part, at) => at > 0 && isNumber(part) && !isVersionPart(parts, at - 1));
  if (start < 0) return { isArchive, bare, ...splitAtUnderscore(bare) };
  const length = parts.slice(start).findIndex((_part, at) => !isVersionPart(parts, start + at));
  const version = parts.slice(start, length < 0 ? undefined : start + length).join('-');
  return { isArchive, bare, artifact: parts.slice(0, start).join('-'), version: version.replace(/^v/, '') };
}

/** As OSGi names bundles: `org.eclipse.osgi_3.18.0.v2022`. */
function splitAtUnderscore(bare: string): Pick<JarName, 'artifact' | 'version'> {
  const [, artifact, version] = /^(.+?)_v?(\d[\w.+]*)$/.exec(bare) ?? [];
  return artifact === undefined || version === undefined ? { artifact: bare, version: null } : { artifact, version };
}

function isNumber(part: string): boolean {
  return /^v?\d[\w.+]*$/.test(part);
}

/** The first part is always the artifact's; a qualifier follows a number, or another. */
function isVersionPart(parts: readonly string[], at: number): boolean {
  const part = parts[at] ?? '';
  if (at < 1) return false;
  return isNumber(part) || (QUALIFIER.test(part) && isVersionPart(parts, at - 1));
}
