import type { TextTable } from './columns.ts';
import { doubled, growTexts } from './columns.ts';

/** Every path that any layer ever had, as numbered nodes of a tree. Node 0 is the root. Nodes never go away; lists of children hold those that are live. */
export interface PathNodes {
  readonly names: TextTable;
  readonly count: () => number;
  parent(node: number): number;
  name(node: number): string;
  /** The node of `name` (a place in `names`) below a node; -1 where no layer ever had it. */
  child(parent: number, name: number): number;
  /** The same, made where it is not there. A new one is in no list. */
  make(parent: number, name: number): number;
  /** Puts a node into its parent's list, or takes it out. Call in turn. */
  attach(node: number): void;
  detach(node: number): void;
  /** The first in a node's list, and the next in its parent's; -1 at the end. */
  first(node: number): number;
  next(node: number): number;
  path(node: number): string;
}

/** `expected` nodes take no growing: every doubling leaves the former columns to the collector, and what is never written takes no memory. */
export function growNodes(expected = 0): PathNodes {
  const names = growTexts();
  const room = Math.max(expected, 1024);
  // Five columns that grow together. Written out, since a column behind functions takes three times as long.
  let parents = new Int32Array(room);
  let nameOf = new Int32Array(room);
  let firsts = new Int32Array(room);
  let nexts = new Int32Array(room);
  let previous = new Int32Array(room);
  let count = 0;
  const slots = growSlots(room, (node) => hash(parents[node] ?? 0, nameOf[node] ?? 0));

  function add(parent: number, name: number): number {
    if (count === parents.length) {
      parents = doubled(parents);
      nameOf = doubled(nameOf);
      firsts = doubled(firsts);
      nexts = doubled(nexts);
      previous = doubled(previous);
    }
    const node = count;
    count += 1;
    parents[node] = parent;
    nameOf[node] = name;
    firsts[node] = -1;
    return node;
  }

  function child(parent: number, name: number): number {
    return slots.find(hash(parent, name), (node) => parents[node] === parent && nameOf[node] === name);
  }

  function detach(node: number): void {
    const [before, after] = [previous[node] ?? -1, nexts[node] ?? -1];
    if (before >= 0) nexts[before] = after;
    else firsts[parents[node] ?? 0] = after;
    if (after >= 0) previous[after] = before;
  }

  add(-1, names.put(''));
  return {
    names,
    count: () => count,
    parent: (node) => parents[node] ?? -1,
    name: (node) => names.get(nameOf[node] ?? 0),
    child,
    make(parent, name) {
      const known = child(parent, name);
      if (known >= 0) return known;
      const node = add(parent, name);
      slots.put(node);
      return node;
    },
    attach(node) {
      const parent = parents[node] ?? 0;
      const first = firsts[parent] ?? -1;
      nexts[node] = first;
      previous[node] = -1;
      if (first >= 0) previous[first] = node;
      firsts[parent] = node;
    },
    detach,
    first: (node) => firsts[node] ?? -1,
    next: (node) => nexts[node] ?? -1,
    path(node) {
      const parts: string[] = [];
      for (let at = node; at > 0; at = parents[at] ?? 0) parts.push(names.get(nameOf[at] ?? 0));
      return parts.reverse().join('/');
    },
  };
}

/** Mixes both numbers into 32 bits, so that neighbours lie far apart (the finish of MurmurHash3, which is in the public domain). */
function hash(parent: number, name: number): number {
  let mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(name + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

interface Slots {
  find(hash: number, isIt: (node: number) => boolean): number;
  put(node: number): void;
}

/** A hash table of nodes, open, in one array: a Map with a key made of two numbers takes ten times the memory. */
function growSlots(expected: number, hashOf: (node: number) => number): Slots {
  let slots = new Int32Array(2 ** Math.ceil(Math.log2(expected * 2))).fill(-1);
  let count = 0;

  function insert(node: number): void {
    const mask = slots.length - 1;
    let at = hashOf(node) & mask;
    while ((slots[at] ?? -1) >= 0) at = (at + 1) & mask;
    slots[at] = node;
  }

  return {
    find(sought, isIt) {
      const mask = slots.length - 1;
      let at = sought & mask;
      for (let node = slots[at] ?? -1; node >= 0; node = slots[at] ?? -1) {
        if (isIt(node)) return node;
        at = (at + 1) & mask;
      }
      return -1;
    },
    put(node) {
      count += 1;
      if (count * 2 > slots.length) {
        const old = slots;
        slots = new Int32Array(old.length * 2).fill(-1);
        for (const one of old) if (one >= 0) insert(one);
      }
      insert(node);
    },
  };
}
