/*
 * Compliance Finding (2003) of OCSF 1.3.0 with its profile `cloud`, as far as a report uses it: every attribute that the class
 * and its objects have there by name, so that none is invented; types and required ones of those that are used.
 * Source: github.com/ocsf/ocsf-schema at the commit before 5b8f2ac2 (1 August 2024), events/findings/compliance_finding.json
 * with what it extends and includes, the objects that it names, and dictionary.json; also schema.ocsf.io/1.3.0.
 */

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const number = { type: 'integer' } as const;
/** Milliseconds since 1970 (`timestamp_t`). */
const time = { type: 'integer', minimum: 0 } as const;

/** `others`: attributes that the object has, and a report does not use. */
function object<P extends Readonly<Record<string, object>>>(
  properties: P,
  required: readonly string[],
  others: string,
) {
  const unused = Object.fromEntries(others.split(' ').map((name) => [name, {}]));
  return { type: 'object', required, properties: { ...unused, ...properties }, additionalProperties: false } as const;
}

/** Ids and the captions that belong to them; 99, `Other`, has the source's own. */
const CAPTIONS = {
  severity: { 0: 'Unknown', 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical', 6: 'Fatal' },
  status: { 0: 'Unknown', 1: 'New', 2: 'In Progress', 3: 'Suppressed', 4: 'Resolved' },
  compliance: { 0: 'Unknown', 1: 'Pass', 2: 'Warning', 3: 'Fail' },
} as const;

function captioned(id: string, caption: string, captions: Readonly<Record<number, string>>) {
  const pairs = Object.entries(captions).map(([key, word]) => ({
    properties: { [id]: { const: Number(key) }, [caption]: { const: word } },
  }));
  return { anyOf: [...pairs, { properties: { [id]: { const: 99 }, [caption]: { type: 'string' } } }] };
}

const atLeastOne = { anyOf: [{ required: ['name'] }, { required: ['uid'] }] };

const product = {
  ...object(
    { name: text, vendor_name: text, version: text },
    ['vendor_name'],
    'cpe_name data_classification feature lang path uid url_string',
  ),
  ...atLeastOne,
};

const metadata = object(
  { product, profiles: { type: 'array', items: { enum: ['cloud'] } }, uid: text, version: { const: '1.3.0' } },
  ['product', 'version'],
  'correlation_uid data_classification event_code extension extensions labels log_level log_name log_provider log_version logged_time loggers modified_time original_time processed_time sequence tenant_uid',
);

const findingInfo = object(
  { desc: text, title: text, types: texts, uid: text },
  ['title', 'uid'],
  'analytic attacks created_time data_sources first_seen_time kill_chain last_seen_time modified_time product_uid related_analytics related_events src_url',
);

const compliance = {
  ...object(
    {
      control: text,
      requirements: texts,
      standards: texts,
      status: text,
      status_code: text,
      status_detail: text,
      status_id: number,
    },
    ['standards'],
    'compliance_references compliance_standards',
  ),
  ...captioned('status_id', 'status', CAPTIONS.compliance),
};

const resource = {
  ...object(
    { cloud_partition: text, name: text, region: text, type: text, uid: text },
    [],
    'agent_list criticality data data_classification group labels namespace owner version',
  ),
  ...atLeastOne,
};

const account = {
  ...object({ type: { const: 'AWS Account' }, type_id: { const: 10 }, uid: text }, [], 'labels name'),
  ...atLeastOne,
};

const cloud = object({ account, provider: text, region: text }, ['provider'], 'org project_uid zone');

export const OCSF_COMPLIANCE_FINDING = {
  ...object(
    {
      activity_id: { const: 1 },
      activity_name: { const: 'Create' },
      category_name: { const: 'Findings' },
      category_uid: { const: 2 },
      class_name: { const: 'Compliance Finding' },
      class_uid: { const: 2003 },
      cloud,
      compliance,
      finding_info: findingInfo,
      message: text,
      metadata,
      remediation: object({ desc: text }, ['desc'], 'kb_article_list kb_articles references'),
      resources: { type: 'array', items: resource },
      severity: text,
      severity_id: number,
      status: text,
      status_id: number,
      time,
      type_name: { const: 'Compliance Finding: Create' },
      // The class's number times a hundred, and the activity.
      type_uid: { const: 200_301 },
      unmapped: { type: 'object' },
    },
    [
      'activity_id',
      'category_uid',
      'class_uid',
      'cloud',
      'compliance',
      'finding_info',
      'metadata',
      'severity_id',
      'time',
      'type_uid',
    ],
    'actor api comment confidence confidence_id confidence_score count device duration end_time enrichments observables raw_data resource start_time status_code status_detail timezone_offset',
  ),
  allOf: [captioned('severity_id', 'severity', CAPTIONS.severity), captioned('status_id', 'status', CAPTIONS.status)],
};
