import { checkFlags } from './check-flags.ts';
import type { Argument, Dockerfile, DockerfileError, DockerfileErrorCode, Instruction } from './dockerfile.ts';
import { opensHeredoc } from './heredocs.ts';
import { isKeyword, KEYWORDS } from './keywords.ts';
import { readFrom } from './read-from.ts';
import type { Span } from './span.ts';
import { suggest } from './suggest.ts';

/**
 * What the frontend's parser takes and its next step refuses: unknown instructions and flags, missing arguments, ONBUILD of
 * what can't be triggered. In the order of the text. The builder stops at the first; here all are told, and what ONBUILD
 * triggers is checked as well, which the builder leaves to those who build on the image.
 */
export function checkInstructions(dockerfile: Pick<Dockerfile, 'instructions'>): readonly DockerfileError[] {
  const firstFrom = dockerfile.instructions.findIndex(({ keyword }) => keyword === 'FROM');
  return dockerfile.instructions.flatMap((instruction, index) => {
    const early = (firstFrom < 0 || index < firstFrom) && instruction.keyword !== 'ARG';
    const errors = checkInstruction(instruction);
    return early && isKeyword(instruction.keyword) ? [...errors, beforeFrom(instruction)] : errors;
  });
}

type Check = (instruction: Instruction) => readonly DockerfileError[];

const CHECKS: Readonly<Record<string, Check>> = {
  ADD: checkCopy,
  ARG: checkPairs,
  COPY: checkCopy,
  ENV: checkPairs,
  EXPOSE: needsArguments,
  FROM: checkFrom,
  HEALTHCHECK: checkHealthcheck,
  LABEL: checkPairs,
  MAINTAINER: needsArguments,
  ONBUILD: checkOnbuild,
  SHELL: checkShell,
  STOPSIGNAL: needsArguments,
  USER: needsArguments,
  VOLUME: checkVolume,
  WORKDIR: needsArguments,
};

function checkInstruction(instruction: Instruction): readonly DockerfileError[] {
  if (!isKeyword(instruction.keyword)) return [unknownInstruction(instruction)];
  const flags = isHealthcheckNone(instruction) ? [] : checkFlags(instruction);
  return [...flags, ...(CHECKS[instruction.keyword]?.(instruction) ?? [])];
}

/** It has no use for flags, and the frontend does not look at them. */
function isHealthcheckNone(instruction: Instruction): boolean {
  return instruction.keyword === 'HEALTHCHECK' && instruction.arguments[0]?.text.toUpperCase() === 'NONE';
}

function unknownInstruction(instruction: Instruction): DockerfileError {
  const name = instruction.keyword.slice(0, 60);
  const near = suggest(instruction.keyword, KEYWORDS);
  const hint = near === null ? 'Is the line above meant to go on? It then ends with a backslash.' : `Is ${near} meant?`;
  return {
    code: 'unknown-instruction',
    message: `there is no instruction ${name === '' ? 'on this line' : name}`,
    hint,
    span: instruction.keywordSpan,
  };
}

function beforeFrom(instruction: Instruction): DockerfileError {
  const message = `${instruction.keyword} stands before the first FROM`;
  return { code: 'before-from', message, hint: 'Only ARG may stand there.', span: instruction.keywordSpan };
}

function needsArguments(instruction: Instruction): readonly DockerfileError[] {
  if (instruction.arguments.length > 0) return [];
  return [fault(instruction, 'arguments', `${instruction.keyword} has no argument`, `Write what follows ${instruction.keyword}.`)];
}

function checkFrom(instruction: Instruction): readonly DockerfileError[] {
  const { arguments: words } = instruction;
  const { name } = readFrom(instruction);
  if (words.length !== 1 && (words.length !== 3 || name === null)) {
    return [fault(instruction, 'arguments', 'FROM takes an image, or an image, AS and a name', 'For example "FROM alpine AS build".')];
  }
  if (name === null || /^[a-z][a-z0-9-_.]*$/.test(name.text.toLowerCase())) return [];
  const hint = 'It begins with a letter; letters, digits, "-", "_" and "." follow.';
  return [fault(instruction, 'stage-name', `"${name.text.slice(0, 60)}" can't be the name of a stage`, hint, name.span)];
}

function checkCopy(instruction: Instruction): readonly DockerfileError[] {
  const { keyword, arguments: words } = instruction;
  const target = words.at(-1);
  if (target === undefined || words.length < 2) {
    return [fault(instruction, 'arguments', `${keyword} needs a source and a destination`, `For example "${keyword} src/ /app/".`)];
  }
  if (!opensHeredoc(target.text)) return [];
  return [fault(instruction, 'arguments', `${keyword} can't write to a heredoc`, 'Put the destination last.', target.span)];
}

/** What has a fault of its own is not named again. */
function checkPairs(instruction: Instruction): readonly DockerfileError[] {
  if (instruction.arguments.length === 0) return needsArguments(instruction);
  return instruction.pairs
    .filter((pair) => pair.name.text === '')
    .map((pair) => fault(instruction, 'arguments', `${instruction.keyword} has a value without a name`, 'Write name=value.', pair.span));
}

function checkHealthcheck(instruction: Instruction): readonly DockerfileError[] {
  const [type, ...command] = instruction.arguments;
  if (type === undefined) return needsArguments(instruction);
  const word = type.text.toUpperCase();
  if (word === 'NONE' && command.length > 0) {
    return [fault(instruction, 'arguments', 'HEALTHCHECK NONE takes nothing more', 'Leave out what follows NONE.', spanOfAll(command))];
  }
  if (word === 'CMD' && command.length === 0) {
    return [fault(instruction, 'arguments', 'HEALTHCHECK CMD has no command', 'Write the command after CMD.')];
  }
  if (word === 'NONE' || word === 'CMD') return [];
  return [fault(instruction, 'arguments', `"${type.text.slice(0, 60)}" is no kind of HEALTHCHECK`, 'It is CMD or NONE.', type.span)];
}

function checkOnbuild(instruction: Instruction): readonly DockerfileError[] {
  const { nested } = instruction;
  if (nested === null) return needsArguments(instruction);
  if (['FROM', 'MAINTAINER', 'ONBUILD'].includes(nested.keyword)) {
    const message = `${nested.keyword} can't be triggered by ONBUILD`;
    return [fault(instruction, 'onbuild-trigger', message, 'Put it into the Dockerfile that builds on this image.', nested.keywordSpan)];
  }
  return checkInstruction(nested);
}

function checkShell(instruction: Instruction): readonly DockerfileError[] {
  if (instruction.arguments.length > 0 && instruction.form === 'exec') return [];
  return [fault(instruction, 'arguments', 'SHELL takes a JSON array of strings', 'For example SHELL ["/bin/bash", "-c"].')];
}

function checkVolume(instruction: Instruction): readonly DockerfileError[] {
  const empty = instruction.arguments.find((argument) => argument.text.trim() === '');
  if (empty === undefined) return needsArguments(instruction);
  return [fault(instruction, 'arguments', 'VOLUME has an empty path', 'Take it out.', empty.span)];
}

function fault(instruction: Instruction, code: DockerfileErrorCode, message: string, hint: string, span?: Span): DockerfileError {
  return { code, message, hint, span: span ?? { start: instruction.keywordSpan.start, end: instruction.argumentsSpan.end } };
}

function spanOfAll(words: readonly Argument[]): Span {
  return { start: words[0]?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 };
}
