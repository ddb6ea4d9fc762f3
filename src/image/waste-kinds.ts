import type { WasteKind } from '../model/layers-report.ts';

/** A kind of files that an image can do without, and where they lie. */
export interface PlacedWasteKind extends WasteKind {
  /**
   * Folders, with all below them: `var/cache/apt` is that very one, what begins with two stars and a slash stands anywhere. A part in
   * the middle can be a star. The deepest folder that fits decides.
   */
  readonly folders?: readonly string[];
  /** Single files. */
  readonly files?: readonly string[];
  /** Names of files there that are to stay. */
  readonly keeps?: readonly string[];
}

const MOUNT = 'give the RUN a cache mount (RUN --mount=type=cache,target=…)';

/**
 * What is known to be left behind. Only what no program needs to run is here: `.cache` as a whole is not (models and browsers lie
 * there), nor is `.yarn/cache` (with Plug'n'Play it is the dependencies themselves).
 */
export const WASTE_KINDS: readonly PlacedWasteKind[] = [
  {
    id: 'apt-lists',
    group: 'cache',
    what: "apt's package lists",
    avoid: 'end the RUN that does apt-get update with rm -rf /var/lib/apt/lists/*',
    folders: ['var/lib/apt/lists'],
  },
  {
    id: 'apt-archives',
    group: 'cache',
    what: "apt's packages and indexes",
    avoid: 'end the RUN that installs with apt-get clean && rm -f /var/cache/apt/*.bin',
    folders: ['var/cache/apt'],
  },
  {
    id: 'dpkg-backups',
    group: 'cache',
    what: 'backups of the databases of dpkg and debconf',
    avoid: 'end the RUN that installs with rm -f /var/lib/dpkg/*-old /var/cache/debconf/*-old /var/cache/ldconfig/aux-cache',
    files: [
      'var/lib/dpkg/status-old',
      'var/lib/dpkg/available-old',
      'var/lib/dpkg/diversions-old',
      'var/lib/dpkg/statoverride-old',
      'var/cache/debconf/config.dat-old',
      'var/cache/debconf/templates.dat-old',
      'var/cache/ldconfig/aux-cache',
    ],
  },
  {
    id: 'apk-cache',
    group: 'cache',
    what: "apk's indexes and packages",
    avoid: 'use apk add --no-cache',
    folders: ['var/cache/apk', 'etc/apk/cache'],
  },
  {
    id: 'rpm-cache',
    group: 'cache',
    what: 'metadata and packages of dnf, yum and zypper',
    avoid: 'end the RUN that installs with dnf clean all (yum clean all, zypper clean --all)',
    folders: ['var/cache/dnf', 'var/cache/libdnf5', 'var/cache/yum', 'var/cache/zypp'],
  },
  {
    id: 'pacman-cache',
    group: 'cache',
    what: "pacman's packages",
    avoid: 'end the RUN that installs with pacman -Scc --noconfirm',
    folders: ['var/cache/pacman/pkg'],
  },
  { id: 'pip-cache', group: 'cache', what: "pip's cache", avoid: 'use pip install --no-cache-dir', folders: ['**/.cache/pip'] },
  { id: 'uv-cache', group: 'cache', what: "uv's cache", avoid: `use uv --no-cache, or ${MOUNT}`, folders: ['**/.cache/uv'] },
  {
    id: 'poetry-cache',
    group: 'cache',
    what: 'caches of poetry and pipenv',
    avoid: `use poetry install --no-cache, or ${MOUNT}`,
    folders: ['**/.cache/pypoetry', '**/.cache/pipenv'],
  },
  {
    id: 'conda-packages',
    group: 'cache',
    what: "conda's packages",
    avoid: 'end the RUN that installs with conda clean --all --yes',
    folders: [
      'opt/conda/pkgs',
      '**/.conda/pkgs',
      '**/miniconda3/pkgs',
      '**/anaconda3/pkgs',
      '**/miniforge3/pkgs',
      '**/mambaforge/pkgs',
      '**/micromamba/pkgs',
    ],
  },
  {
    id: 'python-compiled',
    group: 'cache',
    what: 'compiled Python',
    avoid: 'set PYTHONDONTWRITEBYTECODE=1 while building and use pip install --no-compile; programs then start a little slower',
    folders: ['**/__pycache__'],
  },
  {
    id: 'npm-cache',
    group: 'cache',
    what: "npm's cache and logs",
    avoid: `end the RUN that installs with npm cache clean --force, or ${MOUNT}`,
    folders: ['**/.npm', '**/.cache/node-gyp', '**/.node-gyp'],
  },
  {
    id: 'yarn-cache',
    group: 'cache',
    what: "yarn's cache",
    avoid: `end the RUN that installs with yarn cache clean, or ${MOUNT}`,
    folders: ['**/.cache/yarn', '**/.yarn/berry/cache'],
  },
  {
    id: 'pnpm-store',
    group: 'cache',
    what: "pnpm's store",
    avoid: `end the RUN that installs with pnpm store prune, or ${MOUNT}`,
    folders: ['**/.pnpm-store', '**/.local/share/pnpm/store', '**/.cache/pnpm'],
  },
  { id: 'bun-cache', group: 'cache', what: "bun's cache", avoid: MOUNT, folders: ['**/.bun/install/cache'] },
  {
    id: 'go-cache',
    group: 'cache',
    what: "Go's modules and build cache",
    avoid: 'build in a stage of its own and copy the program, or give the RUN cache mounts for /go/pkg/mod and /root/.cache/go-build',
    folders: ['**/go/pkg/mod', '**/.cache/go-build'],
  },
  {
    id: 'cargo-registry',
    group: 'cache',
    what: "cargo's registry and checkouts",
    avoid: 'build in a stage of its own and copy the program, or give the RUN a cache mount for the registry',
    folders: ['**/.cargo/registry', '**/.cargo/git', 'usr/local/cargo/registry', 'usr/local/cargo/git'],
  },
  {
    id: 'composer-cache',
    group: 'cache',
    what: "composer's cache",
    avoid: `use composer install --no-cache, or ${MOUNT}`,
    folders: ['**/.composer/cache', '**/.cache/composer'],
  },
  {
    id: 'java-build-cache',
    group: 'cache',
    what: 'what Maven, Gradle, Ivy and Coursier fetched',
    avoid: 'build in a stage of its own and copy the archive, or give the RUN a cache mount',
    folders: [
      '**/.m2/repository',
      '**/.gradle/caches',
      '**/.gradle/daemon',
      '**/.gradle/wrapper/dists',
      '**/.ivy2/cache',
      '**/.cache/coursier',
    ],
  },
  {
    id: 'gem-cache',
    group: 'cache',
    what: "RubyGems' packages",
    avoid: 'end the RUN that installs with rm -rf of the cache folder beside the gems, or set cache: false for bundler',
    folders: ['**/ruby/gems/*/cache', 'var/lib/gems/*/cache', 'usr/local/bundle/cache', '**/.bundle/cache'],
  },
  {
    id: 'nuget-packages',
    group: 'cache',
    what: 'what NuGet fetched',
    avoid: 'publish in a stage of its own and copy the result, or give the RUN a cache mount',
    folders: ['**/.nuget/packages', '**/.local/share/NuGet'],
  },
  {
    id: 'cpan-cache',
    group: 'cache',
    what: 'sources that cpan and cpanm built from',
    avoid: 'end the RUN that installs with rm -rf ~/.cpanm ~/.cpan',
    folders: ['**/.cpanm/work', '**/.cpan/build', '**/.cpan/sources'],
  },
  {
    id: 'git-history',
    group: 'cache',
    what: 'the history of a git repository',
    avoid: 'put .git into .dockerignore, or clone with --depth 1 and delete it in the same RUN',
    folders: ['**/.git'],
  },
  {
    id: 'temporary',
    group: 'temporary',
    what: 'temporary files',
    avoid: 'delete them in the RUN that makes them, or give it --mount=type=tmpfs,target=/tmp',
    folders: ['tmp', 'var/tmp'],
  },
  { id: 'logs', group: 'temporary', what: 'logs', avoid: 'delete them in the RUN that writes them', folders: ['var/log'] },
  {
    id: 'documentation',
    group: 'documentation',
    what: 'documentation (licences not counted)',
    avoid: 'keep packages from unpacking it: path-exclude in /etc/dpkg/dpkg.cfg.d, tsflags=nodocs for dnf',
    folders: ['usr/share/doc', 'usr/share/gtk-doc', 'usr/share/help', 'usr/local/share/doc'],
    keeps: ['copyright', 'LICENSE', 'LICENSE.txt', 'COPYING', 'NOTICE'],
  },
  {
    id: 'manuals',
    group: 'documentation',
    what: 'manual and info pages',
    avoid: 'keep packages from unpacking them: path-exclude in /etc/dpkg/dpkg.cfg.d, tsflags=nodocs for dnf',
    folders: ['usr/share/man', 'usr/share/info', 'usr/local/share/man', 'usr/local/man', 'usr/local/share/info'],
  },
  {
    id: 'translations',
    group: 'documentation',
    what: 'messages in other languages',
    avoid: 'keep packages from unpacking them: path-exclude in /etc/dpkg/dpkg.cfg.d, %_install_langs for rpm',
    folders: ['usr/share/locale', 'usr/local/share/locale'],
  },
];
