export type JsonMap = { [key: string]: JsonTree };
export type JsonTree = null | boolean | number | string | JsonTree[] | JsonMap;

export function isMap(tree: JsonTree | undefined): tree is JsonMap {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}
