import type { Scan } from '../model/scan.ts';
import { type Brought, type ProgramKind, programNames, type Secret, type Surface } from '../model/surface.ts';
import { layerNumber } from './layer-number.ts';
import { ownerName } from './owner-name.ts';
import type { Style } from './style.ts';
import { textTable } from './text-table.ts';
import { count, formatBytes, printable, wrap } from './words.ts';

/** What an image exposes beside vulnerabilities, in a few lines; `all`: each thing a line, with who brought it. None where its files were not read. */
export function surfaceLines(scan: Scan, { width, style, all }: SurfaceView): readonly string[] {
  const { surface } = scan.inventory;
  if (surface === null) return [];
  const { secrets } = surface;
  const facts = factsOf(surface).flatMap((fact) => wrap(fact, width - 2).map((line, at) => `${at === 0 ? '  ' : '    '}${line}`));
  const shown = all ? secrets : secrets.slice(0, SHOWN_SECRETS);
  const rest = secrets.length - shown.length;
  return [
    style.title('What it exposes'),
    ...facts,
    ...shown.flatMap((secret) =>
      wrap(secretText(secret, scan), width - 4).map((line, at) => style.bad(`${at === 0 ? '  ' : '    '}${line}`)),
    ),
    ...(rest > 0 ? [`  and ${count(rest, 'more secret')}`] : []),
    ...wrap(searchText(surface), width - 2).map((line) => style.dim(`  ${line}`)),
    ...(all ? listLines(scan, surface, width, style) : [style.dim('  --surface lists all of it, with layers and owners.')]),
  ];
}

/** The same for pages, a line each, as long as they are: facts, every secret, what was searched. */
export function surfaceFacts(scan: Scan): readonly string[] {
  const { surface } = scan.inventory;
  if (surface === null) return [];
  return [...factsOf(surface), ...surface.secrets.map((secret) => secretText(secret, scan)), searchText(surface)];
}

export interface SurfaceView {
  readonly width: number;
  readonly style: Style;
  readonly all: boolean;
}

const SHOWN_SECRETS = 10;
const SHOWN_NAMES = 8;

const KINDS: readonly (readonly [kind: ProgramKind, title: string])[] = [
  ['shell', 'shells'],
  ['package-manager', 'package managers'],
  ['network', 'network tools'],
  ['build', 'build tools'],
  ['interpreter', 'interpreters'],
];

function factsOf(surface: Surface): readonly string[] {
  const { user, privileged, writable, headers, developmentPackages, secrets } = surface;
  const setuid = privileged.filter((one) => one.setuid || one.setgid);
  const capable = privileged.filter(({ capabilities }) => capabilities !== null);
  return [
    `user: ${user.configured === null ? 'root, for the config names none' : `${printable(user.configured)}${user.isRoot ? ' (root)' : ''}`}`,
    ...KINDS.map(([kind, title]) => `${title}: ${named(programNames(surface, kind))}`),
    ...(headers.files === 0 ? [] : [`headers: ${count(headers.files, 'file')}, ${formatBytes(headers.bytes)}`]),
    ...(developmentPackages.length === 0 ? [] : [`packages to build against: ${named(developmentPackages.map(({ name }) => name))}`]),
    `setuid or setgid: ${named(setuid.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)))}`,
    ...(capable.length === 0
      ? []
      : [`with capabilities: ${named(capable.map(({ path, capabilities }) => `${path} ${capabilities ?? ''}`))}`]),
    ...(writable.files + writable.folders === 0
      ? []
      : [`writable by anybody: ${count(writable.files, 'file')}, ${count(writable.folders, 'folder')} (${named(writable.examples, 3)})`]),
    `secrets: ${secretCount(secrets)}`,
  ];
}

function named(names: readonly string[], most: number = SHOWN_NAMES): string {
  if (names.length === 0) return 'none';
  const rest = names.length - most;
  const listed = names.slice(0, most).map(printable).join(', ');
  return rest > 0 ? `${listed}, and ${rest} more` : `${listed}`;
}

