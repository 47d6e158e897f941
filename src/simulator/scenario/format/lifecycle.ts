import { days, flag, mapOf, record, text } from '../reader.ts';

export const tags = mapOf(text());

export const lifecycle = record(
  {},
  { moveToColdStorageAfterDays: days(1), deleteAfterDays: days(1), optInToArchiveForSupportedResources: flag() },
);
