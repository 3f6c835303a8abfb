import { stringify } from 'csv-stringify/sync';
import { parse, type Parser } from 'csv-parse';
import { parse as parseAll } from 'csv-parse/sync';
import { Readable } from 'node:stream';
import { z } from 'zod';

/** Column delimiters and line endings as a job names them. Bulk API 2.0 guide, create_job. */
const delimiters = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;
const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;

/** The part of a job's body that says how its CSV is written. */
export const csvFormatShape = {
  columnDelimiter: z.enum(['BACKQUOTE', 'CARET', 'COMMA', 'PIPE', 'SEMICOLON', 'TAB']).nullish(),
  lineEnding: z.enum(['LF', 'CRLF']).nullish(),
  contentType: z.literal('CSV').nullish(),
};

export interface CsvFormat {
  columnDelimiter: keyof typeof delimiters;
  lineEnding: keyof typeof lineEndings;
}

function parserOptions(format: CsvFormat) {
  return {
    delimiter: delimiters[format.columnDelimiter],
    record_delimiter: lineEndings[format.lineEnding],
    bom: true,
    // A row with too many or too few values fails alone.
    relax_column_count: true,
    skip_empty_lines: true,
  };
}

const CHUNK = 64 * 1024;

function* chunksOf(csv: Buffer): Generator<Buffer> {
  for (let from = 0; from < csv.length; from += CHUNK) yield csv.subarray(from, from + CHUNK);
}

/** The rows of a CSV, header first, read piece by piece so that other requests are answered meanwhile. */
export function streamRows(csv: Buffer, format: CsvFormat): Parser {
  return Readable.from(chunksOf(csv)).pipe(parse(parserOptions(format)));
}

/** All rows of a CSV at once, header first. Throws where it is no CSV. */
export function readRows(csv: Buffer, format: CsvFormat): string[][] {
  return parseAll(csv, parserOptions(format));
}

/** Rows as Salesforce writes its result files: every value in quotes. */
export function writeRows(rows: readonly (readonly string[])[], format: CsvFormat): string {
  return stringify([...rows], {
    delimiter: delimiters[format.columnDelimiter],
    record_delimiter: lineEndings[format.lineEnding],
    quoted: true,
    quoted_empty: true,
  });
}

/** True when the header ends with a line ending other than the declared one. */
export function hasOtherLineEnding(csv: Buffer, format: CsvFormat): boolean {
  const end = csv.indexOf('\n');
  if (end === -1) return false;
  const isCrlf = end > 0 && csv[end - 1] === 13;
  return isCrlf !== (format.lineEnding === 'CRLF');
}
