import ignore from 'ignore';
import { parseProjectConfig, PROJECT_CONFIG } from '../codec/project-config.ts';
import { parseYaml } from '../codec/yaml.ts';
import { dockerignoreNames } from '../dockerfile/ignore/dockerignore.ts';
import { DEFAULT_CONFIG, type LintConfig, type Preset } from '../lint/config.ts';
import { readLintConfig } from '../lint/fromage-config.ts';
import { readHadolintConfig } from '../lint/hadolint-config.ts';
import { spellRule } from '../lint/known-rules.ts';
import { type LintSettings, mergeConfig } from '../lint/settings.ts';
import { FromageError } from '../model/error.ts';
import type { LintThreshold } from '../model/lint-report.ts';
import type { Files } from '../ports/index.ts';
import { type PlacedPath, placePath, relativePath } from './placed-path.ts';

/** What the caller says of configuration: it goes before what files say. */
export interface LintConfigRequest {
  /** A file of configuration instead of those beside and above the Dockerfiles; null to look for them. */
  readonly file: string | null;
  readonly preset: Preset | null;
  /** Rules that are off. */
  readonly ignore: readonly string[];
  readonly failOn: LintThreshold | null;
  readonly unusedIgnores: boolean;
}

/** What holds for one Dockerfile. */
export interface FileLintConfig {
  readonly config: LintConfig;
  readonly failOn: LintThreshold;
}

const MAX_CONFIG = 1024 * 1024;
const HADOLINT = ['.hadolint.yaml', '.hadolint.yml'];
const NOTHING: LintSettings = { config: {}, failOn: null, overrides: [] };
/** What fails where nobody says otherwise. */
const FAIL_ON: LintThreshold = 'info';

interface PlacedSettings {
  readonly settings: LintSettings;
  /** The folder that patterns of files start from. */
  readonly folder: string;
}

/**
 * Finds what holds for a Dockerfile: the nearest configuration in its folder or above, not beyond the repository it is in. In one folder
 * ours goes before hadolint's, where it has a part about lint. Each folder is looked at once.
 */
export async function makeLintConfigs(request: LintConfigRequest, files: Files): Promise<(path: string) => Promise<FileLintConfig>> {
  const ignored = request.ignore.map((name) => {
    const spelt = spellRule(name);
    if (spelt === null) throw new FromageError('usage', `there is no rule ${name}`, { hint: 'fromage explain lists all.' });
    return spelt;
  });
  const named = request.file === null ? null : await namedSettings(request.file, files);
  const seen = new Map<string, Promise<PlacedSettings>>();
  const places = new Map<string, Promise<PlacedPath>>();
  return async (path) => {
    const folder = files.join(path, '..');
    const place = await remember(places, folder, () => placePath(folder, files));
    const found = named ?? (await settingsFrom(place.folder, seen, files));
    const config = withOverrides(found, place.whole, path.split(/[\\/]/).at(-1) ?? '');
    const told: Partial<LintConfig> = {
      ...(request.preset === null ? {} : { preset: request.preset }),
      ...(request.unusedIgnores ? { unusedIgnores: true } : {}),
      dockerignore: await dockerignoreOf(path, files),
      ignored,
    };
    return { config: mergeConfig(config, told), failOn: request.failOn ?? found.settings.failOn ?? FAIL_ON };
  };
}

async function namedSettings(path: string, files: Files): Promise<PlacedSettings> {
  const text = new TextDecoder().decode(await files.read(path, MAX_CONFIG));
  const { folder } = await placePath(files.join(path, '..'), files);
  const name = path.split(/[\\/]/).at(-1) ?? '';
  const isHadolints = name.includes('hadolint') || !/^\s*["']?(lint|scan)["']?\s*:/m.test(text);
  if (isHadolints && name !== PROJECT_CONFIG) return { settings: readHadolintConfig((await parseYaml(text, path)).value, path), folder };
  return { settings: readLintConfig(await parseProjectConfig(text, path)) ?? NOTHING, folder };
}

function settingsFrom(folder: string, seen: Map<string, Promise<PlacedSettings>>, files: Files): Promise<PlacedSettings> {
  return remember(seen, folder, async () => {
    const settings = await settingsIn(folder, files);
    const above = files.join(folder, '..');
    if (settings !== null) return { settings, folder };
    if (above === folder || (await files.status(files.join(folder, '.git'))) !== null) return { settings: NOTHING, folder };
    return settingsFrom(above, seen, files);
  });
}

/** Null where there is none. */
async function settingsIn(folder: string, files: Files): Promise<LintSettings | null> {
  const own = files.join(folder, PROJECT_CONFIG);
  const text = await textOf(own, files);
  const settings = text === null ? null : readLintConfig(await parseProjectConfig(text, own));
  if (settings !== null) return settings;
  for (const name of HADOLINT) {
    const path = files.join(folder, name);
    const said = await textOf(path, files);
    if (said !== null) return readHadolintConfig((await parseYaml(said, path)).value, path);
  }
  return null;
}

/** The context of a build is taken for the folder of its Dockerfile. */
async function dockerignoreOf(path: string, files: Files): Promise<string | null> {
  for (const name of dockerignoreNames(path.split(/[\\/]/).at(-1) ?? '')) {
    const text = await textOf(files.join(path, '..', name), files);
    if (text !== null) return text;
  }
  return null;
}

async function textOf(path: string, files: Files): Promise<string | null> {
  return (await files.status(path))?.kind === 'file' ? new TextDecoder().decode(await files.read(path, MAX_CONFIG)) : null;
}

function withOverrides({ settings, folder }: PlacedSettings, fileFolder: string, name: string): LintConfig {
  const path = relativePath(folder, `${fileFolder}/${name}`);
  return settings.overrides
    .filter(({ files: patterns }) =>
      ignore()
        .add([...patterns])
        .ignores(path),
    )
    .reduce<LintConfig>((config, { config: over }) => mergeConfig(config, over), mergeConfig(DEFAULT_CONFIG, settings.config));
}

/** What was made for a key before, else what is made now. */
function remember<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known !== undefined) return known;
  const promise = make();
  made.set(key, promise);
  return promise;
}
