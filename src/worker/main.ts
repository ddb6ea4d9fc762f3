/** The entry of a thread that analyses layers. */
import { parentPort } from 'node:worker_threads';
import { CATALOGERS } from '../catalog/catalogers/index.ts';
import { serveLayers } from './serve-layers.ts';

if (parentPort !== null) serveLayers(parentPort, CATALOGERS);
