/**
 * The picture in ARCHITECTURE.md: the import table as a mermaid diagram, top row first.
 */
import { filesBelow } from './project.mjs';

/** Folders that are not there yet stand in brackets. */
export function drawLayers(root, rows) {
  const ranks = [...new Set(rows.map(({ rank }) => rank))].sort((a, b) => b - a);
  const lines = ['```mermaid', 'flowchart TB'];
  for (const rank of ranks) {
    for (const row of rows.filter((one) => one.rank === rank))
      lines.push(`  ${idOf(row)}["${row.folders.map(nameIn(root)).join(' · ')}<br/><i>${row.what}</i>"]`);
  }
  for (const [index, rank] of ranks.entries()) {
    for (const row of rows.filter((one) => one.rank === rank))
      for (const below of rows.filter((one) => one.rank === ranks[index + 1])) lines.push(`  ${idOf(row)} --> ${idOf(below)}`);
  }
  return [...lines, '```'].join('\n');
}

function idOf({ rank, folders }) {
  return `row${rank}_${folders[0]}`;
}

function nameIn(root) {
  return (folder) => (filesBelow(root, `src/${folder}`).length > 0 ? folder : `(${folder})`);
}
