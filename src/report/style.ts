/** How words stand out. Meaning never hangs on colour alone. */
export interface Style {
  title(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
}

const same = (text: string) => text;

/** No escape codes at all. */
export const PLAIN: Style = { title: same, dim: same, good: same, warn: same, bad: same };

/** ANSI codes of the 16 colours, which follow the terminal's own theme. */
export const COLOUR: Style = {
  title: (text) => `\u001b[1m${text}\u001b[22m`,
  dim: (text) => `\u001b[2m${text}\u001b[22m`,
  good: (text) => `\u001b[32m${text}\u001b[39m`,
  warn: (text) => `\u001b[33m${text}\u001b[39m`,
  bad: (text) => `\u001b[31m${text}\u001b[39m`,
};
