/**
 * A layer as every output names it, text and machine formats alike: 1 is the lowest, and `--layer` takes the same. What is called
 * `index`, and the `first` and `last` of a run of layers, are places in lists instead, and count from 0.
 */
export function layerNumber(index: number): number {
  return index + 1;
}
