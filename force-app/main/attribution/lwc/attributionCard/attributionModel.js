import { toBasisPoints } from 'c/creditMath';

/** Where the credits of each object live. A lead shares no money, so it has no totals; only a deal limits sourced credit. */
const places = {
  Lead: { object: 'LeadAttribution__c', parent: 'Lead__c' },
  Opportunity: {
    object: 'OpportunityAttribution__c',
    parent: 'Opportunity__c',
    splitTotal: 'PayableSplitTotal__c',
    sourcedTotal: 'SourcedCreditTotal__c',
  },
  Account: {
    object: 'AccountAttribution__c',
    parent: 'Account__c',
    splitTotal: 'PayableSplitTotal__c',
  },
};

/** The attribution object of a record's object, undefined where partners cannot be credited. */
export function placeOf(objectApiName) {
  return places[objectApiName];
}

const wanted = [
  'Role__c',
  'Status__c',
  'PayableSplitPercent__c',
  'CreditPercent__c',
  'Reason__c',
  'Origin__c',
  'TouchedAt__c',
];
/** More partners on one record than any deal has; what lies beyond still counts by the roll-up. */
const MOST_CREDITS = 200;

/**
 * The GraphQL query of the card: the credits with their partnership, and the roll-ups of the record.
 * It names only fields that the user may see, as the describes tell: one forbidden field would fail the whole query.
 */
export function creditQuery(objectApiName, info, recordInfo) {
  const { object, parent, splitTotal, sourcedTotal } = placeOf(objectApiName);
  const fields = wanted
    .filter((name) => info.fields[name])
    .map((name) => `${name} { value displayValue }`);
  const totals = [splitTotal, sourcedTotal]
    .filter((name) => name && recordInfo.fields[name])
    .map((name) => `${name} { value }`);
  return `query partnerCredits($recordId: ID) {
    uiapi {
      query {
        ${objectApiName}(where: { Id: { eq: $recordId } }, first: 1) {
          edges { node { Id ${totals.join(' ')} } }
        }
        ${object}(where: { ${parent}: { eq: $recordId } }, first: ${MOST_CREDITS}) {
          edges {
            node {
              Id
              ${fields.join('\n              ')}
              Partnership__r {
                Id
                Name { value }
                Partner__r { Name { value } }
                Program__r { Name { value } }
              }
            }
          }
        }
      }
    }
  }`;
}

function shown(field) {
  return field?.displayValue ?? field?.value ?? '';
}

function readCredit(node) {
  const partnership = node.Partnership__r ?? {};
  return {
    id: node.Id,
    partnershipId: partnership.Id,
    partnershipName: partnership.Name?.value ?? '',
    partnerName: partnership.Partner__r?.Name?.value ?? partnership.Name?.value ?? '',
    programName: partnership.Program__r?.Name?.value ?? '',
    role: node.Role__c?.value ?? '',
    roleText: shown(node.Role__c),
    status: node.Status__c?.value ?? '',
    statusText: shown(node.Status__c),
    isActive: node.Status__c?.value === 'Active',
    split: toBasisPoints(node.PayableSplitPercent__c?.value),
    credit: toBasisPoints(node.CreditPercent__c?.value),
    reason: node.Reason__c?.value ?? '',
    originText: shown(node.Origin__c),
    isManual: node.Origin__c?.value === 'Manual',
    touchedAt: node.TouchedAt__c?.value ?? null,
  };
}

const standing = { Active: 0, Proposed: 1 };

/** Active credits first, then proposals, then the past; within each the largest split first. */
function byStanding(a, b) {
  const difference = (standing[a.status] ?? 2) - (standing[b.status] ?? 2);
  return (
    difference || (b.split ?? 0) - (a.split ?? 0) || a.partnerName.localeCompare(b.partnerName)
  );
}

/** The answer of `creditQuery` as the card works with it; shares are basis points, null where there is none. */
export function readCredits(objectApiName, data) {
  const { object, splitTotal, sourcedTotal } = placeOf(objectApiName);
  const answer = data.uiapi.query;
  const record = answer[objectApiName]?.edges?.[0]?.node ?? {};
  const credits = (answer[object]?.edges ?? []).map(({ node }) => readCredit(node));
  return {
    credits: credits.sort(byStanding),
    totals: {
      split: toBasisPoints(record[splitTotal]?.value),
      sourced: toBasisPoints(record[sourcedTotal]?.value),
    },
  };
}

/** Whether the credit belongs to the past: it counts for nothing any more, and stays to be read. */
export function isPast(credit) {
  return credit.status === 'Ended' || credit.status === 'Rejected';
}
