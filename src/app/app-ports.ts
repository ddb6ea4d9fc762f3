import type { KnownPackageIndex } from '../lineage/known-packages.ts';
import type { BundledImages } from '../lineage/bundled-images.ts';
import type { LocalIndex } from '../lineage/local-index.ts';
import type { OfficialIndex } from '../lineage/official-index.ts';
import type { AnalysisStore, AnswerStore, LayerWorkers, LookUpAdvisories } from '../ports/index.ts';
import type { StorePorts } from '../store/source.ts';
import type { DatabaseFile } from './database-files.ts';

/** What the use cases ask of the world. Surfaces build it and hand it in, as the last argument. */
export interface AppPorts {
  readonly store: StorePorts;
  readonly indexes: Indexes;
  /** Analyses of layers, kept from one run to the next. */
  readonly analyses: AnalysisStore;
  /** What catalogers said of stacks of such layers. */
  readonly answers: AnswerStore;
  /** What is known of vulnerabilities: the bundled database, and the user's own. Opened when first asked for. */
  readonly advisories: () => Promise<LookUpAdvisories>;
  /** The same databases each by itself: the bundled one first, then the user's own by name. */
  readonly databases: () => Promise<readonly DatabaseFile[]>;
  /** Other threads for layers that must be unpacked; absent: all is done in this one. */
  readonly workers?: LayerWorkers;
}

/** The indexes of known images. The bundled ones are read when first asked for. */
export interface Indexes {
  /** Docker's official images, as of one day. */
  official(): Promise<OfficialIndex>;
  /** Images with known digests that come with the program. */
  bundled(): Promise<BundledImages>;
  /** Packages of published images, as they were listed. */
  packages(): Promise<KnownPackageIndex>;
  /** The user's own. */
  readonly local: LocalIndex;
}
