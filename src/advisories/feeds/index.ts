import type { Feed } from '../feed.ts';
import { kev } from './kev.ts';
import { osv } from './osv.ts';
import { vulnrichment } from './vulnrichment.ts';

/** All feeds; the first that recognises a document reads it. */
export const FEEDS: readonly Feed[] = [kev, vulnrichment, osv];
