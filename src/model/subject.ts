export const SUBJECT_TYPES = [
  'plan',
  'rule',
  'selection',
  'vault',
  'copy',
  'recovery-point',
  'job',
  'restore',
  'key',
  'role',
  'alarm',
  'event',
  'change',
] as const;

/**
 * A thing that a verdict stands on. The table judged is the resource of the result and no subject of it, so a verdict about
 * nothing but a setting of the table has none. Results share these objects: there are dozens of results a table.
 */
export interface Subject {
  readonly type: (typeof SUBJECT_TYPES)[number];
  /** A copy is called by its destination: the vault or, where none is configured, the Region. */
  readonly name: string;
  /** The name of the plan that a rule, selection or copy stands in. */
  readonly plan?: string;
  /** Of a rule or selection, which have none of their own, that of the plan; of a copy that of the destination vault. */
  readonly arn?: string;
  /** In a preview: where in the change it stands, `aws_backup_plan.daily` or a logical id. */
  readonly address?: string;
}

/** The same things in the same order, each once. */
export function distinctSubjects(subjects: readonly Subject[]): readonly Subject[] {
  if (subjects.length < 2) return subjects;
  const keys = new Set<string>();
  return subjects.filter((subject) => {
    const before = keys.size;
    return keys.add(subjectKey(subject)).size > before;
  });
}

function subjectKey({ type, name, plan = '', arn = '' }: Subject): string {
  return `${type} ${arn} ${plan} ${name}`;
}
