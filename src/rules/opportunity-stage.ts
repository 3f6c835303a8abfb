/** A stage word as it is compared: PRMs write `negotiation_review` for what Salesforce calls "Negotiation/Review". */
export function plainStage(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * The opportunity stage for a PRM's stage word: the one of the same name (case and punctuation aside), else the org's first
 * stage, and then a person is told. A blank word is no surprise: it means the beginning.
 */
export function opportunityStage(
  word: string | null,
  stages: readonly string[],
): { value: string; isKnown: boolean } {
  const first = stages.at(0) ?? 'Prospecting';
  if (word === null || word.trim() === '') return { value: first, isKnown: true };
  const match = stages.find((stage) => plainStage(stage) === plainStage(word));
  return { value: match ?? first, isKnown: match !== undefined };
}
