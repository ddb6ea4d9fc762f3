import type { ProgramKind } from '../../model/surface.ts';

/** Names under which programs are called, by what they are for. */
const NAMES: Readonly<Record<ProgramKind, string>> = {
  shell: 'sh ash bash csh dash elvish fish hush ksh ksh93 lksh mksh nu oksh pdksh pwsh rbash tcsh xonsh yash zsh busybox toybox',
  'package-manager':
    'apk apt apt-get aptitude conda dnf dnf5 dpkg emerge equo flatpak guix mamba microdnf micromamba nix-env opkg pacman rpm snap swupd tdnf urpmi xbps-install yum zypper ' +
    'bundle bundler cargo composer corepack cpan cpanm easy_install gem hex luarocks mix npm npx nuget pear pecl pip pip3 pipenv pipx pnpm poetry uv yarn',
  network:
    'aria2c axel bssh curl dig ftp git host lftp links lynx nc nc.openbsd nc.traditional ncat netcat nmap nslookup rsync scp sftp socat ssh sshd sshpass tcpdump telnet tftp tshark w3m wget',
  build:
    'ar as autoconf automake bazel c++ c89 c99 cc clang clang++ cmake csc dmd g++ gcc gdb gfortran ghc gmake go gradle javac kotlinc ld ld.bfd ld.gold ld.lld ldc2 libtool make meson mvn ninja ocamlc rustc sbt swiftc tcc tsc zig',
  interpreter: 'bun deno gawk groovy guile java julia lua luajit node nodejs perl php python python2 python3 Rscript ruby tclsh',
};

/** What the names of several versions, or of compilers for another machine, look like: `gcc-12`, `x86_64-linux-gnu-gcc-12`, `python3.11`. */
const VERSIONED: readonly (readonly [pattern: RegExp, kind: ProgramKind])[] = [
  [/^(?:[a-z0-9_]+-(?:[a-z0-9_]+-)+)?(?:gcc|g\+\+|c\+\+|clang|clang\+\+|gfortran|gccgo|gdc|gnat|ld|as)(?:-\d[\d.]*)?$/, 'build'],
  [/^(?:python[23]\.\d+t?|perl5\.[\d.]+|ruby[\d.]+|php[\d.]+|lua5\.\d|tclsh[\d.]+)$/, 'interpreter'],
  [/^pip[23](?:\.\d+)?$/, 'package-manager'],
];

const KINDS: ReadonlyMap<string, ProgramKind> = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as ProgramKind])),
);

/** What a program of that name is; null for all others. */
export function programKind(name: string): ProgramKind | null {
  const kind = KINDS.get(name);
  if (kind !== undefined) return kind;
  // Most names are of something else, and a look at their last characters tells it.
  if (!/[\dcdgns+t]$/.test(name)) return null;
  return VERSIONED.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Whether programs are looked for in a folder: elsewhere a file of such a name is a completion, a test, a module. */
export function holdsPrograms(folder: string): boolean {
  return /(?:^|\/)(?:s?bin|busybox|libexec)$/.test(folder) || folder === '';
}
