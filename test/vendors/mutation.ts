import fc from 'fast-check';

/** Where something is inside a JSON value: ['data', 'items', '0']. */
type Path = readonly string[];

function pathsOf(value: unknown, here: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [here];
  const inside = Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...here, name]));
  return [here, ...inside];
}

/** A copy of `value` with `part` at `path`; undefined leaves the place out. */
function replaced(value: unknown, [name, ...rest]: Path, part: unknown): unknown {
  if (name === undefined) return part;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, inner]): [string, unknown] => [
      key,
      key === name ? replaced(inner, rest, part) : inner,
    ])
    .filter(([, inner]) => inner !== undefined);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** Any JSON value, and as often a genuine one with one or two places left out or overwritten by anything. */
export function anyJson(genuine: readonly unknown[]): fc.Arbitrary<unknown> {
  const wound = fc.tuple(fc.nat(), fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined }));
  const wounded = fc
    .tuple(fc.constantFrom(...genuine), fc.array(wound, { minLength: 1, maxLength: 2 }))
    .map(([body, wounds]) =>
      wounds.reduce<unknown>((current, [choice, part]) => {
        const paths = pathsOf(current);
        return replaced(current, paths[choice % paths.length] ?? [], part);
      }, body),
    )
    // JSON has no "undefined": a body that lost its all is null.
    .map((body) => body ?? null);
  return fc.oneof(fc.jsonValue(), wounded);
}
