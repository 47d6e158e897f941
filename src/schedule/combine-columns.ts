/** One small number a day, each below `size`. */
export interface Column {
  readonly ids: ArrayLike<number>;
  readonly size: number;
}

/** The largest product that a double holds exactly, with room to spare. */
const MAX_SIZE = 2 ** 50;

/** One column that tells days apart exactly when some of the given columns does. */
export function combineColumns(columns: readonly Column[], days: number): Column {
  let ids: Float64Array = new Float64Array(days);
  let size = 1;
  for (const column of columns) {
    if (column.size <= 1) continue;
    if (size * column.size > MAX_SIZE) ({ ids, size } = renumber(ids));
    for (let day = 0; day < days; day++) ids[day] = (ids[day] ?? 0) * column.size + (column.ids[day] ?? 0);
    size *= column.size;
  }
  return renumber(ids);
}

/** Different numbers become 0, 1, 2 … in the order of their first day. */
function renumber(ids: Float64Array): { readonly ids: Float64Array; readonly size: number } {
  const idOf = new Map<number, number>();
  const renumbered = ids.map((value) => {
    let id = idOf.get(value);
    if (id === undefined) {
      id = idOf.size;
      idOf.set(value, id);
    }
    return id;
  });
  return { ids: renumbered, size: idOf.size };
}
