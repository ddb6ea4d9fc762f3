/**
 * The commands that a README's first code block shows, without those that every newcomer runs anyway.
 */

/** `fromage …` and `npx fromage …` lines of the first fenced block that has any; prompts and comments are left out. */
export function mainCommands(text) {
  const blocks = [...text.matchAll(/^```[a-z]*\n([^]*?)^```$/gm)].map(([, body]) => body.split('\n').map(commandIn));
  const first = blocks.find((lines) => lines.some(isFromage)) ?? [];
  return first.filter(isFromage);
}

function commandIn(line) {
  return line
    .replace(/^\s*\$ /, '')
    .replace(/\s+#.*$/, '')
    .trim();
}

function isFromage(command) {
  return /(^|&& )(npx (--\S+ )*)?fromage /.test(command);
}
