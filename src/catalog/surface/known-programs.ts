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

/** Programs whose names also end in a version: `gcc-12`, `python3.11`. */
const VERSIONED: ReadonlySet<string> = new Set(
  'gcc g++ clang clang++ gfortran gccgo gdc gnat python perl ruby php lua tclsh pip node'.split(' '),
);

/** Programs that also come for another machine, whose name goes before: `x86_64-linux-gnu-gcc-12`. */
const CROSS: ReadonlySet<string> = new Set('gcc g++ c++ cpp clang clang++ gfortran gccgo gdc as ld'.split(' '));

const KINDS: ReadonlyMap<string, ProgramKind> = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind as ProgramKind])),
);

/** What a program of that name is; null for all others. */
export function programKind(name: string): ProgramKind | null {
  const kind = KINDS.get(name);
  if (kind !== undefined) return kind;
  const bare = name.replace(/-?\d[\d.]*t?$/, '');
  if (bare !== name && VERSIONED.has(bare)) return KINDS.get(bare) ?? 'build';
  const [machine, last] = [bare.slice(0, bare.lastIndexOf('-')), bare.slice(bare.lastIndexOf('-') + 1)];
  return machine.includes('-') && CROSS.has(last) ? 'build' : null;
}

/** Names of the folders in which programs are looked for: elsewhere a file of such a name is a completion, a test, a module. */
export const PROGRAM_FOLDERS: ReadonlySet<string> = new Set(['bin', 'sbin', 'busybox', 'libexec']);
