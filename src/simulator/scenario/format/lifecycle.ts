import { flag, mapOf, number, record, text } from '../reader.ts';

export const tags = mapOf(text());

export const lifecycle = record(
  {},
  { moveToColdStorageAfterDays: number(1), deleteAfterDays: number(1), optInToArchiveForSupportedResources: flag() },
);
