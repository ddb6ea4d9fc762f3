/** How often a flag may be given, and whether it takes a value. */
export type FlagKind = 'text' | 'texts' | 'switch';

/** The flags of each instruction. ARG and STOPSIGNAL are not here: the frontend reads their flags and forgets them. */
export const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  ADD: {
    checksum: 'text',
    chmod: 'text',
    chown: 'text',
    exclude: 'texts',
    'keep-git-dir': 'switch',
    link: 'switch',
    unpack: 'switch',
  },
  CMD: {},
  COPY: { chmod: 'text', chown: 'text', exclude: 'texts', from: 'text', link: 'switch', parents: 'switch' },
  ENTRYPOINT: {},
  ENV: {},
  EXPOSE: {},
  FROM: { platform: 'text' },
  HEALTHCHECK: { interval: 'text', retries: 'text', 'start-interval': 'text', 'start-period': 'text', timeout: 'text' },
  LABEL: {},
  MAINTAINER: {},
  ONBUILD: {},
  RUN: { device: 'texts', mount: 'texts', network: 'text', security: 'text' },
  SHELL: {},
  USER: {},
  VOLUME: {},
  WORKDIR: {},
};

/** Flags that take one of a few words. */
export const FLAG_VALUES: Readonly<Record<string, readonly string[]>> = {
  network: ['default', 'none', 'host'],
  security: ['sandbox', 'insecure'],
};
