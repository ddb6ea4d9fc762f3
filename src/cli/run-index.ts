import { addImages } from '../app/index-images.ts';
import { indexStatus, listImages, removeImages } from '../app/local-images.ts';
import type { KnownImage } from '../lineage/known-image.ts';
import { shortDigest } from '../model/digest.ts';
import { EXIT } from '../model/error.ts';
import { count, formatBytes, printable, shortReference } from '../report/words.ts';
import type { AddFlags, ListFlags, RemoveFlags, StatusFlags } from './commands/local-index.ts';
import type { CliContext } from './context.ts';
import { settingsOf } from './settings.ts';
import { withPorts } from './with-ports.ts';

/** `fromage index add`: exit code 4 where some of several could not be read. */
export async function runAdd(this: CliContext, flags: AddFlags, ...targets: string[]): Promise<void> {
  const request = {
    targets,
    folder: flags.dir ?? null,
    registry: flags.registry ?? null,
    as: flags.as ?? null,
    base: flags.base ?? false,
    verify: flags.verify ?? false,
    settings: settingsOf(flags),
  };
  const { images, problems } = await withPorts(this.host, flags.cache, (ports) => addImages(request, ports));
  if (flags.json === true) print(this, JSON.stringify({ images, problems }, null, 2));
  else for (const image of images) print(this, `added ${rowOf(image)}`);
  for (const { message } of problems) this.host.stderr.write(`fromage: ${printable(message)}\n`);
  this.finish(problems.length > 0 ? EXIT.incomplete : EXIT.fine);
}

/** `fromage index status`. */
export async function runStatus(this: CliContext, flags: StatusFlags): Promise<void> {
  const status = await withPorts(this.host, true, (ports) =>
    indexStatus(ports.store.files.join(ports.store.environment.dataFolder, 'index'), ports),
  );
  if (flags.json === true) return print(this, JSON.stringify(status, null, 2));
  print(this, `official  ${count(status.official.images, 'image')}, as of ${status.official.asOf}`);
  print(this, `bundled   ${count(status.bundled, 'image')} with known digests`);
  print(this, `added     ${count(status.added, 'image')}`);
  print(this, `learned   ${count(status.learned, 'image')}`);
  if (status.unreadable > 0) print(this, `damaged   ${count(status.unreadable, 'record')}`);
  print(this, `in        ${status.folder}`);
}

/** `fromage index list`. */
export async function runList(this: CliContext, flags: ListFlags): Promise<void> {
  const images = await withPorts(this.host, true, (ports) => listImages(flags.learned ?? false, ports));
  if (flags.json === true) return print(this, JSON.stringify(images, null, 2));
  if (images.length === 0) this.host.stderr.write('Your index is empty. fromage index add IMAGE puts images in.\n');
  for (const image of images) print(this, rowOf(image));
}

/** `fromage index remove`. */
export async function runRemove(this: CliContext, flags: RemoveFlags, ...names: string[]): Promise<void> {
  const removed = await withPorts(this.host, true, (ports) =>
    removeImages({ names, all: flags.all ?? false, learned: flags.learned ?? false }, ports),
  );
  print(this, `removed ${count(removed, 'image')}`);
}

function rowOf(image: KnownImage): string {
  const id = image.index ?? image.manifest ?? image.config;
  const layers = count(image.diffIds?.length ?? image.blobs.length, 'layer');
  const size = image.size === null ? '' : `, ${formatBytes(image.size)}`;
  const how = [image.origin, ...(image.hashed ? ['hashed'] : [])].join(', ');
  return `${shortReference(image.reference)}  ${printable(image.platform)}  ${id === null ? '' : shortDigest(id)}  ${layers}${size}  ${image.seen}  ${how}`;
}

function print(context: CliContext, line: string): void {
  context.host.stdout.write(`${line}\n`);
}
