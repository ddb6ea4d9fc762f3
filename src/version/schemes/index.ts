import type { Scheme } from '../scheme.ts';
import { apk } from './apk.ts';
import { bitnami } from './bitnami.ts';
import { cargo } from './cargo.ts';
import { conda } from './conda.ts';
import { cran } from './cran.ts';
import { deb } from './deb.ts';
import { gem } from './gem.ts';
import { golang } from './golang.ts';
import { hackage } from './hackage.ts';
import { hex } from './hex.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { packagist } from './packagist.ts';
import { pep440 } from './pep440.ts';
import { pub } from './pub.ts';
import { rpm } from './rpm.ts';
import { semver } from './semver.ts';

/** Every scheme. Adding one: its file in this folder, and a line here. */
export const SCHEMES: readonly Scheme[] = [
  deb,
  rpm,
  apk,
  semver,
  npm,
  cargo,
  golang,
  bitnami,
  maven,
  gem,
  nuget,
  packagist,
  cran,
  pub,
  hex,
  hackage,
  pep440,
  conda,
];
