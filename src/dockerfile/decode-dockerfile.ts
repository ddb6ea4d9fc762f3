import { FromageError } from '../model/error.ts';

/** Far over any Dockerfile. */
export const MAX_DOCKERFILE_BYTES = 4 * 1024 * 1024;

/** Each line may be an instruction, which takes a kilobyte of memory once it is read. */
const MAX_LINES = 500_000;

/**
 * The text of a Dockerfile, its byte order mark kept. `name` is what the user calls the file, for the message.
 * Errors: `too-large`; `malformed` for bytes that are no text.
 */
export function decodeDockerfile(bytes: Uint8Array, name = 'the Dockerfile'): string {
  if (bytes.length > MAX_DOCKERFILE_BYTES) {
    throw new FromageError('too-large', `${name} is no Dockerfile: it has ${bytes.length} bytes`, {
      hint: `A Dockerfile may have ${MAX_DOCKERFILE_BYTES} bytes. Is it an image archive?`,
    });
  }
  if (countLines(bytes) > MAX_LINES) {
    throw new FromageError('too-large', `${name} is no Dockerfile: it has more than ${MAX_LINES} lines`, {
      hint: 'Is it a data file?',
    });
  }
  if (bytes.includes(0)) {
    throw new FromageError('malformed', `${name} is no Dockerfile: it is binary`, {
      hint: isUtf16(bytes) ? 'It is written in UTF-16; save it as UTF-8.' : 'A Dockerfile is plain text in UTF-8. Is it an image archive?',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FromageError('malformed', `${name} is not written in UTF-8`, { hint: 'Save it as UTF-8.', cause });
  }
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
