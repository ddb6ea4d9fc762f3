import { findDockerEndpoints } from '../engine/docker-endpoints.ts';
import type { Engine } from '../engine/open-engine-image.ts';
import { openEngineImage, openEngineImages } from '../engine/open-engine-image.ts';
import type { Source } from '../source.ts';

const ENGINE: Engine = {
  scheme: 'docker-daemon',
  label: 'Docker',
  hint: 'start it, or say where it is with DOCKER_HOST or a docker context',
  endpoints: findDockerEndpoints,
};

/** An image in a Docker engine, asked over its socket. */
export const dockerDaemon = {
  scheme: 'docker-daemon',
  summary: 'an image in a Docker engine',
  example: 'docker-daemon:httpd:2.4',
  network: false,
  open: (location, settings, ports) => openEngineImage(ENGINE, location, settings, ports),
  openAll: (location, settings, ports) => openEngineImages(ENGINE, location, settings, ports),
} as const satisfies Source;
