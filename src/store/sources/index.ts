import type { Source } from '../source.ts';

/**
 * What is known of a source without loading it. `role` says how it is come by where no scheme is given: `file` by a path
 * that exists, `engine` by name, in this order, then `registry`.
 */
export interface SourceEntry {
  readonly scheme: string;
  readonly summary: string;
  readonly example: string;
  /** Whether it needs the network: refused under --offline. */
  readonly network: boolean;
  readonly role: 'file' | 'engine' | 'registry' | 'stdin';
  load(): Promise<Source>;
}

/** Every source, in the order of help. Adding one: its file in this folder, and an entry here. */
export const SOURCES: readonly SourceEntry[] = [
  {
    scheme: 'docker-archive',
    summary: 'a tar written by docker save or podman save, plain or compressed',
    example: 'docker-archive:images.tar:httpd:2.4',
    network: false,
    role: 'file',
    load: async () => (await import('./docker-archive.ts')).dockerArchive,
  },
  {
    scheme: 'oci',
    summary: 'an OCI image layout in a folder',
    example: 'oci:folder:2.4',
    network: false,
    role: 'file',
    load: async () => (await import('./oci.ts')).oci,
  },
  {
    scheme: 'oci-archive',
    summary: 'an OCI image layout in a tar, plain or compressed',
    example: 'oci-archive:image.tar:2.4',
    network: false,
    role: 'file',
    load: async () => (await import('./oci-archive.ts')).ociArchive,
  },
  {
    scheme: 'dir',
    summary: 'a root file system in a folder',
    example: 'dir:/mnt/root',
    network: false,
    role: 'file',
    load: async () => (await import('./rootfs.ts')).rootfs,
  },
  {
    scheme: 'docker-daemon',
    summary: 'an image in a Docker engine',
    example: 'docker-daemon:httpd:2.4',
    network: false,
    role: 'engine',
    load: async () => (await import('./docker-daemon.ts')).dockerDaemon,
  },
  {
    scheme: 'podman',
    summary: 'an image in podman, whose service runs',
    example: 'podman:httpd:2.4',
    network: false,
    role: 'engine',
    load: async () => (await import('./podman.ts')).podman,
  },
  {
    scheme: 'docker',
    summary: 'an image in a registry',
    example: 'docker://ghcr.io/owner/app:1.2',
    network: true,
    role: 'registry',
    load: async () => (await import('./registry.ts')).registrySource,
  },
  {
    scheme: '-',
    summary: 'an archive on standard input',
    example: 'docker save httpd | fromage trace -',
    network: false,
    role: 'stdin',
    load: async () => (await import('./stdin.ts')).stdin,
  },
];
