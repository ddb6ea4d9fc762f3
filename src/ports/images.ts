import type { Platform } from '../model/platform.ts';

/** How an image is opened, wherever it comes from. */
export interface OpenOptions {
  /** Null: the host's where the image has it, else the only one there is, else `ambiguous`. */
  readonly platform: Platform | null;
  /** Never ask the network (an engine's local socket is allowed). */
  readonly offline: boolean;
}
