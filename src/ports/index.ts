export type * from './advisories.ts';
export type * from './analyses.ts';
export type * from './blobs.ts';
export type * from './bytes.ts';
export type * from './files.ts';
export type * from './http.ts';
export type * from './images.ts';
export type * from './world.ts';
