import { companyDomain, companyName } from './company-match.ts';

/** A company of the org that a line of a file may mean. */
export interface KnownCompany {
  id: string;
  name: string;
  domain: string | null;
}

export interface KnownPartnership {
  id: string;
  /** Its external key, or its id where it has none. */
  key: string;
  partnerId: string;
  programId: string;
}

export interface KnownCredit {
  id: string;
  accountId: string;
  partnershipId: string;
  role: string;
}

/** What the org holds already, as far as an import has to know. */
export interface ImportFacts {
  companies: readonly KnownCompany[];
  programs: readonly { id: string; name: string }[];
  partnerships: readonly KnownPartnership[];
  credits: readonly KnownCredit[];
  /** Basis points of each customer's payable split that are given already, by account id. */
  givenSplit: ReadonlyMap<string, number>;
}

/** A line that says: this company is our partner in this program. */
export interface PartnerLine {
  line: number;
  partner: string;
  program: string;
  /** "YYYY-MM-DD" */
  start: string | null;
}

/** A line that says: this partner is credited for this customer. */
export interface AttributionLine extends PartnerLine {
  customer: string;
  role: string;
  end: string | null;
  /** Basis points of the commission. */
  split: number;
}

/** What becomes of a line: it is made, it is there already, or a person has to say what it means. */
export interface LinePlan<Line, Target> {
  line: Line;
  outcome: 'make' | 'exists' | 'unclear';
  /** In words: what it matched, or what is unclear and what to do. */
  reason: string;
  target: Target | null;
}

/** The partner's account (null: it is made too) and the program. */
export interface PartnerTarget {
  accountId: string | null;
  programId: string;
}

export interface AttributionTarget {
  accountId: string;
  partnershipId: string;
}

/** A line for which nothing is made. */
export function left<Line>(
  line: Line,
  outcome: 'exists' | 'unclear',
  reason: string,
): LinePlan<Line, never> {
  return { line, outcome, reason, target: null };
}

export type Found<Value> = { found: Value } | { unclear: string };

/** Companies that `text` may mean: by record id, else by domain, else by name without its legal form. */
export function companiesNamed(
  text: string,
  companies: readonly KnownCompany[],
): readonly KnownCompany[] {
  const byId = companies.filter(({ id }) => id === text.trim());
  if (byId.length > 0) return byId;
  const domain = companyDomain(text);
  const byDomain = domain === null ? [] : companies.filter((one) => one.domain === domain);
  if (byDomain.length > 0) return byDomain;
  const name = companyName(text);
  return name === '' ? [] : companies.filter((one) => companyName(one.name) === name);
}

/** What to do where a name means several accounts. */
export function severalAccounts(text: string, found: readonly KnownCompany[]): string {
  const named = found.map(({ id, name }) => `${name} (${id})`).sort();
  return `${found.length} accounts may be "${text}": ${named.join(', ')}. Write the record id of the right one into the file, or merge them.`;
}

function programOf(line: Pick<PartnerLine, 'program'>, facts: ImportFacts): Found<string> {
  const wanted = line.program.trim().toLowerCase();
  const found = facts.programs.filter(({ name }) => name.trim().toLowerCase() === wanted);
  const [program] = found;
  if (program && found.length === 1) return { found: program.id };
  return {
    unclear:
      found.length === 0
        ? `No partner program is named "${line.program}". Make it, or correct the name.`
        : `${found.length} partner programs are named "${line.program}". Rename all but one.`,
  };
}

/** Plans partners and their partnerships. A line that repeats an earlier one is unclear: one of the two is a mistake. */
export function planPartners(
  lines: readonly PartnerLine[],
  facts: ImportFacts,
): LinePlan<PartnerLine, PartnerTarget>[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const program = programOf(line, facts);
    if ('unclear' in program) return left(line, 'unclear', program.unclear);
    const accounts = companiesNamed(line.partner, facts.companies);
    if (accounts.length > 1) return left(line, 'unclear', severalAccounts(line.partner, accounts));
    const name = companyName(line.partner);
    if (accounts.length === 0 && name === '')
      return left(line, 'unclear', 'The partner has no name. Fill in the column partner.');
    const [account] = accounts;
    const pair = `${account?.id ?? name} ${program.found}`;
    const before = seen.get(pair);
    if (before !== undefined)
      return left(line, 'unclear', `Line ${before} says the same. Take one of the two out.`);
    seen.set(pair, line.line);
    const isThere = facts.partnerships.some(
      ({ partnerId, programId }) => partnerId === account?.id && programId === program.found,
    );
    if (account && isThere)
      return left(line, 'exists', `${account.name} is in ${line.program} already.`);
    return {
      line,
      outcome: 'make',
      reason: account
        ? `The account ${account.name} (${account.id}) gets a partnership in ${line.program}.`
        : `No account has this name: a partner account ${line.partner.trim()} is made, with a partnership in ${line.program}.`,
      target: { accountId: account?.id ?? null, programId: program.found },
    };
  });
}

/** The partnership that a line names by its partner and program. */
export function partnershipOf(
  line: Pick<PartnerLine, 'partner' | 'program'>,
  facts: ImportFacts,
): Found<KnownPartnership> {
  const program = programOf(line, facts);
  if ('unclear' in program) return program;
  const partners = new Set(companiesNamed(line.partner, facts.companies).map(({ id }) => id));
  const found = facts.partnerships.filter(
    ({ partnerId, programId }) => partners.has(partnerId) && programId === program.found,
  );
  const [partnership] = found;
  if (partnership && found.length === 1) return { found: partnership };
  return {
    unclear:
      found.length === 0
        ? `"${line.partner}" has no partnership in ${line.program}. Import the partners first.`
        : `"${line.partner}" may be ${found.length} partnerships in ${line.program}. Write the partner's record id into the file.`,
  };
}

/** Plans who is credited for which customer. Splits of one customer never exceed 100 %: if it is unclear, nobody is paid. */
export function planAttributions(
  lines: readonly AttributionLine[],
  facts: ImportFacts,
): LinePlan<AttributionLine, AttributionTarget>[] {
  const given = new Map(facts.givenSplit);
  const credits: Omit<KnownCredit, 'id'>[] = [...facts.credits];
  return lines.map((line) => {
    const customers = companiesNamed(line.customer, facts.companies);
    const [customer] = customers;
    if (!customer)
      return left(
        line,
        'unclear',
        `No account is "${line.customer}". Make it, or write its record id into the file.`,
      );
    if (customers.length > 1)
      return left(line, 'unclear', severalAccounts(line.customer, customers));
    const partnership = partnershipOf(line, facts);
    if ('unclear' in partnership) return left(line, 'unclear', partnership.unclear);
    const { id: partnershipId } = partnership.found;
    const credit = { accountId: customer.id, partnershipId, role: line.role };
    const isThere = credits.some(
      (one) =>
        one.accountId === credit.accountId &&
        one.partnershipId === partnershipId &&
        one.role === credit.role,
    );
    if (isThere)
      return left(
        line,
        'exists',
        `${line.partner} is credited for ${customer.name} as ${line.role} already.`,
      );
    const sum = (given.get(customer.id) ?? 0) + line.split;
    if (sum > 10_000)
      return left(
        line,
        'unclear',
        `The payable splits of ${customer.name} would be ${sum / 100} %. Lower this one, or those that are there.`,
      );
    given.set(customer.id, sum);
    credits.push(credit);
    return {
      line,
      outcome: 'make',
      reason: `${line.partner} is credited for ${customer.name} (${customer.id}) as ${line.role}, with ${line.split / 100} % of the commission.`,
      target: credit,
    };
  });
}
