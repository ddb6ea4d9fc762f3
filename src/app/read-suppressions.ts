import { parseJson } from '../codec/json-shape.ts';
import { PROJECT_CONFIG } from '../codec/project-config.ts';
import { FromageError } from '../model/error.ts';
import type { Problem } from '../model/problem.ts';
import type { IgnoreRule, VexDocument } from '../model/suppression.ts';
import { readFromageConfig } from '../vuln/ignore/fromage-config.ts';
import { readGrypeIgnore } from '../vuln/ignore/grype-ignore.ts';
import type { IgnoreFile } from '../vuln/ignore/rule.ts';
import { readTrivyIgnore, readTrivyIgnoreYaml } from '../vuln/ignore/trivy-ignore.ts';
import type { Suppressions } from '../vuln/suppress.ts';
import { readVex } from '../vuln/vex/read-vex.ts';
import type { AppPorts } from './app-ports.ts';

/** Where decisions about findings are written down. */
export interface SuppressionRequest {
  /** VEX documents. */
  readonly vex: readonly string[];
  /** Whether VEX documents that are attached to the image count too; whose word they are is not verified. */
  readonly vexAttached: boolean;
  /** Our own configuration; null for the one in `folder`. */
  readonly config: string | null;
  /** The folder whose ignore files are read; null for none. */
  readonly folder: string | null;
}

/** What was read, and what was not. */
export interface ReadSuppressions extends Suppressions {
  readonly problems: readonly Problem[];
}

const MAX_VEX = 256 * 1024 * 1024;
const MAX_IGNORE_FILE = 4 * 1024 * 1024;

/** Ignore files of others, whose wrong entries are told and left out: to do so hides nothing. */
const FOREIGN: readonly (readonly [name: string, read: (text: string, file: string) => IgnoreFile | Promise<IgnoreFile>])[] = [
  ['.trivyignore', readTrivyIgnore],
  ['.trivyignore.yaml', readTrivyIgnoreYaml],
  ['.grype.yaml', readGrypeIgnore],
];

/**
 * Reads all of it. A VEX document that can't be read is told, and makes the answer incomplete. Throws what reading a file throws that was
 * named, and `usage` where our own configuration is not as it should be.
 */
export async function readSuppressions(request: SuppressionRequest, ports: AppPorts): Promise<ReadSuppressions> {
  const read = await readVexFiles(request.vex, ports);
  const own = await readOwnConfig(request, ports);
  const foreign = request.folder === null ? [] : await readForeign(request.folder, ports);
  return {
    documents: read.flatMap(({ documents }) => documents),
    rules: [...own, ...foreign.flatMap(({ rules }) => rules)],
    problems: [
      ...read.flatMap(({ problems }) => problems),
      ...foreign.flatMap(({ faults }) =>
        faults.map((message): Problem => ({ kind: 'unreadable-ignore', message: `${message}.`, incomplete: false })),
      ),
    ],
  };
}

/** VEX documents that were read. */
export interface ReadVex {
  readonly documents: readonly VexDocument[];
  readonly problems: readonly Problem[];
}

async function readVexFiles(paths: readonly string[], { store: { files } }: AppPorts): Promise<readonly ReadVex[]> {
  const read: ReadVex[] = [];
  for (const path of paths) {
    const bytes = await files.read(path, MAX_VEX);
    try {
      const document = readVex(parseJson(bytes, path, MAX_VEX), path);
      read.push({ documents: [document], problems: faultsOf(document) });
    } catch (error) {
      if (!FromageError.is(error)) throw error;
      read.push({ documents: [], problems: [{ kind: 'unreadable-vex', message: `${error.message}.`, where: path, incomplete: true }] });
    }
  }
  return read;
}

/** What of a document was left out. */
export function faultsOf({ source, faults }: VexDocument): readonly Problem[] {
  return faults.map((fault) => ({
    kind: 'unreadable-vex',
    message: `${source}: ${fault}; it was left out.`,
    where: source,
    incomplete: true,
  }));
}

async function readOwnConfig({ config, folder }: SuppressionRequest, { store: { files } }: AppPorts): Promise<readonly IgnoreRule[]> {
  if (config !== null) return readFromageConfig(textOf(await files.read(config, MAX_IGNORE_FILE)), config);
  const text = folder === null ? null : await textIn(folder, PROJECT_CONFIG, { files });
  return text === null ? [] : readFromageConfig(text, PROJECT_CONFIG);
}

async function readForeign(folder: string, { store }: AppPorts): Promise<readonly IgnoreFile[]> {
  const found: IgnoreFile[] = [];
  for (const [name, read] of FOREIGN) {
    const text = await textIn(folder, name, store);
    if (text !== null) found.push(await tolerate(() => read(text, name)));
  }
  return found;
}

async function tolerate(read: () => IgnoreFile | Promise<IgnoreFile>): Promise<IgnoreFile> {
  try {
    return await read();
  } catch (error) {
    if (!FromageError.is(error)) throw error;
    return { rules: [], faults: [error.message] };
  }
}

async function textIn(folder: string, name: string, { files }: Pick<AppPorts['store'], 'files'>): Promise<string | null> {
  const path = files.join(folder, name);
  return (await files.status(path))?.kind === 'file' ? textOf(await files.read(path, MAX_IGNORE_FILE)) : null;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
