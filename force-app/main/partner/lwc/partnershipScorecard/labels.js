import allOnTrack from '@salesforce/label/c.Scorecard_AllOnTrack';
import commission from '@salesforce/label/c.Scorecard_Commission';
import empty from '@salesforce/label/c.Scorecard_Empty';
import expires from '@salesforce/label/c.Scorecard_Expires';
import failed from '@salesforce/label/c.Scorecard_Failed';
import goals from '@salesforce/label/c.Scorecard_Goals';
import loading from '@salesforce/label/c.Scorecard_Loading';
import noAccess from '@salesforce/label/c.Scorecard_NoAccess';
import noGoals from '@salesforce/label/c.Scorecard_NoGoals';
import noRegistrations from '@salesforce/label/c.Scorecard_NoRegistrations';
import overTime from '@salesforce/label/c.Scorecard_OverTime';
import partial from '@salesforce/label/c.Scorecard_Partial';
import pipeline from '@salesforce/label/c.Scorecard_Pipeline';
import quiet from '@salesforce/label/c.Scorecard_Quiet';
import registrations from '@salesforce/label/c.Scorecard_Registrations';
import revenue from '@salesforce/label/c.Scorecard_Revenue';
import someBehind from '@salesforce/label/c.Scorecard_SomeBehind';
import title from '@salesforce/label/c.Scorecard_Title';

/** The words of the scorecard, in the language of the user. */
export const labels = {
  allOnTrack,
  commission,
  empty,
  expires,
  failed,
  goals,
  loading,
  noAccess,
  noGoals,
  noRegistrations,
  overTime,
  partial,
  pipeline,
  quiet,
  registrations,
  revenue,
  someBehind,
  title,
};
