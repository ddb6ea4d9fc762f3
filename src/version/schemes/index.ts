import type { Scheme } from '../scheme.ts';
import { apk } from './apk.ts';
import { deb } from './deb.ts';
import { rpm } from './rpm.ts';

/** Every scheme. Adding one: its file in this folder, and a line here. */
export const SCHEMES: readonly Scheme[] = [deb, rpm, apk];
