import type { Json } from '../model/result.ts';

/**
 * What a call says of a place: the value that it sent for it, which may be none; that it left the place alone; or nothing, as
 * where CloudTrail leaves the request out.
 */
export type Sent = 'unresolved' | 'untouched' | { readonly value: Json | undefined };
