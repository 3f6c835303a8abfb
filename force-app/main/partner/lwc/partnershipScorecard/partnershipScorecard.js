import { LightningElement, api, wire } from 'lwc';
import { gql, graphql } from 'lightning/graphql';
import { getObjectInfos } from 'lightning/uiObjectInfoApi';
import currency from '@salesforce/i18n/currency';
import timeZone from '@salesforce/i18n/timeZone';
import { errorText, fill } from 'c/messageText';
import { goalPace } from 'c/scoreMath';
import { labels } from './labels';
import { readScorecard, scorecardObjects, scorecardQuery, visibleObjects } from './scorecardModel';

const MOST_REGISTRATIONS = 5;

/** Today where the user is, as "2026-11-25". */
function todayOfUser() {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date());
}

export default class PartnershipScorecard extends LightningElement {
  labels = labels;
  currency = currency;
  objectApiNames = scorecardObjects;
  today = todayOfUser();
  @api recordId;
  @api objectApiName;
  /** Title from the page builder; blank for the component's own. */
  @api cardTitle = '';

  infos;
  score = null;
  error = '';

  @wire(getObjectInfos, { objectApiNames: '$objectApiNames' })
  wiredInfos({ data, error }) {
    if (data) {
      this.infos = visibleObjects(data.results);
      if (!this.infos.Partnership__c) this.error = labels.noAccess;
    }
    if (error) this.error = errorText(error, labels.failed);
  }

  @wire(graphql, { query: '$query', variables: '$variables' })
  wiredScore({ data, errors }) {
    if (data) {
      this.score = readScorecard(data, this.today);
      this.error = '';
    }
    if (errors) this.error = errorText(errors, labels.failed);
  }

  get isAccount() {
    return this.objectApiName === 'Account';
  }

  get query() {
    if (!this.infos?.Partnership__c) return undefined;
    const { isAccount, infos, today } = this;
    return gql`
      ${scorecardQuery({ isAccount, infos, today })}
    `;
  }

  get variables() {
    return { recordId: this.recordId };
  }

  get title() {
    return this.cardTitle || labels.title;
  }

  get isLoading() {
    return this.score === null && this.error === '';
  }

  get isEmpty() {
    return this.score?.partnerships === 0;
  }

  get isFilled() {
    return this.score !== null && !this.isEmpty;
  }

  /** The totals that the user may see, each with its label. */
  get tiles() {
    const fields = this.infos.Partnership__c.fields;
    return [
      ['CreditedPipeline__c', this.score.pipeline],
      ['CreditedRevenue__c', this.score.revenue],
      ['CommissionTotal__c', this.score.commission],
    ]
      .filter(([name]) => fields[name])
      .map(([name, value]) => ({ key: name, label: fields[name].label, value }));
  }

  get showsGoals() {
    return this.score.goals !== null;
  }

  get hasGoals() {
    return this.score.goals.length > 0;
  }

  get goalSummary() {
    const paces = this.score.goals.map((goal) => goalPace({ ...goal, today: this.today }));
    const behind = paces.filter(({ state }) => state === 'behind' || state === 'missed').length;
    return behind === 0
      ? fill(labels.allOnTrack, paces.length)
      : fill(labels.someBehind, behind, paces.length);
  }

  get series() {
    const { pipelineByQuarter, revenueByQuarter, commissionByQuarter } = this.score;
    const statement = this.infos.CommissionStatement__c?.fields ?? {};
    return [
      { key: 'pipeline', label: labels.pipeline, values: pipelineByQuarter },
      {
        key: 'revenue',
        label: labels.revenue,
        values: statement.OrgBaseTotal__c ? revenueByQuarter : null,
      },
      {
        key: 'commission',
        label: labels.commission,
        values: statement.OrgTotal__c ? commissionByQuarter : null,
      },
    ].filter(({ values }) => values !== null);
  }

  get showsChart() {
    return this.series.length > 0;
  }

  get isQuiet() {
    return this.series.every(({ values }) => values.every((value) => value === 0));
  }

  get showsRegistrations() {
    return this.score.registrations !== null;
  }

  get registrationsTitle() {
    return fill(labels.registrations, this.score.registrations.length);
  }

  get hasRegistrations() {
    return this.score.registrations.length > 0;
  }

  get registrations() {
    return this.score.registrations.slice(0, MOST_REGISTRATIONS);
  }
}
