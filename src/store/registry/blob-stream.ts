import { FromageError } from '../../model/error.ts';
import type { ByteStream, Clock, HttpResponse, Progress, ProgressTask } from '../../ports/index.ts';
import type { Asked } from './failure.ts';
import { failureOf, garbage } from './failure.ts';
import type { RegistryLimits } from './limits.ts';
import { backOff, isPassing } from './retry.ts';
import type { Transport } from './transport.ts';

export interface BlobRequest {
  readonly path: string;
  /** Bytes, as the descriptor says. */
  readonly size: number;
  readonly asked: Asked;
}

/** A blob that takes longer than this shows its progress. Milliseconds. */
const QUIET_MS = 1000;
/** Who gives a blob byte by byte is not followed for ever. */
const MAX_PARTS = 100;

/**
 * A blob's bytes. Where the connection breaks off, it goes on from there (`Range`), or from the start again where the registry
 * knows no ranges, passing over what was had. Throws `digest-mismatch` where more comes than the descriptor says, `truncated`
 * where it breaks off again and again, and what transport and failureOf throw.
 */
export async function* blobStream(
  request: BlobRequest,
  transport: Transport,
  limits: RegistryLimits,
  ports: { readonly clock: Clock; readonly progress: Progress },
): ByteStream {
  const meter = startMeter(request, ports);
  let offset = 0;
  let idle = 0;
  try {
    for (let part = 0; offset < request.size; part += 1) {
      const before = offset;
      const body = receive(request, offset, transport);
      try {
        for await (const chunk of body) {
          offset += chunk.length;
          meter.advance(chunk.length);
          yield chunk;
        }
      } catch (error) {
        if (!isPassing(error)) throw error;
      }
      if (offset >= request.size) return;
      idle = offset > before ? 0 : idle + 1;
      if (idle > limits.resumes || part >= MAX_PARTS) throw brokenOff(request, offset);
      await ports.clock.sleep(backOff(Math.max(1, idle), limits));
    }
  } finally {
    meter.done();
  }
}

/** One answer's bytes from `offset` on, and not one more than the descriptor says. */
async function* receive(request: BlobRequest, offset: number, transport: Transport): ByteStream {
  const response = await transport.send({
    path: request.path,
    headers: offset === 0 ? {} : { range: `bytes=${offset}-` },
    asked: request.asked,
  });
  let skip = await bytesToSkip(response, request, offset);
  let left = request.size - offset;
  try {
    for await (const chunk of response.body) {
      const fresh = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - fresh.length;
      left -= fresh.length;
      if (left < 0) throw tooLong(request);
      if (fresh.length > 0) yield fresh;
    }
  } finally {
    response.discard();
  }
}

async function bytesToSkip(response: HttpResponse, request: BlobRequest, offset: number): Promise<number> {
  if (response.status === 200) {
    const length = Number(response.headers['content-length'] ?? request.size);
    if (length <= request.size) return offset;
    response.discard();
    throw tooLong(request);
  }
  if (response.status !== 206) throw await failureOf(response, request.asked);
  // RFC 9110, 14.4: `bytes 5-9/10`; the total may be `*`.
  const [, first, , total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '') ?? [];
  if (Number(first) === offset && (total === '*' || Number(total) === request.size)) return 0;
  response.discard();
  throw garbage(request.asked, 'it gives another part of the blob than was asked for');
}

function startMeter(request: BlobRequest, ports: { readonly clock: Clock; readonly progress: Progress }): ProgressTask {
  const begun = ports.clock.now();
  let quietly = 0;
  let task: ProgressTask | null = null;
  return {
    advance(bytes) {
      quietly += bytes;
      if (task === null && ports.clock.now() - begun < QUIET_MS) return;
      task ??= ports.progress.start(request.asked.what, request.size);
      task.advance(quietly);
      quietly = 0;
    },
    done: () => task?.done(),
  };
}

function brokenOff(request: BlobRequest, offset: number): FromageError {
  return new FromageError(
    'truncated',
    `${request.asked.registry} breaks off ${request.asked.what} after ${offset} of ${request.size} bytes`,
    {
      hint: 'try again later',
    },
  );
}

function tooLong(request: BlobRequest): FromageError {
  return new FromageError('digest-mismatch', `${request.asked.what} has more than the ${request.size} bytes it should have`);
}
