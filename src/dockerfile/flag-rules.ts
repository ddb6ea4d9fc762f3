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

/** Flags whose value has a form: what it is to match, and how to write it. */
export const FLAG_FORMS: Readonly<Record<string, readonly [form: RegExp, advice: string]>> = {
  interval: duration(),
  // Variables are expanded in the options of a mount, but not in this one, which the stages are sorted by.
  mount: [
    /^(?!(?:.*,)?from=[^,]*\$[^,])./is,
    'Write --mount=type=…,target=…; "from" takes no variables: give the image a stage and name that.',
  ],
  retries: [/^\+?\d{1,9}$|^$/, 'Write a number: 3.'],
  'start-interval': duration(),
  'start-period': duration(),
  timeout: duration(),
};

/** As Go's `time.ParseDuration` reads it. */
function duration(): readonly [form: RegExp, advice: string] {
  return [/^$|^[+-]?0$|^\+?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/, 'Write a time with its unit: 30s, 1m30s.'];
}
