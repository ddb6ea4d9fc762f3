/** A text as it stands in a message: a line of a file, and all the more what variables make of it, may be of any length. */
export function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
