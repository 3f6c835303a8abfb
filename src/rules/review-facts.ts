/** What a partner business review is made of. Days are "YYYY-MM-DD", both ends included; amounts are major units of the org's currency. */
export interface ReviewFacts {
  partnership: { name: string; partner: string; program: string; tier: string | null };
  /** `label` as people say it: "2026-Q3". */
  period: { label: string; start: string; end: string };
  /** The day up to which facts are in: the last day of the period, or today while it runs. */
  asOf: string;
  /** ISO 4217: what the org reports in. */
  currency: string;
  numbers: ReviewNumbers;
  /** The same for the period before, of the same length. */
  before: ReviewNumbers;
  months: readonly MonthFacts[];
  goals: readonly GoalFacts[];
  nextGoals: readonly NextGoalFacts[];
  wins: readonly DealFacts[];
  losses: readonly DealFacts[];
  registrations: readonly RegistrationFacts[];
}

/** The snapshot that the org keeps. */
export interface ReviewNumbers {
  leads: number;
  opportunities: number;
  won: number;
  lost: number;
  openRegistrations: number;
  pipeline: number;
  wonAmount: number;
  revenue: number;
  retainedRevenue: number;
  commissionEarned: number;
  commissionPaid: number;
  fundsClaimed: number;
}

export interface MonthFacts {
  /** "2026-07". */
  month: string;
  wonAmount: number;
  revenue: number;
  commission: number;
}

export interface GoalFacts {
  metric: string;
  target: number;
  result: number;
  start: string;
  end: string;
}

export interface NextGoalFacts {
  metric: string;
  target: number;
  start: string;
  end: string;
  /** False: it follows from a goal that renews itself, and nobody has agreed it yet. */
  agreed: boolean;
}

export interface DealFacts {
  name: string;
  customer: string | null;
  amount: number;
  day: string;
  role: string;
  /** Why it was won or lost, as the rep wrote it. */
  reason: string | null;
}

export interface RegistrationFacts {
  company: string;
  status: string;
  submitted: string;
  /** The day on which the protection ends. */
  expires: string | null;
  amount: number | null;
}
