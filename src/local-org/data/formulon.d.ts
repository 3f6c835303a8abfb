/** What we use of formulon 6 (it ships no types): one call evaluates a formula text with literals for its names. */
declare module 'formulon' {
  export interface FormulonLiteral {
    type: 'literal' | 'error';
    dataType: string;
    value: unknown;
    options: Record<string, unknown>;
    message?: string;
  }

  export function parse(
    formula: string,
    substitutions?: Record<string, FormulonLiteral>,
  ): FormulonLiteral;
}
