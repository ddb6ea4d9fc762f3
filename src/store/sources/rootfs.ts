import { emptyImageConfig } from '../../codec/image-config.ts';
import { FromageError } from '../../model/error.ts';
import type { Files } from '../../ports/index.ts';
import type { Source } from '../source.ts';

/** A root file system in a folder: an unpacked image, a chroot, a mounted disk. */
export const rootfs = {
  scheme: 'dir',
  summary: 'a root file system in a folder',
  example: 'dir:/mnt/root',
  network: false,
  async open(location, _settings, ports) {
    const found = await ports.files.status(location);
    if (found === null) throw new FromageError('not-found', `${location} does not exist`);
    if (found.kind !== 'directory') throw new FromageError('not-an-image', `${location} is no folder`);
    await refuseOthers(location, ports.files);
    const config = emptyImageConfig(ports.environment.hostPlatform);
    return {
      source: 'dir',
      location: `dir:${location}`,
      reference: null,
      names: [],
      platform: config.platform,
      otherPlatforms: [],
      indexDigest: null,
      manifestDigest: null,
      manifest: null,
      configDigest: null,
      configVerified: false,
      config,
      layers: [],
      problems: [
        { kind: 'no-config', message: `${location} is a root file system: it has no layers, no history and no config`, incomplete: false },
        { kind: 'platform-assumed', message: `${location} does not say its platform: the host's is taken`, incomplete: false },
      ],
      attachments: async () => [],
      close: async () => {},
    };
  },
} as const satisfies Source;

/** skopeo's `dir:` means another thing, and nothing is no root file system. Throws `unsupported`, `not-an-image`. */
async function refuseOthers(folder: string, files: Files): Promise<void> {
  const names = await files.list(folder);
  if (names.length === 0) throw new FromageError('not-an-image', `${folder} is empty: no root file system`);
  if (!names.includes('version') || !names.includes('manifest.json')) return;
  throw new FromageError('unsupported', `${folder} is no root file system, but an image that skopeo or podman wrote with their dir:`, {
    hint: `make an image layout of it: skopeo copy dir:${folder} oci:${folder}-oci:1`,
  });
}
