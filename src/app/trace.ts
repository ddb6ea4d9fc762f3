import { FromageError } from '../model/error.ts';
import type { Image } from '../model/image.ts';
import type { Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import type { Trace } from '../model/trace.ts';
import { openImage, openImages } from '../store/open-image.ts';
import type { AppPorts } from './app-ports.ts';
import { findSubject, type Subject } from './find-subject.ts';
import { learnImage } from './learn-image.ts';
import { traceDockerfile } from './trace-dockerfile.ts';
import { traceOpened } from './trace-opened.ts';
import type { TraceRequest } from './trace-request.ts';
import { referenceIn, traceNamed } from './trace-named.ts';

/**
 * What the target is made FROM. Throws what opening it throws; what is merely missing on the way down is in the answer.
 * An image that is not at hand is answered from the indexes, where they know its name.
 */
export async function trace(request: TraceRequest, ports: AppPorts): Promise<Trace> {
  const subject = await findSubject(request, ports.store);
  if (subject.kind === 'dockerfile') return traceDockerfile(subject, request, ports);
  refuseBuildFlags(request);
  const opened = await openOrName(subject, request, ports);
  return opened.image === null
    ? traceNamed(opened.reference, opened.problems, request, ports)
    : traceAndClose(opened.image, request, subject, ports);
}

/** The same for every platform the image is for. Throws `usage` for a Dockerfile: it has as many as it is built for. */
export async function traceAll(request: TraceRequest, ports: AppPorts): Promise<readonly Trace[]> {
  const subject = await findSubject(request, ports.store);
  if (subject.kind === 'dockerfile')
    throw new FromageError('usage', 'A Dockerfile is traced for one platform at a time', { hint: 'Name it: --platform linux/arm64.' });
  const images = await openImages(subject.location, request.settings, subject.ports);
  const traces: Trace[] = [];
  try {
    for (const image of images) traces.push(await traceAndClose(image, request, subject, ports));
    return traces;
  } finally {
    for (const image of images.slice(traces.length)) await image.close();
  }
}

/** What says how a Dockerfile is built says nothing of an image alone. */
function refuseBuildFlags({ target, dockerfile, stage, buildArgs }: TraceRequest): void {
  if (dockerfile !== null || (stage === null && Object.keys(buildArgs).length === 0)) return;
  const flag = stage === null ? '--build-arg' : '--target';
  throw new FromageError('usage', `${flag} goes with a Dockerfile, and ${target} is none`, {
    hint: 'Give the Dockerfile it was built from too: --dockerfile FILE.',
  });
}

type Opened = { readonly image: Image } | { readonly image: null; readonly reference: string; readonly problems: readonly Problem[] };

type ImageSubject = Extract<Subject, { kind: 'image' }>;

/** Why an image by name may have to be answered from the indexes alone. */
const AWAY: ReadonlySet<string> = new Set(['offline', 'unreachable', 'server-error', 'rate-limited']);

async function openOrName(subject: ImageSubject, request: TraceRequest, ports: AppPorts): Promise<Opened> {
  try {
    return { image: await openImage(subject.location, request.settings, subject.ports) };
  } catch (error) {
    const reference = referenceIn(subject.location);
    if (!(error instanceof FromageError) || !AWAY.has(error.code) || reference === null || request.dockerfile !== null) throw error;
    const offline = error.code === 'offline';
    // Only where the index has the name does it stand in for a registry that fails; offline there is nobody else to ask.
    if (!offline && !(await isKnown(reference, request.settings.platform, ports))) throw error;
    const message = `${error.message}; answered from the index instead.`;
    const unreached: Problem = { kind: 'registry-unreachable', message, incomplete: false };
    return { image: null, reference, problems: [...(offline ? [] : [unreached]), ...(await folderBeside(subject))] };
  }
}

/** `examples` may have been meant as the folder of that name. */
async function folderBeside({ location, ports }: ImageSubject): Promise<readonly Problem[]> {
  if ((await ports.files.status(location))?.kind !== 'directory') return [];
  const message = `There is a folder ${location} here too, but no Dockerfile and no image in it.`;
  return [{ kind: 'folder-passed-over', message, where: location, incomplete: false }];
}

async function isKnown(reference: string, platform: Platform | null, ports: AppPorts): Promise<boolean> {
  const { ancestors, end } = (await traceNamed(reference, [], { settings: { offline: true, platform } }, ports)).lineage;
  return ancestors.length > 0 || end === 'scratch';
}

async function traceAndClose(image: Image, request: TraceRequest, subject: ImageSubject, ports: AppPorts): Promise<Trace> {
  try {
    const { trace: answer, hashed } = await traceOpened(image, request, { ...ports, store: subject.ports });
    if (request.learn) await learnImage(image, answer, hashed, ports);
    return answer;
  } finally {
    await image.close();
  }
}
