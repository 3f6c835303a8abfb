import type { OrgSchema } from '../schema/types.ts';
import { modelledTypes } from './apply.ts';
import { checkedTypes } from './checks.ts';
import type { Problem } from './problems.ts';

/** Files whose parts are modelled, each under a type of its own. */
const containers: ReadonlySet<string> = new Set(['MatchingRules']);

/** A flow that the save order does not run (a screen flow, a scheduled one …) is remembered like what has no model at all. */
function isRemembered(schema: OrgSchema, type: string, fullName: string): boolean {
  if (type === 'Flow') return !schema.flows.has(fullName);
  return !containers.has(type) && !modelledTypes.has(type) && !checkedTypes.has(type);
}

/**
 * Said of a deployed component that the local org keeps and gives back, and that changes nothing in it. It is information and
 * no warning: warnings fail a deploy.
 */
export function rememberedNote(
  schema: OrgSchema,
  { type, fullName }: { type: string; fullName: string },
): Problem | null {
  if (!isRemembered(schema, type, fullName)) return null;
  const text = `Remembered, not modelled: the local org gives this ${type} back, but it has no effect here`;
  return { severity: 'Info', text, line: 0, column: 0 };
}

/** All components of an org that are remembered only, by type. */
export function rememberedTypes(schema: OrgSchema): Record<string, string[]> {
  const byType: Record<string, string[]> = {};
  for (const key of schema.otherComponents.keys()) {
    const slash = key.indexOf('/');
    const [type, fullName] = [key.slice(0, slash), key.slice(slash + 1)];
    if (key.includes('#') || !isRemembered(schema, type, fullName)) continue;
    (byType[type] ??= []).push(fullName);
  }
  return byType;
}
