import { z } from 'zod';
import { looseText } from './schema.ts';

/** A record's form answers, in the three places where PartnerStack has kept them over the years. */
export interface FormAnswers {
  fields?: unknown;
  field_data?: unknown;
  meta?: unknown;
}

const fieldSchema = z.object({
  api_name: z.string().nullish().catch(null),
  name: z.string().nullish().catch(null),
  value: z.unknown().optional(),
});

/** 'First Name' and 'first_name' are one question. */
function questionKey(question: string): string {
  return question
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
}

function entriesOf(place: unknown): [question: string, answer: unknown][] {
  if (Array.isArray(place)) {
    const fields = place.map((item) => fieldSchema.safeParse(item).data).filter((item) => !!item);
    // The API name is the stable one; a person may rename the other, so it comes second.
    return [
      ...fields.map((field): [string, unknown] => [field.api_name ?? '', field.value]),
      ...fields.map((field): [string, unknown] => [field.name ?? '', field.value]),
    ];
  }
  return typeof place === 'object' && place !== null ? Object.entries(place) : [];
}

/**
 * The answer to the first of `questions` that was answered: `fields` (PartnerStack's source of truth) before its
 * deprecated copies `field_data` and `meta`. Form questions are named by each company, so callers pass several names.
 */
export function answerTo(record: FormAnswers, questions: readonly string[]): string | null {
  for (const place of [record.fields, record.field_data, record.meta]) {
    const entries = entriesOf(place);
    for (const question of questions) {
      for (const [asked, answer] of entries) {
        const text = questionKey(asked) === question ? looseText(answer) : null;
        if (text !== null) return text;
      }
    }
  }
  return null;
}
