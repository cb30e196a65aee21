/** Calls `element` for what an array holds and `holes` for each gap, in order. Complexity: what it holds, not its length. */
export function eachElement(
  array: readonly unknown[],
  element: (value: unknown, index: number) => void,
  holes: (count: number) => void,
): void {
  const indices = Object.keys(array);
  if (indices.length === array.length) return array.forEach(element);
  let next = 0;
  for (const name of indices) {
    const index = Number(name);
    if (index > next) holes(index - next);
    element(array[index], index);
    next = index + 1;
  }
  if (array.length > next) holes(array.length - next);
}

/**
 * Ends an array with holes up to `length`. A far element that comes and goes makes the platform store
 * the array sparsely; setting `length` alone would reserve the room.
 */
export function padWithHoles(array: unknown[], length: number): void {
  if (length - array.length > 1_000) {
    array[length - 1] = undefined;
    Reflect.deleteProperty(array, length - 1);
  }
  array.length = length;
}
