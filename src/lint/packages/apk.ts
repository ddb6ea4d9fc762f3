import type { CallTable } from './call.ts';

const FLAGS =
  't virtual p root X repository arch cache-dir cache-max-age keys-dir progress-fd repositories-file timeout wait initramfs-diskless-boot';

/** apk(8) and apk-add(8). */
export const APK = { programs: ['apk'], withValue: new Set(FLAGS.split(' ')) } as const satisfies CallTable;
