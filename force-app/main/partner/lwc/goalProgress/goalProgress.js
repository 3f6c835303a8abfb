import { LightningElement, api } from 'lwc';
import currency from '@salesforce/i18n/currency';
import locale from '@salesforce/i18n/locale';
import { fill } from 'c/messageText';
import { goalPace } from 'c/scoreMath';
import behind from '@salesforce/label/c.GoalProgress_Behind';
import barText from '@salesforce/label/c.GoalProgress_Bar';
import missed from '@salesforce/label/c.GoalProgress_Missed';
import onTrack from '@salesforce/label/c.GoalProgress_OnTrack';
import reached from '@salesforce/label/c.GoalProgress_Reached';
import reachedText from '@salesforce/label/c.GoalProgress_ReachedText';
import behindText from '@salesforce/label/c.GoalProgress_BehindText';
import missedText from '@salesforce/label/c.GoalProgress_MissedText';
import onTrackText from '@salesforce/label/c.GoalProgress_OnTrackText';
import upcoming from '@salesforce/label/c.GoalProgress_Upcoming';
import upcomingText from '@salesforce/label/c.GoalProgress_UpcomingText';
import valueOf from '@salesforce/label/c.GoalProgress_ValueOf';

/** Word, icon and sentence of each state: the meaning never hangs on a colour. */
const states = {
  reached: { word: reached, icon: 'utility:success', variant: 'success', sentence: reachedText },
  onTrack: { word: onTrack, icon: 'utility:trending', variant: 'success', sentence: onTrackText },
  behind: { word: behind, icon: 'utility:warning', variant: 'warning', sentence: behindText },
  missed: { word: missed, icon: 'utility:error', variant: 'error', sentence: missedText },
  upcoming: { word: upcoming, icon: 'utility:clock', variant: '', sentence: upcomingText },
};

export default class GoalProgress extends LightningElement {
  /** { id, label, start, end, target, actual, isMoney }; numbers in the goal's own unit, dates as "2026-11-25". */
  @api goal;
  /** The day to measure against, as "2026-11-25". */
  @api today;

  get pace() {
    return goalPace({ ...this.goal, today: this.today });
  }

  get state() {
    return states[this.pace.state];
  }

  get url() {
    return `/lightning/r/PartnerGoal__c/${this.goal.id}/view`;
  }

  get valueText() {
    return fill(valueOf, this.amount(this.goal.actual), this.amount(this.goal.target));
  }

  /** What is missing, in plain words: to the target, to the pace, and how many days are left for it. */
  get sentence() {
    const { missing, missingToPace, daysLeft } = this.pace;
    return fill(this.state.sentence, this.amount(missing), daysLeft, this.amount(missingToPace));
  }

  get barText() {
    return fill(barText, this.goal.label, this.pace.progress, this.pace.elapsed);
  }

  get progressStyle() {
    return `inline-size: ${this.pace.progress}%`;
  }

  get elapsedStyle() {
    return `inset-inline-start: ${this.pace.elapsed}%`;
  }

  /** Counts are rounded up: nobody brings a fifth of a lead. */
  amount(value) {
    if (!this.goal.isMoney) return new Intl.NumberFormat(locale).format(Math.ceil(value));
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      maximumFractionDigits: 0,
    }).format(value);
  }
}
