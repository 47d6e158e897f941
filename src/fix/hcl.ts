import { isObject } from '../model/json.ts';
import type { Json } from '../model/result.ts';
import { UNSEEN } from '../model/visible.ts';
import { isList } from './rename.ts';
import { shellComment } from './shell.ts';

/** One line of a body, or a block in it. */
export type HclItem =
  | { readonly attribute: string; readonly value: Json }
  /** Another resource's attribute, written as it is: only for names that are made here. */
  | { readonly attribute: string; readonly reference: string }
  | { readonly block: string; readonly labels?: readonly string[]; readonly body: readonly HclItem[] }
  | { readonly comment: string };

/** Attributes that have no value are left out. */
export function attributes(values: Readonly<Record<string, Json | undefined>>): readonly HclItem[] {
  return Object.entries(values).flatMap(([attribute, value]) => (value === undefined ? [] : [{ attribute, value }]));
}

export function renderHcl(items: readonly HclItem[], indent = ''): string {
  return items.map((item) => itemText(item, indent)).join('');
}

function itemText(item: HclItem, indent: string): string {
  if ('comment' in item) return `${indent}${shellComment(item.comment)}\n`;
  if ('reference' in item) return `${indent}${item.attribute} = ${item.reference}\n`;
  if ('attribute' in item) return `${indent}${item.attribute} = ${hclValue(item.value, indent)}\n`;
  const head = [item.block, ...(item.labels ?? []).map(hclText)].join(' ');
  const blank = indent === '' ? '\n' : '';
  return `${blank}${indent}${head} {\n${renderHcl(item.body, `${indent}  `)}${indent}}\n`;
}

/** A value of Terraform's language. Source: Terraform, Configuration Syntax; JSON alone would leave templates alive. */
export function hclValue(value: Json, indent = ''): string {
  if (typeof value === 'string') return hclText(value);
  if (isList(value)) return `[${value.map((each) => hclValue(each, indent)).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value).map(([key, each]) => `${inner}${hclText(key)} = ${hclValue(each, inner)}\n`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

/** `${` and `%{` begin a template in a string; characters that do not show are written by their number. */
export function hclText(text: string): string {
  const escaped = JSON.stringify(text)
    .replace(/\$\{|%\{/g, (opening) => `${opening.charAt(0)}${opening}`)
    .replace(/\\b/g, '\\u0008')
    .replace(/\\f/g, '\\u000c');
  return escaped.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** `ReadCapacityUnits` → `read_capacity_units`. */
export function spelled(member: string): string {
  return member.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
