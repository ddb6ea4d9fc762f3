/** What a file that can be run asks of the system around it. */
export type ProgramLinks =
  | { readonly kind: 'script' /** After `#!`: the interpreter and its arguments. */; readonly words: readonly string[] }
  | {
      readonly kind: 'elf';
      /** e_machine of its ELF header. */
      readonly machine: number;
      readonly is64: boolean;
      readonly interpreter: string | null;
      readonly needed: readonly string[];
      readonly soname: string | null;
      readonly paths: readonly string[];
      readonly wants: Readonly<Record<string, readonly string[]>>;
      readonly gives: readonly string[];
    };

/** Why a program would not run on another base. */
export interface Misfit {
  /** Of the program. */
  readonly path: string;
  readonly kind: 'interpreter' | 'library' | 'symbol-version' | 'script-interpreter';
  /** What is missing: `/lib64/ld-linux-x86-64.so.2`, `libssl.so.3`, `libc.so.6: GLIBC_2.38`. */
  readonly missing: string;
}

/** Whether layers would run on another base, as far as files tell. */
export interface Fit {
  /** Programs and scripts that were looked at. */
  readonly programs: number;
  /** What would not run there and runs where it is. */
  readonly misfits: readonly Misfit[];
  /** What misses something where it is already: nothing can be told of it. */
  readonly untold: number;
}
