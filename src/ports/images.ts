import type { Image } from '../model/image.ts';
import type { Platform } from '../model/platform.ts';

export interface OpenOptions {
  /** Null: the host's where the image has it, else the only one there is, else `ambiguous`. */
  readonly platform: Platform | null;
  /** Never ask the network (an engine's local socket is allowed). */
  readonly offline: boolean;
}

/** Opens an image by what a person would type: `docker-archive:x.tar`, `oci:folder:tag`, `httpd:2.4` … */
export type OpenImage = (location: string, options: OpenOptions) => Promise<Image>;
