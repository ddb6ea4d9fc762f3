/** The entry of a thread for tests of the pool: extractors of its own, among them one that fails and one that ends the thread. */
import { parentPort } from 'node:worker_threads';
import { serveLayers } from './serve-layers.ts';
import { SAMPLE_EXTRACTORS } from './sample-extractors.ts';

if (parentPort !== null) serveLayers(parentPort, SAMPLE_EXTRACTORS);
