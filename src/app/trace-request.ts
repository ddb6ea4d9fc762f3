import type { SourceSettings } from '../store/source.ts';

/** What is asked, and how far it may go. */
export interface TraceRequest {
  /** An image in any form a source knows, a Dockerfile, a folder with one, or `-`. */
  readonly target: string;
  /** The target is a Dockerfile, whatever it looks like. */
  readonly asDockerfile: boolean;
  /** For a Dockerfile: values of its ARGs, and the stage that is built (null: the last). */
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly stage: string | null;
  /** For an image: the Dockerfile it was built from, whose lines are shown with the layers. */
  readonly dockerfile: string | null;
  /** Reads every layer and checks it against its digests. */
  readonly verify: boolean;
  /** Remembers the image in the user's index, so that others are recognised by it. */
  readonly learn: boolean;
  readonly settings: SourceSettings;
}

/** What tracing an image that is open needs of it. */
export type OpenedRequest = Pick<TraceRequest, 'dockerfile' | 'buildArgs' | 'stage' | 'verify' | 'settings'>;
