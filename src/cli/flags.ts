import type { TypedFlagParameter } from '@stricli/core';
import type { ColourChoice } from './terminal.ts';

/** Flags of every command that opens images. */
export interface SourceFlags {
  readonly platform?: string;
  readonly offline?: boolean;
  readonly tlsVerify?: boolean;
  readonly plainHttp?: boolean;
  readonly cache: boolean;
}

export const SOURCE_FLAGS = {
  platform: {
    kind: 'parsed',
    parse: String,
    optional: true,
    brief: 'Platform of the image: os/arch[/variant], or all',
    placeholder: 'os/arch',
  },
  offline: { kind: 'boolean', optional: true, withNegated: false, brief: 'Never ask the network; names are answered from the index' },
  tlsVerify: { kind: 'boolean', optional: true, brief: 'Check the certificates of registries (--no-tls-verify: take any)' },
  plainHttp: {
    kind: 'boolean',
    optional: true,
    withNegated: false,
    brief: 'Speak plain HTTP to registries on this machine or named with a port',
  },
  cache: { kind: 'boolean', default: true, brief: 'Keep manifests and configs on disk' },
} as const satisfies Record<string, TypedFlagParameter<unknown> | object>;

export const COLOUR_FLAG = {
  kind: 'enum',
  values: ['auto', 'always', 'never'],
  default: 'auto',
  brief: 'Colour in the output (auto follows NO_COLOR and the terminal)',
} as const satisfies { kind: 'enum'; values: readonly ColourChoice[]; default: ColourChoice; brief: string };
