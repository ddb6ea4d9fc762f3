/** The time, and waiting. Milliseconds. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Environment variables and the few places that hang on them. */
export interface Environment {
  get(name: string): string | undefined;
  /** Home folder. */
  readonly home: string;
  /** Where this user's data, cache and run-time files live (XDG on Linux). */
  readonly dataFolder: string;
  readonly cacheFolder: string;
  readonly runtimeFolder: string | null;
  /** The platform an image is run on here: its os, as Go names it, is `linux` also on macOS and Windows hosts. */
  readonly hostPlatform: { readonly os: string; readonly architecture: string; readonly variant?: string };
}

export interface ExecResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the host (a credential helper). Killed after the timeout: `unreachable`. No such program: `not-found`. */
export interface Exec {
  run(command: string, args: readonly string[], options: { readonly stdin?: string; readonly timeoutMs: number }): Promise<ExecResult>;
}

/** Progress of things that take long. Implementations decide whether anybody sees it. */
export interface Progress {
  /** `total` in bytes, or null. */
  start(label: string, total: number | null): ProgressTask;
}

export interface ProgressTask {
  advance(bytes: number): void;
  done(): void;
}
