import type { TextTable } from './columns.ts';
import { growInts, growTexts } from './columns.ts';

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

export function growNodes(): PathNodes {
  const names = growTexts();
  const parents = growInts();
  const nameOf = growInts();
  const firsts = growInts();
  const nexts = growInts();
  const previous = growInts();
  const slots = growSlots((node) => hash(parents.get(node), nameOf.get(node)));

  function add(parent: number, name: number): number {
    const node = parents.push(parent);
    nameOf.push(name);
    for (const column of [firsts, nexts, previous]) column.push(-1);
    return node;
  }

  function child(parent: number, name: number): number {
    return slots.find(hash(parent, name), (node) => parents.get(node) === parent && nameOf.get(node) === name);
  }

  function path(node: number): string {
    const parts: string[] = [];
    for (let at = node; at > 0; at = parents.get(at)) parts.push(names.get(nameOf.get(at)));
    return parts.reverse().join('/');
  }

  add(-1, names.put(''));
  return {
    names,
    count: () => parents.length,
    parent: (node) => parents.get(node),
    name: (node) => names.get(nameOf.get(node)),
    child,
    make(parent, name) {
      const known = child(parent, name);
      if (known >= 0) return known;
      const node = add(parent, name);
      slots.put(node);
      return node;
    },
    attach(node) {
      const parent = parents.get(node);
      const first = firsts.get(parent);
      nexts.set(node, first);
      previous.set(node, -1);
      if (first >= 0) previous.set(first, node);
      firsts.set(parent, node);
    },
    detach(node) {
      const [before, after] = [previous.get(node), nexts.get(node)];
      if (before >= 0) nexts.set(before, after);
      else firsts.set(parents.get(node), after);
      if (after >= 0) previous.set(after, before);
    },
    first: (node) => firsts.get(node),
    next: (node) => nexts.get(node),
    path,
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
function growSlots(hashOf: (node: number) => number): Slots {
  let slots = new Int32Array(1024).fill(-1);
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
