/** What the words of an official image's tag say. */
export interface TagWords {
  /** `3.13.7`, in numbers; empty where the tag names none. */
  readonly version: readonly number[];
  /** As written: `3.13.7`, `3.14.0rc2`; '' where the tag names none. */
  readonly versionText: string;
  /** Whether it is a pre-release: `rc`, `beta`, `alpha`, `preview`. */
  readonly isEarly: boolean;
  /** The distribution it names: `alpine`, `trixie`; null where it names none. */
  readonly system: string | null;
  /** `slim`, `fpm`, `apache`, `management` …, sorted; what neither version nor system is. */
  readonly words: readonly string[];
}

/** Code names, by the distribution that bears them, the newest first. */
const CODENAMES: Readonly<Record<string, readonly string[]>> = {
  debian: ['sid', 'unstable', 'testing', 'forky', 'stable', 'trixie', 'oldstable', 'bookworm', 'bullseye', 'buster', 'stretch', 'jessie'],
  ubuntu: ['resolute', 'questing', 'plucky', 'oracular', 'noble', 'jammy', 'focal', 'bionic', 'xenial', 'trusty'],
};

/** `3.13-slim-trixie` → version 3.13, system trixie, words slim. */
export function readTag(tag: string): TagWords {
  const parts = tag.split('-');
  const [, versionText = '', digits = ''] = /^v?((\d+(?:\.\d+)*)\w*)$/.exec(parts[0] ?? '') ?? [];
  const rest = versionText === '' ? parts : parts.slice(1);
  const words = rest.filter((word) => word !== '');
  const system = words.find(isSystem) ?? null;
  const early = /rc|beta|alpha|preview|dev|m\d/i;
  return {
    version: digits === '' ? [] : digits.split('.').map(Number),
    versionText,
    // A version that is a day is a snapshot of what is being made.
    isEarly:
      /^\d{8}$/.test(digits) ||
      early.test(versionText.slice(digits.length)) ||
      words.some((word) => /^(rc|beta|alpha|preview|dev|unstable|testing|sid|experimental|devel|rolling)\d*$/i.test(word)),
    system,
    words: rest
      .filter((word) => word !== system && word !== 'latest' && word !== '' && !/^(rc|beta|alpha|preview)\d*$/i.test(word))
      .toSorted(),
  };
}

/** The family of a system that a tag or FROM names: `alpine3.22` → alpine, `trixie` → debian; null where nothing says it. */
export function systemFamily(word: string): string | null {
  if (/^alpine/.test(word)) return 'alpine';
  if (/^(debian|ubuntu|centos|fedora|oraclelinux|amazonlinux|al\d|ubi\d)/.test(word)) return /^[a-z]+/.exec(word)?.[0] ?? null;
  return Object.entries(CODENAMES).find(([, names]) => names.includes(word))?.[0] ?? null;
}

/** Which of two releases of a family is the newer: by its number, else by the order of their code names. */
export function systemRank(word: string): number {
  const [, major, minor = '0'] = /(\d+)(?:\.(\d+))?$/.exec(word) ?? [];
  if (major !== undefined) return Number(major) * 1000 + Number(minor);
  const names = Object.values(CODENAMES).find((list) => list.includes(word)) ?? [];
  return names.length - names.indexOf(word);
}

function isSystem(word: string): boolean {
  return /^alpine(\d|$)/.test(word) || systemFamily(word) !== null || /^(windowsservercore|nanoserver|ltsc\d+)/.test(word);
}

/** Which of two versions is the higher, part by part; what is missing is lower. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
