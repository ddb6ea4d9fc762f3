export * from './digest.ts';
export * from './error.ts';
export type * from './image.ts';
export * from './lineage.ts';
export type * from './manifest.ts';
export * from './platform.ts';
export type * from './problem.ts';
export * from './reference.ts';
export type * from './trace.ts';
