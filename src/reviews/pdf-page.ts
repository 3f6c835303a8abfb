import type { Headline } from '../rules/business-review.ts';
import type { Cell } from './layout.ts';

const ink = '#16202c';
const soft = '#566474';
const line = '#dfe5ec';
const tint = '#f5f7fa';
const accent = '#0b3d6e';

export interface PdfCell extends Cell {
  bar?: { share: number; colour: string };
}

export interface PdfColumn {
  label: string;
  width: number;
  isNumber?: boolean;
}

const CELL_GAP = 12;

/**
 * The standard fonts of PDF hold the letters of Western Europe and nothing else. Others lose their accent (ř → r) where they
 * have one, and become "?" where not; the HTML has every letter.
 */
export function printable(text: string): string {
  return Array.from(text, (letter) => (isWestern(letter) ? letter : withoutAccent(letter))).join(
    '',
  );
}

const beyondLatin1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

function isWestern(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return (code >= 32 && code < 127) || (code >= 160 && code < 256) || beyondLatin1.includes(letter);
}

function withoutAccent(letter: string): string {
  const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '');
  if (bare === '' || /\s/.test(bare)) return ' ';
  return Array.from(bare).every(isWestern) ? bare : '?';
}

/** A4 pages filled from top to bottom: each part takes the room it needs and begins a page where there is none. */
export class PdfPage {
  readonly document: PDFKit.PDFDocument;
  readonly left: number;
  readonly width: number;

  constructor(document: PDFKit.PDFDocument) {
    this.document = document;
    this.left = document.page.margins.left;
    this.width = document.page.width - this.left - document.page.margins.right;
  }

  /** Begins a new page unless `height` points are left on this one. */
  room(height: number): void {
    const { page } = this.document;
    if (this.document.y + height > page.height - page.margins.bottom) this.document.addPage();
  }

  #write(text: string, size: number, colour: string, isBold = false): void {
    this.document
      .font(isBold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(size)
      .fillColor(colour)
      .text(printable(text), this.left, this.document.y, { width: this.width });
  }

  title(eyebrow: string, name: string, facts: string): void {
    this.document.rect(this.left, this.document.y, this.width, 4).fill(accent);
    this.document.y += 16;
    this.#write(eyebrow.toUpperCase(), 8.5, accent, true);
    this.document.y += 3;
    this.#write(name, 21, ink, true);
    this.#write(facts, 9.5, soft);
    this.document.y += 12;
  }

  paragraph(text: string): void {
    this.#write(text, 10.5, ink);
  }

  quiet(text: string, above = 4): void {
    this.document.y += above;
    this.room(24);
    this.#write(text, 8.5, soft);
  }

  /** `below`: how much of what follows has to stand on the same page. */
  heading(text: string, below: number): void {
    this.document.y += 18;
    this.room(24 + below);
    this.#write(text, 12.5, ink, true);
    this.#rule(this.document.y + 2);
    this.document.y += 8;
  }

  #rule(y: number): void {
    const right = this.left + this.width;
    this.document.moveTo(this.left, y).lineTo(right, y).lineWidth(0.7).stroke(line);
  }

  list(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      this.room(16);
      const { y } = this.document;
      this.document.circle(this.left + 4, y + 4.5, 1.5).fill(ink);
      this.document.font('Helvetica').fontSize(9.5).fillColor(ink);
      this.document.text(printable(sentence), this.left + 14, y, { width: this.width - 14 });
      this.document.y += 3;
    }
  }

  /** Numbers to look at first, three in a row. */
  tiles(headlines: readonly Headline[]): void {
    const gap = 8;
    const height = 56;
    const width = (this.width - 2 * gap) / 3;
    this.document.y += 14;
    for (let row = 0; row < headlines.length; row += 3) {
      this.room(height);
      const { y } = this.document;
      for (const [column, headline] of headlines.slice(row, row + 3).entries()) {
        this.#tile(headline, this.left + column * (width + gap), y, width, height);
      }
      this.document.y = y + height + gap;
    }
    this.document.y -= gap;
  }

  #tile({ label, value, note }: Headline, x: number, y: number, width: number, height: number) {
    const { document } = this;
    document.roundedRect(x, y, width, height, 5).lineWidth(0.7).fillAndStroke(tint, line);
    const put = (text: string, at: number, size: number, colour: string, font: string): void => {
      document.font(font).fontSize(size).fillColor(colour);
      document.text(printable(text), x + 10, y + at, {
        width: width - 20,
        height: size * 1.2,
        ellipsis: true,
        lineBreak: false,
      });
    };
    put(label, 8, 8.5, soft, 'Helvetica');
    put(value, 20, 14, ink, 'Helvetica-Bold');
    if (note !== null) put(note, 40, 8, soft, 'Helvetica');
  }

  table(columns: readonly PdfColumn[], rows: readonly (readonly PdfCell[])[]): void {
    this.#row(
      columns,
      columns.map(({ label }) => ({ text: label })),
      true,
    );
    for (const cells of rows) this.#row(columns, cells, false);
  }

  #row(columns: readonly PdfColumn[], cells: readonly PdfCell[], isHead: boolean): void {
    const { document } = this;
    const size = isHead ? 8 : 9;
    const widths = columns.map(({ width }) => width * this.width - CELL_GAP);
    document.font(isHead ? 'Helvetica-Bold' : 'Helvetica').fontSize(size);
    const heights = cells.map(({ text, small }, index) => {
      const width = widths[index] ?? 0;
      const below =
        small === undefined ? 0 : document.fontSize(8).heightOfString(printable(small), { width });
      return below + document.fontSize(size).heightOfString(printable(text), { width });
    });
    const height = Math.max(...heights, size * 1.2) + 8;
    this.room(height);
    const { y } = document;
    let x = this.left;
    for (const [index, cell] of cells.entries()) {
      this.#cell(cell, x, y + 4, widths[index] ?? 0, columns[index]?.isNumber === true, isHead);
      x += (widths[index] ?? 0) + CELL_GAP;
    }
    this.#rule(y + height);
    document.y = y + height;
  }

  #cell(
    { text, small, bar }: PdfCell,
    x: number,
    y: number,
    width: number,
    isNumber: boolean,
    isHead: boolean,
  ): void {
    const { document } = this;
    const align = isNumber ? 'right' : 'left';
    document
      .font(isHead ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(isHead ? 8 : 9)
      .fillColor(isHead ? soft : ink);
    document.text(printable(text), x, y, { width, align });
    if (small !== undefined) {
      document.fontSize(8).fillColor(soft).text(printable(small), x, document.y, { width, align });
    }
    if (bar === undefined) return;
    document.roundedRect(x, y + 1, width, 6, 3).fill('#e6ebf1');
    if (bar.share > 0)
      document.roundedRect(x, y + 1, Math.max(width * bar.share, 6), 6, 3).fill(bar.colour);
  }

  /** Below every page, once it is known how many there are. */
  numberPages(text: string): void {
    const { document } = this;
    const { start, count } = document.bufferedPageRange();
    for (let index = start; index < start + count; index += 1) {
      document.switchToPage(index);
      const { page } = document;
      const y = page.height - 36;
      // Text below the margin would begin a new page.
      page.margins.bottom = 0;
      document.font('Helvetica').fontSize(8).fillColor(soft);
      document.text(printable(text), this.left, y, { width: this.width * 0.8, lineBreak: false });
      document.text(`${index - start + 1} / ${count}`, this.left, y, {
        width: this.width,
        align: 'right',
        lineBreak: false,
      });
    }
  }
}