function secretCount(secrets: readonly Secret[]): string {
  if (secrets.length === 0) return 'none found';
  const hidden = secrets.filter(({ hiddenBy }) => hiddenBy !== null).length;
  return `${secrets.length}${hidden === 0 ? '' : `, ${hidden} of them deleted or replaced by a later layer, and shipped all the same`}`;
}

function secretText(secret: Secret, scan: Scan): string {
  const { what, masked, path, name, where, hiddenBy } = secret;
  const place = path !== null ? printable(path) : `${WHERE[where]}${name === null ? '' : ` ${name}`}`;
  const shown = masked === '…' ? '' : ` (${masked})`;
  const gone = hiddenBy === null ? '' : `; gone from ${placeText(hiddenBy, scan)} on, and shipped all the same`;
  return printable(`${what}${shown}: ${place}, ${placeText(secret, scan)}${gone}`);
}

const WHERE: Readonly<Record<Secret['where'], string>> = {
  file: 'file',
  env: 'variable',
  label: 'label',
  history: 'history',
  'build-arg': 'build argument',
};

function placeText({ layer, owner, line, history = null }: Brought & { readonly history?: number | null }, { inventory }: Scan): string {
  const step = layer === null ? (history === null ? 'the configuration' : `step ${history + 1}`) : `layer ${layerNumber(layer)}`;
  return `${step} of ${ownerName(owner, inventory.trace)}${line === null ? '' : `, line ${line}`}`;
}

function searchText({ search }: Surface): string {
  if (!search.contents)
    return 'Searched for secrets: variables, labels, history, and files at known paths in all layers. The contents of other files were not searched; --secrets does.';
  return `Searched for secrets: variables, labels, history, and the contents of ${count(search.files, 'file')} (${formatBytes(search.bytes)}) of all layers; not searched: ${count(search.binaryFiles, 'binary file')} (${formatBytes(search.binaryBytes)}).`;
}

interface ListedThing extends Brought {
  readonly what: string;
  readonly bytes: number | null;
  readonly thing: string;
}

function listLines(scan: Scan, { programs, privileged, developmentPackages }: Surface, width: number, style: Style): readonly string[] {
  const things: readonly ListedThing[] = [
    ...programs.map(({ kind, path, target, ...one }) => ({
      ...one,
      what: kind.replace('-', ' '),
      thing: target === null ? printable(path) : `${printable(path)} → ${printable(target)}`,
    })),
    ...privileged.map(({ path, setuid, setgid, capabilities, ...one }) => ({
      ...one,
      what: [setuid ? 'setuid' : '', setgid ? 'setgid' : '', capabilities === null ? '' : 'capable']
        .filter((word) => word !== '')
        .join(', '),
      thing: capabilities === null ? printable(path) : `${printable(path)} ${capabilities}`,
    })),
    ...developmentPackages.map((one) => ({ ...one, what: 'to build with', bytes: null, thing: one.name })),
  ];
  if (things.length === 0) return [];
  const [head, ...lines] = textTable(
    things,
    [
      { head: 'WHAT', cell: ({ what }) => what },
      { head: 'LAYER', right: true, cell: ({ layer }) => (layer === null ? '-' : String(layerNumber(layer))) },
      { head: 'LINE', right: true, cell: ({ line }) => (line === null ? '-' : String(line)) },
      { head: 'SIZE', right: true, cell: ({ bytes }) => (bytes === null ? '-' : formatBytes(bytes)) },
      { head: 'BROUGHT BY', cell: ({ owner }) => ownerName(owner, scan.inventory.trace), max: 30 },
      { head: 'WHERE', cell: ({ thing }) => printable(thing) },
    ],
    width,
  );
  return ['', style.dim(head), ...lines];
}
