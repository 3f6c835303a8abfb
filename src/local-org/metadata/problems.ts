import type { XmlElement } from './xml.ts';

/** One line of a deploy result's `componentFailures` (or, as a warning or information, of its successes). */
export interface Problem {
  severity: 'Error' | 'Warning' | 'Info';
  text: string;
  /** 0 where Salesforce gives no place. */
  line: number;
  column: number;
}

/** A problem at an element of the file. */
export function errorAt(element: XmlElement | undefined, text: string): Problem {
  return {
    severity: 'Error',
    text,
    line: element?.line ?? 0,
    column: element?.column ?? 0,
  };
}
