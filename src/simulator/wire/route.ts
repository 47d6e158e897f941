import type { HttpBinding, Service } from '../operation.ts';

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: HttpBinding['query'];
}

const compiled = new WeakMap<Service, readonly Route[]>();

/**
 * The operation of a REST request. A trailing slash does not matter: botocore keeps those of the model, the JavaScript SDK
 * drops them. ARNs come percent-encoded, so a path is split before it is decoded.
 */
export function matchRoute(
  service: Service,
  method: string,
  url: URL,
): { operation: string; input: Record<string, unknown> } | undefined {
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  for (const route of routesOf(service)) {
    const input = route.method === method ? matchPath(route.segments, segments) : undefined;
    if (!input) continue;
    for (const [parameter, member] of Object.entries(route.query)) {
      const value = url.searchParams.get(parameter);
      if (value !== null) input[member] = value;
    }
    return { operation: route.operation, input };
  }
  return undefined;
}

function matchPath(route: readonly string[], actual: readonly string[]): Record<string, unknown> | undefined {
  if (route.length !== actual.length) return undefined;
  const input: Record<string, unknown> = {};
  for (const [index, expected] of route.entries()) {
    const segment = actual[index] ?? '';
    const name = /^\{(.+)\}$/.exec(expected)?.[1];
    if (name !== undefined) input[name] = decoded(segment);
    else if (segment !== expected) return undefined;
  }
  return input;
}

/** A segment that is not percent-encoded text is taken as it is: it will name nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Literal segments before named ones, so that `/a/b` is not taken for `/a/{x}`. */
function routesOf(service: Service): readonly Route[] {
  const known = compiled.get(service);
  if (known) return known;
  const routes = Object.entries(service.operations)
    .flatMap(([operation, { http }]) =>
      http
        ? [{ operation, method: http.method, segments: http.path.split('/').filter(Boolean), query: http.query }]
        : [],
    )
    .sort((a, b) => named(a) - named(b));
  compiled.set(service, routes);
  return routes;
}

function named(route: Route): number {
  return route.segments.filter((segment) => segment.startsWith('{')).length;
}
