/**
 * The opportunity stage for a PRM's stage word: the one of the same name (case and spaces aside), else the org's first
 * stage, and then a person is told. A blank word is no surprise: it means the beginning.
 */
export function opportunityStage(
  word: string | null,
  stages: readonly string[],
): { value: string; isKnown: boolean } {
  const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
  const first = stages.at(0) ?? 'Prospecting';
  if (word === null || word.trim() === '') return { value: first, isKnown: true };
  const match = stages.find((stage) => plain(stage) === plain(word));
  return { value: match ?? first, isKnown: match !== undefined };
}
