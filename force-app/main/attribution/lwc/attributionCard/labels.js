import added from '@salesforce/label/c.AttributionCard_Added';
import addPartner from '@salesforce/label/c.AttributionCard_AddPartner';
import creditOf from '@salesforce/label/c.AttributionCard_CreditOf';
import editOf from '@salesforce/label/c.AttributionCard_EditOf';
import empty from '@salesforce/label/c.AttributionCard_Empty';
import emptyCanAdd from '@salesforce/label/c.AttributionCard_EmptyCanAdd';
import endConfirm from '@salesforce/label/c.AttributionCard_EndConfirm';
import ended from '@salesforce/label/c.AttributionCard_Ended';
import endOf from '@salesforce/label/c.AttributionCard_EndOf';
import endQuestion from '@salesforce/label/c.AttributionCard_EndQuestion';
import failed from '@salesforce/label/c.AttributionCard_Failed';
import hidePast from '@salesforce/label/c.AttributionCard_HidePast';
import keep from '@salesforce/label/c.AttributionCard_Keep';
import left from '@salesforce/label/c.AttributionCard_Left';
import loading from '@salesforce/label/c.AttributionCard_Loading';
import noAccess from '@salesforce/label/c.AttributionCard_NoAccess';
import noReason from '@salesforce/label/c.AttributionCard_NoReason';
import nothingLeft from '@salesforce/label/c.AttributionCard_NothingLeft';
import notSaved from '@salesforce/label/c.AttributionCard_NotSaved';
import readOnly from '@salesforce/label/c.AttributionCard_ReadOnly';
import saved from '@salesforce/label/c.AttributionCard_Saved';
import showPast from '@salesforce/label/c.AttributionCard_ShowPast';
import splitOf from '@salesforce/label/c.AttributionCard_SplitOf';
import title from '@salesforce/label/c.AttributionCard_Title';
import whyOf from '@salesforce/label/c.AttributionCard_WhyOf';

/** The words of the card, in the language of the user. */
export const labels = {
  added,
  addPartner,
  creditOf,
  editOf,
  empty,
  emptyCanAdd,
  endConfirm,
  ended,
  endOf,
  endQuestion,
  failed,
  hidePast,
  keep,
  left,
  loading,
  noAccess,
  noReason,
  nothingLeft,
  notSaved,
  readOnly,
  saved,
  showPast,
  splitOf,
  title,
  whyOf,
};
