import { valueType } from '../schema/describe-field.ts';
import type { FieldSchema, OrgSchema } from '../schema/types.ts';

function numberText(value: number, places: number): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
}

function currencyText(value: number, places: number): string {
  return value < 0 ? `-$${numberText(-value, places)}` : `$${numberText(value, places)}`;
}

function momentText(value: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(value.replace(/\+0000$/, 'Z'));
  return date.toLocaleString('en-US', { timeZone: 'UTC', ...options }).replaceAll('\u202f', ' ');
}

const day = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
const clock = { hour: 'numeric', minute: '2-digit' } as const;

/**
 * A value as a person in the org reads it (en_US, USD, GMT): "$24,000.00", "12.50%", "11/22/2026, 9:00 AM", a picklist's
 * label. Null where Salesforce formats nothing: text, ids, checkboxes. What FORMAT() in SOQL and `displayValue` of the
 * User Interface API show. https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_responses_field_value.htm
 */
export function displayValue(schema: OrgSchema, field: FieldSchema, value: unknown): string | null {
  const type = valueType(schema, field);
  if (typeof value === 'number') {
    const places = field.scale ?? 0;
    if (type === 'Currency') return currencyText(value, Math.max(places, 2));
    return type === 'Percent' ? `${numberText(value, places)}%` : numberText(value, places);
  }
  if (typeof value !== 'string') return null;
  const labelOf = (one: string): string =>
    field.picklistValues.find((known) => known.value === one)?.label ?? one;
  switch (type) {
    case 'Date':
      return momentText(`${value.slice(0, 10)}T00:00:00Z`, day);
    case 'DateTime':
      return momentText(value, { ...day, ...clock });
    case 'Time':
      return momentText(`1970-01-01T${value}`, clock);
    case 'Picklist':
      return labelOf(value);
    case 'MultiselectPicklist':
      return value.split(';').map(labelOf).join(';');
    default:
      return null;
  }
}

/** As `displayValue`, with the value itself where there is nothing to format: FORMAT() of any field. */
export function displayText(schema: OrgSchema, field: FieldSchema, value: unknown): unknown {
  return displayValue(schema, field, value) ?? value;
}
