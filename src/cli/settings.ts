import { FromageError } from '../model/error.ts';
import { type Platform, parsePlatform } from '../model/platform.ts';
import type { SourceSettings } from '../store/source.ts';
import type { SourceFlags } from './flags.ts';

/** `all` is for the command to see to: null, like no platform at all. Throws `usage`. */
export function settingsOf(flags: SourceFlags): SourceSettings {
  return {
    platform: flags.platform === undefined || flags.platform === 'all' ? null : requirePlatform(flags.platform),
    offline: flags.offline ?? false,
    tlsVerify: flags.tlsVerify ?? null,
    plainHttp: flags.plainHttp ?? false,
    credentials: null,
  };
}

function requirePlatform(text: string): Platform {
  const platform = parsePlatform(text);
  if (platform !== null) return platform;
  throw new FromageError('usage', `"${text}" is no platform`, {
    hint: 'The form is os/arch[/variant]: linux/amd64, linux/arm/v7; or all.',
  });
}
