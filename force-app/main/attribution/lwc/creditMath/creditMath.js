/** The whole, in basis points: 100 % is 10,000. Splits are compared as integers, because 33.33 + 66.67 is not 100 in floats. */
export const WHOLE = 10000;

/**
 * A percentage as Salesforce stores it (two decimals) in basis points; null for nothing and for what is no number.
 * Half a basis point is rounded away from zero, as the platform rounds a percent field.
 */
export function toBasisPoints(percent) {
  if (percent === null || percent === undefined || percent === '') return null;
  const value = Number(percent);
  if (!Number.isFinite(value)) return null;
  const scaled = Number((Math.abs(value) * 100).toFixed(6));
  return Math.sign(value) * Math.round(scaled) + 0;
}

/** Basis points as the percentage that a record stores. */
export function toPercent(basisPoints) {
  return basisPoints === null ? null : basisPoints / 100;
}

function sum(values) {
  return values.reduce((total, value) => total + (value ?? 0), 0);
}

function isSourced(credit) {
  return credit.role === 'Sourced';
}

/** What this user cannot see still counts: the org's roll-up is over all rows, the list is over the visible ones. */
function hiddenPart(rolledUp, visible) {
  return Math.max((rolledUp ?? 0) - visible, 0);
}

/**
 * The totals of active credits, all in basis points.
 * `totals` are the roll-ups of the parent record, null where the object has none or the user may not see them.
 */
export function addUp(credits, totals) {
  const active = credits.filter((credit) => credit.isActive);
  const split = sum(active.map((credit) => credit.split));
  const sourced = sum(active.filter(isSourced).map((credit) => credit.credit));
  return {
    split: split + hiddenPart(totals.split, split),
    sourced: sourced + hiddenPart(totals.sourced, sourced),
  };
}

/** What is left to give, never less than nothing. */
export function remaining(taken) {
  return Math.max(WHOLE - taken, 0);
}

function outOfRange(value) {
  return value !== null && (value < 0 || value > WHOLE);
}

/**
 * Whether a new credit (id null) or a change of one keeps the invariants of the org: each percentage within 0 and 100,
 * all active payable splits together at most 100, and so the sourced credits where the object has such a rule.
 * `problem` is null, "range", "split" or "sourced"; `atMost` is the most that this credit may have in that place.
 */
export function checkCredit({ credits, totals, change, limitsSourced }) {
  const before = credits.find((credit) => credit.id === change.id);
  const kept = before && before.isActive ? before : { split: 0, credit: 0, role: '' };
  const taken = addUp(credits, totals);
  const others = {
    split: taken.split - (kept.split ?? 0),
    sourced: taken.sourced - (isSourced(kept) ? (kept.credit ?? 0) : 0),
  };
  const counts = !before || before.isActive;
  const split = others.split + (counts ? (change.split ?? 0) : 0);
  const sourced = others.sourced + (counts && isSourced(change) ? (change.credit ?? 0) : 0);
  const result = { split, sourced, problem: null, atMost: null };
  if (outOfRange(change.split) || outOfRange(change.credit)) {
    return { ...result, problem: 'range', atMost: WHOLE };
  }
  if (split > WHOLE) return { ...result, problem: 'split', atMost: remaining(others.split) };
  if (limitsSourced && sourced > WHOLE) {
    return { ...result, problem: 'sourced', atMost: remaining(others.sourced) };
  }
  return result;
}
