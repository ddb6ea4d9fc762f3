/** A package that a file pins to one version. */
export type LockedHaskell = readonly [name: string, version: string];

/** cabal.project.freeze: `constraints: any.aeson ==2.0.3.0,` and flags. A range, or a choice of versions, pins nothing. */
export function readCabalFreeze(text: string): readonly LockedHaskell[] {
  const constraints = text.replace(/^[ \t]*--.*$/gm, '').split(/,|^[ \t]*constraints:/m);
  return constraints.flatMap((constraint): readonly LockedHaskell[] => {
    const [, name, version] = /^\s*(?:any\.)?([A-Za-z0-9-]+)\s*==\s*(\d+(?:\.\d+)*)\s*(?:[a-z-]+:.*)?$/s.exec(constraint) ?? [];
    return name === undefined || version === undefined ? [] : [[name, version]];
  });
}

/** stack.yaml.lock: `hackage: aeson-2.0.3.0@sha256:…`, what a project takes beside its snapshot, which lists no packages. */
export function readStackLock(text: string): readonly LockedHaskell[] {
  return [...text.matchAll(/^[ \t]*(?:- )?hackage: ([A-Za-z0-9-]+)-(\d+(?:\.\d+)*)(?:@\S+)?$/gm)].map(([, name = '', version = '']) => [
    name,
    version,
  ]);
}
