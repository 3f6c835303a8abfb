import { LightningElement, api } from 'lwc';
import currency from '@salesforce/i18n/currency';
import locale from '@salesforce/i18n/locale';
import { fill } from 'c/messageText';
import { barGeometry } from 'c/scoreMath';
import asChart from '@salesforce/label/c.QuarterChart_AsChart';
import asTable from '@salesforce/label/c.QuarterChart_AsTable';
import barText from '@salesforce/label/c.QuarterChart_Bar';
import chartText from '@salesforce/label/c.QuarterChart_Text';
import quarterName from '@salesforce/label/c.QuarterChart_Quarter';
import quarterColumn from '@salesforce/label/c.QuarterChart_QuarterColumn';

const size = { width: 600, height: 140, groupGap: 24 };

/** An amount in the currency of the org, short enough for an axis and for the words of a bar. */
function short(amount) {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(amount);
}

export default class QuarterChart extends LightningElement {
  labels = { quarterColumn };
  currency = currency;
  isTable = false;

  /** What the chart is of, for example "Pipeline, revenue and commission". */
  @api label;
  /** [{ index, year, quarter }], the groups from left to right. */
  @api quarters = [];
  /** [{ key, label, values }], one value per quarter, in the currency of the org. At most three series. */
  @api series = [];

  get toggleLabel() {
    return this.isTable ? asChart : asTable;
  }

  get names() {
    return this.quarters.map(({ year, quarter }) => fill(quarterName, quarter, year));
  }

  get geometry() {
    return barGeometry(this.series, size);
  }

  get bars() {
    return this.geometry.bars.flatMap((bars, place) =>
      bars.map((bar, group) => ({
        ...bar,
        key: `${place}-${group}`,
        className: `bar bar_${place}`,
        text: fill(
          barText,
          this.names[group],
          this.series[place].label,
          short(this.series[place].values[group]),
        ),
      })),
    );
  }

  get legend() {
    return this.series.map((one, place) => ({
      key: one.key,
      label: one.label,
      className: `swatch bar_${place}`,
    }));
  }

  get axis() {
    const { groupWidth } = this.geometry;
    return this.names.map((name, group) => ({ key: name, name, x: groupWidth * (group + 0.5) }));
  }

  get zero() {
    return this.geometry.zero;
  }

  get topText() {
    return short(this.geometry.top);
  }

  /** The whole chart in one sentence; the table has every number. */
  get text() {
    const totals = this.series.map(({ label, values }) => {
      const total = values.reduce((sum, value) => sum + value, 0);
      return `${label} ${short(total)}`;
    });
    const { names } = this;
    return fill(chartText, this.label, names[0], names[names.length - 1], totals.join(', '));
  }

  get rows() {
    return this.names.map((name, group) => ({
      name,
      cells: this.series.map((one) => ({ key: one.key, value: one.values[group] })),
    }));
  }

  handleToggle() {
    this.isTable = !this.isTable;
  }
}
