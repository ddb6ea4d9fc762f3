/** -1: the first is lower; 0: they are the same; 1: the first is higher. */
export type Order = -1 | 0 | 1;

/** Texts by their UTF-16 units, as `<` has them. */
export function compareText(a: string, b: string): Order {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function compareNumbers(a: number, b: number): Order {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whole numbers of any length, as digits; zeros in front do not count. */
export function compareDigits(a: string, b: string): Order {
  const [left, right] = [withoutZeros(a), withoutZeros(b)];
  return left.length === right.length ? compareText(left, right) : compareNumbers(left.length, right.length);
}

/** Digits as a number is written: no zeros in front; '' is zero. */
function withoutZeros(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 0x30) start += 1;
  return start === 0 ? digits : digits.slice(start);
}
/** Item by item; `missing` stands for what the shorter list lacks. */
export function compareLists<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => Order, missing: T): Order {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = compare(a[at] ?? missing, b[at] ?? missing);
    if (order !== 0) return order;
  }
  return 0;
}
