import { LightningElement, api } from 'lwc';
import { fill, percentText } from 'c/messageText';
import { remaining } from 'c/creditMath';
import barText from '@salesforce/label/c.SplitBar_Text';
import partText from '@salesforce/label/c.SplitBar_Part';
import restText from '@salesforce/label/c.SplitBar_Rest';

/** How many colours there are; beyond them they repeat, and the number in the segment tells them apart. */
const COLOURS = 6;
/** A narrower segment has no room for its number; the text has it all the same. */
const NARROWEST_WITH_NUMBER = 600;

export default class SplitBar extends LightningElement {
  /** What is shared, for example "Payable split". */
  @api label;
  /** [{ key, number, label, basisPoints }] in the order of the list beside the bar. */
  @api segments = [];

  get parts() {
    return this.segments
      .filter((segment) => segment.basisPoints > 0)
      .map((segment) => ({
        ...segment,
        style: `flex-basis: ${segment.basisPoints / 100}%`,
        className: `segment segment_${(segment.number - 1) % COLOURS}`,
        mark: segment.basisPoints < NARROWEST_WITH_NUMBER ? '' : segment.number,
      }));
  }

  get text() {
    const parts = this.parts.map((part) =>
      fill(partText, part.number, part.label, percentText(part.basisPoints)),
    );
    const rest = remaining(this.parts.reduce((total, part) => total + part.basisPoints, 0));
    if (rest > 0) parts.push(fill(restText, percentText(rest)));
    return fill(barText, this.label, parts.join(', '));
  }
}
