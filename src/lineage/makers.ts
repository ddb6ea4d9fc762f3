/** Signs that the makers of base images leave in the history, each with what it shows. */

/** A sign that was found. */
export interface MakersSign {
  /** How many history entries, from the first, are the maker's. */
  readonly steps: number;
  /** As a person would type it; null where the sign does not tell which image it is. */
  readonly name: string | null;
  /** Ends a sentence that begins with "history steps 1–2": `are how Alpine 3.22.1 is built`, with `are` and `is` as the number asks. */
  readonly says: string;
}

/** Looks for a sign in the steps, each in one wording (see stepText). Null where it is not there. */
export type FindSign = (steps: readonly string[]) => MakersSign | null;

/** The makers whose signs are looked for: a new one is a line here and a case in makers.test.ts. */
export const MAKERS: readonly FindSign[] = [
  // debuerreotype writes its call into the only step: `# debian.sh --arch 'amd64' out/ 'bookworm' '@1754870400'`. Slim or not is not in it.
  leading(/^# debian\.sh .*?out\/ '?([a-z]+)'?/, (release) => ({
    name: null,
    says: `how debuerreotype records a root file system of Debian ${release}`,
  })),
  withCommand(/^ADD alpine-minirootfs-(\d+\.\d+(?:\.\d+)?)-\w+\.tar\.gz \//, '/bin/sh', 'Alpine', 'alpine:'),
  withCommand(/^ADD almalinux-(\d+(?:\.\d+)?)-default-\w+\.tar\.xz \//, '/bin/bash', 'AlmaLinux', 'almalinux:'),
  withCommand(/^ADD oraclelinux-(\d+(?:-slim(?:-fips)?)?)-\w+-rootfs\.tar\.xz \//, '/bin/bash', 'Oracle Linux', 'oraclelinux:'),
  // BusyBox is built by a script that writes one step: `BusyBox 1.37.0 (glibc), Debian 13`.
  leading(/^BusyBox (\d+\.\d+\.\d+ \((?:glibc|musl|uclibc)\))/, (version) => ({
    name: `busybox:${version.replace(/ \((.*)\)/, '-$1')}`,
    says: `how BusyBox ${version} is built`,
  })),
  findFedora,
  findUbuntu,
  findRock,
  run(/^bazel build /, 'made by Bazel, as distroless images are'),
  run(/^apko$/, 'made by apko, as Wolfi’s and Chainguard’s images are'),
  run(/^(?:Apply image|Install update) \d+\.\d+/, 'how Microsoft builds the base images of Windows'),
  // A whole file system and the command, by the classic builder: how most base images were made until 2023.
  findWholeFileSystem,
  // Both put their layers upon a base at one go, without a step of their own at the boundary.
  before(/^jib-\w+-plugin:/, 'Jib'),
  before(/^ko build ko:\/\//, 'ko'),
];

/** One step. */
function leading(pattern: RegExp, describe: (match: string) => Pick<MakersSign, 'name' | 'says'>): FindSign {
  return (steps) => {
    const match = pattern.exec(steps[0] ?? '');
    return match === null ? null : { steps: isCommand(steps[1], 'bash') ? 2 : 1, ...describe(match[1] ?? '') };
  };
}

/** An archive that is the whole file system and has its version in the name, then the command. */
function withCommand(pattern: RegExp, command: string, maker: string, repository: string): FindSign {
  return (steps) => {
    const version = pattern.exec(steps[0] ?? '')?.[1];
    if (version === undefined || !isCommand(steps[1], command)) return null;
    return { steps: 2, name: `${repository}${version}`, says: `how ${maker} ${version} is built` };
  };
}

/** All steps from the first that are of one kind; not those of an image that has no others. */
function run(pattern: RegExp, says: string): FindSign {
  return (steps) => {
    const other = steps.findIndex((step) => !pattern.test(step));
    return other <= 0 ? null : { steps: other, name: null, says };
  };
}

/** What is below the first step of a builder that has no steps of its own there. */
function before(pattern: RegExp, builder: string): FindSign {
  return (steps) => {
    const first = steps.findIndex((step) => pattern.test(step));
    return first <= 0 ? null : { steps: first, name: null, says: `below what ${builder} put upon them` };
  };
}

/** LABEL, ENV DISTTAG=f44container FGC=f44 FBR=f44, ADD fedora-20260826.tar /, CMD ["/bin/bash"]. */
function findFedora(steps: readonly string[]): MakersSign | null {
  const head = steps.slice(0, 4);
  const version = head.map((step) => /^ENV DISTTAG=f(\d+)container/.exec(step)?.[1]).find((one) => one !== undefined);
  const shell = head.findIndex((step) => isCommand(step, '/bin/bash'));
  const isAdded = head.some((step) => /^ADD (fedora-\S+|file:\S+) (in )?\//.test(step));
  if (version === undefined || shell < 0 || !isAdded) return null;
  return { steps: shell + 1, name: `fedora:${version}`, says: `how Fedora ${version} is built` };
}

/** ARG RELEASE …, LABEL org.opencontainers.image.ref.name=ubuntu, LABEL org.opencontainers.image.version=24.04, ADD, CMD ["/bin/bash"]. */
function findUbuntu(steps: readonly string[]): MakersSign | null {
  const head = steps.slice(0, 8);
  if (!/^ARG RELEASE\b/.test(head[0] ?? '') || !head.includes('LABEL org.opencontainers.image.ref.name=ubuntu')) return null;
  const version = head
    .map((step) => /^LABEL org\.opencontainers\.image\.version=([0-9.]+)$/.exec(step)?.[1])
    .find((one) => one !== undefined);
  const shell = head.findIndex((step) => isCommand(step, '/bin/bash'));
  if (version === undefined || shell < 0) return null;
  return { steps: shell + 1, name: `ubuntu:${version}`, says: `how Ubuntu ${version} is built` };
}

/** Rockcraft calls umoci for each step: `umoci raw add-layer --image ubuntu:rockcraft-base --tag 26.04`, `umoci config --image ubuntu:26.04 …`. */
function findRock(steps: readonly string[]): MakersSign | null {
  const [, name, tag] = /^umoci raw add-layer --image ([a-z0-9._-]+):rockcraft-base --tag ([\w.-]+)$/.exec(steps[0] ?? '') ?? [];
  if (name === undefined || tag === undefined) return null;
  const other = steps.findIndex((step) => !step.startsWith('umoci '));
  const isUbuntu = name === 'ubuntu';
  return {
    steps: other < 0 ? steps.length : other,
    name: isUbuntu ? `ubuntu:${tag}` : null,
    says: `how Rockcraft builds ${isUbuntu ? `Ubuntu ${tag}` : `${name}:${tag}`}`,
  };
}

function findWholeFileSystem(steps: readonly string[]): MakersSign | null {
  if (!/^ADD file:[0-9a-f]{64} in \/$/.test(steps[0] ?? '')) return null;
  const labels = steps.slice(1).findIndex((step) => !step.startsWith('LABEL '));
  const command = /^CMD \["(bash|sh|\/bin\/bash|\/bin\/sh)"\]$/.exec(steps[labels + 1] ?? '')?.[1];
  if (labels < 0 || command === undefined) return null;
  const maker =
    { bash: ', as Debian’s images were', '/bin/sh': ', as Alpine’s images were', sh: ', as BusyBox’s images were' }[command] ?? '';
  return { steps: labels + 2, name: null, says: `how a base image was built of a whole file system${maker}` };
}

function isCommand(step: string | undefined, command: string): boolean {
  return step === `CMD ["${command}"]`;
}
