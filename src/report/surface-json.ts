import type { Brought, Surface } from '../model/surface.ts';
import { layerNumber } from './layer-number.ts';

/** As schema/scan.schema.json has it: layers are numbered from 1. */
export function surfaceMember(surface: Surface): object {
  const { user, programs, privileged, writable, headers, developmentPackages, secrets, search } = surface;
  return {
    user,
    programs: programs.map(numbered),
    privileged: privileged.map(numbered),
    writable,
    headers,
    developmentPackages: developmentPackages.map(numbered),
    secrets: secrets.map(({ hiddenBy, ...secret }) => ({ ...numbered(secret), hiddenBy: hiddenBy === null ? null : numbered(hiddenBy) })),
    search,
  };
}

function numbered<T extends Brought>(one: T): T {
  return { ...one, layer: one.layer === null ? null : layerNumber(one.layer) };
}
