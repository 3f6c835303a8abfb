import { fill, percentText } from 'c/messageText';
import { labels } from './labels';

function share(basisPoints, label) {
  return basisPoints === null ? '' : fill(label, percentText(basisPoints));
}

/** Everything that the template shows of one credit. `state` is what is open and what the user may do. */
export function creditRow(credit, number, { canEdit, canEnd, editing, ending, explained }) {
  const isExplained = explained.includes(credit.id);
  const isOpen = editing === credit.id || ending === credit.id;
  const changeable = canEdit && (credit.isActive || credit.status === 'Proposed');
  return {
    credit,
    number,
    key: credit.id,
    url: `/lightning/r/Partnership__c/${credit.partnershipId}/view`,
    splitText: share(credit.split, labels.splitOf),
    creditText: share(credit.credit, labels.creditOf),
    showsStatus: !credit.isActive,
    isEditing: editing === credit.id,
    isEnding: ending === credit.id,
    showsEdit: changeable && !isOpen,
    showsEnd: changeable && canEnd && !isOpen,
    endQuestion: fill(labels.endQuestion, credit.partnerName),
    editLabel: fill(labels.editOf, credit.partnerName),
    endLabel: fill(labels.endOf, credit.partnerName),
    whyLabel: fill(labels.whyOf, credit.partnerName),
    whyIcon: isExplained ? 'utility:chevrondown' : 'utility:chevronright',
    isExplained,
    expanded: String(isExplained),
    reason: credit.reason || labels.noReason,
  };
}
