import { flag, instant, json, list, type Out, record, reference, text } from '../reader.ts';

export const event = record(
  { eventName: text(), eventTime: instant() },
  {
    eventSource: text(),
    actor: reference(),
    requestParameters: json(),
    responseElements: json(),
    /** Makes it an event that AWS Backup writes itself. */
    serviceEventDetails: json(),
    errorCode: text(),
    errorMessage: text(),
    readOnly: flag(),
    resources: list(record({ resourceType: text(), resourceName: text() }, {})),
  },
);

export type EventEntry = Out<typeof event>;
