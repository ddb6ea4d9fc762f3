import type { Feed } from '../feed.ts';
import { alpineSecdb } from './alpine-secdb.ts';
import { debianTracker } from './debian-tracker.ts';
import { epss } from './epss.ts';
import { kev } from './kev.ts';
import { osv } from './osv.ts';
import { photon } from './photon.ts';
import { vulnrichment } from './vulnrichment.ts';

/** All feeds; the first that recognises a document reads it. */
export const FEEDS: readonly Feed[] = [kev, vulnrichment, osv, alpineSecdb, photon, debianTracker, epss];
