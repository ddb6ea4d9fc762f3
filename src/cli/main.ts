import type { Application, CommandContext } from '@stricli/core';
import { ExitCode, buildApplication, generateHelpTextForAllCommands, run as runApplication, text_en } from '@stricli/core';
import { EXIT, FromageError } from '../model/error.ts';
import { routes } from './commands/index.ts';
import type { CliContext } from './context.ts';
import type { CliProcess, Output } from './terminal.ts';

/**
 * Runs the program and gives its exit code: 0 fine, 1 findings over the threshold, 2 usage, 3 could not do it, 4 answer
 * incomplete. The launcher (bin/fromage.cjs) calls it; nothing is read or opened before a command runs.
 */
export async function run(args: readonly string[], process: CliProcess): Promise<number> {
  const host = lazily(process);
  // stricli asks each stream for its colours before it has anything to write, and Node takes milliseconds to open one.
  const forStricli = {
    stdout: { write: (text: string) => host.stdout.write(text) },
    stderr: { write: (text: string) => host.stderr.write(text) },
    env: process.env,
    exitCode: null as number | string | null,
  };
  const context: CliContext = { process: forStricli, host, finish: (code) => void (forStricli.exitCode = code) };
  const words = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  await runApplication(makeApplication(commandIn(words)), words, context);
  return host.failed ? EXIT.failed : exitCodeOf(forStricli.exitCode);
}

/** The command that words begin with, as it is typed: `fromage index add`; `fromage` alone where they begin with none. */
function commandIn(words: readonly string[]): string {
  const names = ['fromage'];
  let target: ReturnType<typeof routes.getRoutingTargetForInput> = routes;
  for (const word of words) {
    if (target === undefined || !('getRoutingTargetForInput' in target)) break;
    target = target.getRoutingTargetForInput(word);
    if (target !== undefined) names.push(word);
  }
  return names.join(' ');
}

/** `command` is the one that errors send to for help. */
function makeApplication(command: string): Application<CliContext> {
  return buildApplication<CliContext>(routes, {
    name: 'fromage',
    scanner: { caseStyle: 'allow-kebab-for-camel' },
    documentation: { caseStyle: 'convert-camel-to-kebab', onlyRequiredInUsageLine: true },
    determineExitCode: (error) => (FromageError.is(error) ? error.exitCode : EXIT.failed),
    localization: {
      text: {
        ...text_en,
        exceptionWhileParsingArguments: (error) => formatUsage(text_en.exceptionWhileParsingArguments(error, false), command),
        noCommandRegisteredForInput: (told) => formatUsage(text_en.noCommandRegisteredForInput({ ...told, ansiColor: false }), command),
        exceptionWhileRunningCommand: (error) => formatFailure(error, command),
        commandErrorResult: (error) => error.message,
      },
    },
  });
}

/** The help of every command, for docs/cli.md. */
export function helpPages(): readonly { readonly command: string; readonly help: string }[] {
  return generateHelpTextForAllCommands(makeApplication('fromage') as unknown as Application<CommandContext>).map(([command, help]) => ({
    command,
    help,
  }));
}

/** A failure as a person reads it: what, and what to do. What is no FromageError is a mistake of ours. */
function formatFailure(error: unknown, command: string): string {
  if (FromageError.is(error)) {
    const hint = error.hint ?? (error.code === 'usage' ? helpHint(command) : null);
    return `fromage: ${error.message}${hint === null ? '' : `\n  ${hint}`}`;
  }
  return `fromage: a mistake in fromage itself, please report it\n${error instanceof Error ? error.stack : String(error)}`;
}

function formatUsage(told: string, command: string): string {
  return `fromage: ${told}\n  ${helpHint(command)}`;
}

function helpHint(command: string): string {
  return `${command} --help shows ${command === 'fromage' ? 'the commands' : 'how it is called'}.`;
}

function exitCodeOf(code: number | string | null): number {
  if (code === ExitCode.UnknownCommand || code === ExitCode.InvalidArgument) return EXIT.usage;
  return typeof code !== 'number' || code < 0 ? EXIT.failed : code;
}

/** The same process, whose streams are opened when they are asked for, and survive a reader that goes away. */
function lazily(process: CliProcess): CliProcess & { failed: boolean } {
  return {
    failed: false,
    get stdout() {
      return survivePipe(process.stdout, this);
    },
    get stderr() {
      return survivePipe(process.stderr, this);
    },
    env: process.env,
    cwd: () => process.cwd?.() ?? '.',
  };
}

/** Who reads us may stop reading (`| head`): no reason to complain. Where an answer can't be written, it was not given. */
function survivePipe(stream: Output, host: { failed: boolean }): Output {
  const emitter = stream as Output & Partial<Pick<NodeJS.EventEmitter, 'on' | 'listenerCount'>>;
  if (emitter.listenerCount?.('error') !== 0) return stream;
  emitter.on?.('error', (error: { readonly code?: string; readonly message: string }) => {
    if (error.code === 'EPIPE' || host.failed) return;
    host.failed = true;
    process.exitCode = EXIT.failed;
    process.stderr.write(`fromage: the answer could not be written: ${error.message}\n`);
  });
  return stream;
}
