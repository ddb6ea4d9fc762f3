import { FromageError } from '../model/error.ts';

/** Far over any Dockerfile. */
export const MAX_DOCKERFILE_BYTES = 10 * 1024 * 1024;

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

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
