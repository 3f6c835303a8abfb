/** What people wrote into a record's name to say that a partner is behind it. */
export interface NameTag {
  /** The name without the tag. */
  name: string;
  /** The partner that the tag names; null: the tag says only that there is one. */
  partner: string | null;
}

type Groups = Readonly<Partial<Record<'name' | 'partner', string>>>;

const word = String.raw`(?:channel |reseller )?partner|reseller|referral|var`;
const dash = String.raw`\s+[-–—|/]\s+`;

/** Tags at the end of a name, the most telling first: "Globex (via Acme)", "Globex - Acme (Partner)", "Acme - Partner". */
const patterns: readonly RegExp[] = [
  /^(?<name>.+?)\s*[([]\s*(?:via|through|by|partner:?|referred by)\s+(?<partner>[^()[\]\s][^()[\]]*?)\s*[)\]]$/iu,
  new RegExp(`^(?<name>.+?)${dash}(?:via|through|partner:|referred by)\\s+(?<partner>.+)$`, 'iu'),
  new RegExp(`^(?<name>.+)${dash}(?<partner>\\S.*?)\\s*[(\\[]\\s*(?:${word})\\s*[)\\]]$`, 'iu'),
  new RegExp(`^(?<name>.+?)\\s*[(\\[]\\s*(?:${word})\\s*[)\\]]$`, 'iu'),
  new RegExp(`^(?<name>.+)${dash}(?:${word})$`, 'iu'),
  new RegExp(`^(?:${word})\\s*[:–—]\\s*(?<name>.+)$`, 'iu'),
];

/** The tag in a name, or null where there is none. A company that is called so ("Partner Bank") carries no tag. */
export function nameTagOf(text: string): NameTag | null {
  for (const pattern of patterns) {
    const { name, partner }: Groups = pattern.exec(text.trim())?.groups ?? {};
    if (name !== undefined) return { name: name.trim(), partner: partner ?? null };
  }
  return null;
}
