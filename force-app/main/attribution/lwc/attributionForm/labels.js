import addPartner from '@salesforce/label/c.AttributionCard_AddPartner';
import cancel from '@salesforce/label/c.AttributionForm_Cancel';
import choosePartnership from '@salesforce/label/c.AttributionForm_ChoosePartnership';
import chooseRole from '@salesforce/label/c.AttributionForm_ChooseRole';
import editOf from '@salesforce/label/c.AttributionCard_EditOf';
import leftAfter from '@salesforce/label/c.AttributionForm_LeftAfter';
import partnership from '@salesforce/label/c.AttributionForm_Partnership';
import range from '@salesforce/label/c.AttributionForm_Range';
import save from '@salesforce/label/c.AttributionForm_Save';
import saving from '@salesforce/label/c.AttributionForm_Saving';
import searchPartnership from '@salesforce/label/c.AttributionForm_SearchPartnership';
import sourcedOver from '@salesforce/label/c.AttributionForm_SourcedOver';
import splitOver from '@salesforce/label/c.AttributionForm_SplitOver';
import splitTooMuch from '@salesforce/label/c.AttributionForm_SplitTooMuch';

/** The words of the form, in the language of the user. */
export const labels = {
  addPartner,
  cancel,
  choosePartnership,
  chooseRole,
  editOf,
  leftAfter,
  partnership,
  range,
  save,
  saving,
  searchPartnership,
  sourcedOver,
  splitOver,
  splitTooMuch,
};
