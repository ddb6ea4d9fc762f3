import type { Scheme } from '../scheme.ts';
import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { cargo } from './cargo.ts';
import { deb } from './deb.ts';
import { golang } from './golang.ts';
import { npm } from './npm.ts';
import { rpm } from './rpm.ts';
import { semver } from './semver.ts';

/** Every scheme. Adding one: its file in this folder, and a line here. */
export const SCHEMES: readonly Scheme[] = [deb, rpm, apk, semver, npm, cargo, golang, bitnami];
