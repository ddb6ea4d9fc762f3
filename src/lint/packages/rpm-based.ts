import type { CallTable } from './call.ts';

const YUM_FLAGS =
  'c config d debuglevel e errorlevel x exclude R randomwait installroot releasever enablerepo disablerepo repo repoid repofrompath setopt enableplugin disableplugin color comment disableexcludes excludepkgs advisory advisories bz bzs cve cves sec-severity secseverity forcearch arch downloaddir destdir rpmverbosity';
const FAMILIES = ['module', 'group', 'groups'];

/** yum(8). */
export const YUM = { programs: ['yum'], withValue: new Set(YUM_FLAGS.split(' ')), families: FAMILIES } as const satisfies CallTable;

/** dnf(8) and microdnf(8). */
export const DNF = {
  programs: ['dnf', 'microdnf', 'dnf5', 'dnf4', 'dnf-3'],
  withValue: YUM.withValue,
  families: FAMILIES,
} as const satisfies CallTable;

const ZYPPER_FLAGS =
  'c config D reposd-dir C cache-dir raw-cache-dir solv-cache-dir pkg-cache-dir R root installroot p plus-repo plus-content gpg-auto-import releasever r repo from t type download';

/** zypper(8). */
export const ZYPPER = { programs: ['zypper'], withValue: new Set(ZYPPER_FLAGS.split(' ')) } as const satisfies CallTable;

/** What takes in packages of these two, and may ask first. */
export const DNF_CHANGES: readonly string[] = [
  'install',
  'in',
  'localinstall',
  'groupinstall',
  'group install',
  'groups install',
  'module install',
];

/**
 * Whether `name-version` or `name-version-release` is given, a file, or an address. Names have dashes and digits too
 * (`java-11-openjdk`), so it is the last part that counts: versions, epochs and releases begin with a digit.
 */
export function isRpmPinned(value: string): boolean {
  if (value.endsWith('.rpm') || value.includes('/') || value.includes('=')) return true;
  const parts = value.split('-');
  return parts.length > 1 && /^v?\d/.test(parts.at(-1) ?? '');
}
