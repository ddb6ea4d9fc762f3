import type { Scan, ScannedFinding } from '../model/scan.ts';
import { ownerName } from './owner-name.ts';
import { printable } from './words.ts';

/** A sentence for one finding: who has to do what. */
export function remedyText({ remedy, owner, line, fixedIn, package: { name }, status }: ScannedFinding, scan: Scan): string {
  const { inventory, support } = scan;
  const whose = ownerName(owner, inventory.trace);
  const fixed = printable(fixedIn.join(' or '));
  if (remedy === 'upgrade') return `Upgrade ${printable(name)} to ${fixed}${line === null ? '' : `, line ${line} of your Dockerfile`}.`;
  if (remedy === 'rebuild') {
    if (owner !== null) return `Rebuild on today’s ${ownerName(0, inventory.trace)}: ${fixed} has the fix.`;
    return inventory.from === 'index'
      ? `Take a newer build: ${fixed} has the fix.`
      : `Upgrade to ${fixed}, or rebuild on a newer base: who brought it is not known.`;
  }
  if (remedy === 'move')
    return `Move to another base than ${support === null ? whose : `${support.product} ${support.cycle}`}: its support has ended, and there is no fix.`;
  return `Wait: there is no fix yet${status === null ? '' : ` (${status})`}.`;
}
