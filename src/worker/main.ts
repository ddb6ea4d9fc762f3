/** The entry of a thread that analyses layers. */
import { parentPort } from 'node:worker_threads';
import { KNOWN_EXTRACTORS } from '../catalog/extractors.ts';
import { serveLayers } from './serve-layers.ts';

if (parentPort !== null) serveLayers(parentPort, KNOWN_EXTRACTORS);
