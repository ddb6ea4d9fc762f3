import { MAGIC_LENGTH, sniffPacking } from '../codec/magic.ts';
import { looksLikeTar } from '../codec/tar.ts';
import { MAX_DOCKERFILE_BYTES } from '../dockerfile/decode-dockerfile.ts';
import { FromageError } from '../model/error.ts';
import type { ByteStream } from '../ports/index.ts';
import { splitScheme } from '../store/open-image.ts';
import { recogniseQuickly } from '../store/recognise.ts';
import type { StorePorts } from '../store/source.ts';

/** What a person asked about: an image to open (with the ports to open it by), or the bytes of a Dockerfile. */
export type Subject =
  | { readonly kind: 'image'; readonly location: string; readonly ports: StorePorts }
  | { readonly kind: 'dockerfile'; readonly path: string; readonly bytes: Uint8Array };

const NAMES = ['Dockerfile', 'Containerfile'];

/**
 * Tells a Dockerfile from an image: a scheme means an image; a path is looked at; standard input is told by its first bytes.
 * Throws `not-found` where a Dockerfile is asked for and none is there.
 */
export async function findSubject(
  request: { readonly target: string; readonly asDockerfile: boolean },
  ports: StorePorts,
): Promise<Subject> {
  const { target, asDockerfile } = request;
  if (target === '-') return fromStdin(asDockerfile, ports);
  if (asDockerfile) return readDockerfile(target, ports);
  const image: Subject = { kind: 'image', location: target, ports };
  refuseForeignScheme(target);
  if (splitScheme(target) !== null || target === '' || target.includes('\0') || (await ports.files.status(target)) === null) return image;
  const kind = await recogniseQuickly(target, ports.files);
  if (kind === 'dockerfile') return readDockerfile(target, ports);
  if (kind === 'unknown') await suggestDockerfile(target, ports);
  return image;
}

/** Schemes of other tools, which would otherwise be taken for names. */
const FOREIGN = /^(containers-storage|ostree|docker-image|sif|registry|tarball|file|https?):/;

function refuseForeignScheme(target: string): void {
  const scheme = FOREIGN.exec(target)?.[1];
  if (scheme === undefined) return;
  const hint = scheme.startsWith('http')
    ? `Leave it out: ${target.replace(/^https?:\/+/, '').slice(0, 100)}.`
    : 'fromage trace --help lists what images come from.';
  throw new FromageError('usage', `${scheme}: is no source that is known here`, { hint });
}

/** A folder that is nothing itself, but holds Dockerfiles of other names, was meant for one of them. Throws `not-found` then. */
async function suggestDockerfile(folder: string, { files }: StorePorts): Promise<void> {
  if ((await files.status(folder))?.kind !== 'directory') return;
  const named = (await files.list(folder)).filter((name) => /^(dockerfile|containerfile)[.-]|\.(dockerfile|containerfile)$/i.test(name));
  if (named.length === 0 && !/^(\.{0,2}\/|\.{1,2}$)/.test(folder)) return;
  const hint =
    named[0] === undefined
      ? 'Name the Dockerfile itself, or an image.'
      : `It holds ${named.slice(0, 5).join(', ')}: fromage trace -f ${files.join(folder, named[0])}.`;
  throw new FromageError('not-found', `${folder} holds no Dockerfile, and is no image layout and no root file system`, { hint });
}

/** A Dockerfile by its path, or by that of the folder it is in. */
export async function readDockerfile(path: string, ports: StorePorts): Promise<Extract<Subject, { kind: 'dockerfile' }>> {
  const { files } = ports;
  const status = await files.status(path);
  if (status === null) throw new FromageError('not-found', `${path} does not exist`);
  const found = status.kind === 'directory' ? await inFolder(path, ports) : path;
  return { kind: 'dockerfile', path: found, bytes: await files.read(found, MAX_DOCKERFILE_BYTES) };
}

async function inFolder(folder: string, { files }: StorePorts): Promise<string> {
  for (const name of NAMES) {
    const path = files.join(folder, name);
    if ((await files.status(path))?.kind === 'file') return path;
  }
  throw new FromageError('not-found', `${folder} holds no ${NAMES.join(' or ')}`, { hint: 'Name the file itself.' });
}

async function fromStdin(asDockerfile: boolean, ports: StorePorts): Promise<Subject> {
  const chunks = ports.files.stdin()[Symbol.asyncIterator]();
  const head = await takeHead(chunks);
  const isArchive = sniffPacking(head.subarray(0, MAGIC_LENGTH)) !== 'none' || looksLikeTar(head);
  const stream = () => replay(head, chunks);
  if (isArchive && !asDockerfile) return { kind: 'image', location: '-', ports: { ...ports, files: { ...ports.files, stdin: stream } } };
  if (head.length === 0)
    throw new FromageError('not-found', 'standard input is empty', { hint: 'Pipe a Dockerfile or the output of docker save into it.' });
  return { kind: 'dockerfile', path: '-', bytes: await readBounded(stream()) };
}

const HEAD_BYTES = 8192;

async function takeHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head = new Uint8Array();
  while (head.length < HEAD_BYTES) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    head = joined(head, value);
  }
  return head;
}

async function* replay(head: Uint8Array, chunks: AsyncIterator<Uint8Array>): ByteStream {
  yield head;
  for (;;) {
    const { value, done } = await chunks.next();
    if (done === true) return;
    yield value;
  }
}

async function readBounded(stream: ByteStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_DOCKERFILE_BYTES)
      throw new FromageError('too-large', `standard input is larger than a Dockerfile may be (${MAX_DOCKERFILE_BYTES} bytes)`);
    chunks.push(chunk.slice());
  }
  return chunks.reduce(joined, new Uint8Array());
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
