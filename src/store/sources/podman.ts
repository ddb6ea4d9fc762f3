import type { Engine } from '../engine/open-engine-image.ts';
import { openEngineImage, openEngineImages } from '../engine/open-engine-image.ts';
import { findPodmanEndpoints } from '../engine/podman-endpoints.ts';
import type { Source } from '../source.ts';

const ENGINE: Engine = {
  scheme: 'podman',
  label: 'podman',
  hint: 'start its service (systemctl --user start podman.socket, or podman machine start), or say where it is with CONTAINER_HOST',
  endpoints: findPodmanEndpoints,
};

/** An image in podman's storage, asked over the socket of its service. */
export const podman = {
  scheme: 'podman',
  summary: 'an image in podman, whose service runs',
  example: 'podman:httpd:2.4',
  network: false,
  open: (location, settings, ports) => openEngineImage(ENGINE, location, settings, ports),
  openAll: (location, settings, ports) => openEngineImages(ENGINE, location, settings, ports),
} as const satisfies Source;
