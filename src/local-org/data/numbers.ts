/**
 * Rounds to `scale` digits after the point, halves away from zero, as Salesforce does for number fields
 * (12.345 → 12.35, −12.345 → −12.35). Works on the decimal text, so that 1.005 is not 1.00499….
 */
export function roundTo(value: number, scale: number): number {
  if (Number.isInteger(value)) return value;
  const size = Math.abs(value);
  const [mantissa = '', exponent = '0'] = size.toPrecision(15).split('e');
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + scale}`));
  const rounded = Number(`${shifted}e${-scale}`);
  return value < 0 ? 0 - rounded : rounded;
}
