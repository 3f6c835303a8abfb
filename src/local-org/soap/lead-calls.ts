import { ApiError } from '../api/api-error.ts';
import type { LeadConversion } from '../data/engine.ts';
import { toXml } from '../metadata/soap.ts';
import { childOf, childrenOf, flagAt, textAt, type XmlElement } from '../metadata/xml.ts';
import { errorValues } from './envelope.ts';
import { allOrNone, refuseTooMany, soapSaveContext, type SoapOperation } from './soap-request.ts';

/** Leads of one call. https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_convertlead.htm */
const mostLeads = 100;

function conversion(element: XmlElement): LeadConversion {
  for (const name of ['accountRecord', 'contactRecord', 'opportunityRecord']) {
    const given = childOf(element, name);
    if (given === undefined || given.attributes['xsi:nil'] === 'true') continue;
    const text = `convertLead with ${name} is not implemented by the local org; create the record first and name its id.`;
    throw new ApiError(500, 'NOT_IMPLEMENTED_LOCALLY', text);
  }
  return {
    leadId: textAt(element, 'leadId') ?? '',
    convertedStatus: textAt(element, 'convertedStatus') ?? '',
    accountId: textAt(element, 'accountId'),
    contactId: textAt(element, 'contactId'),
    opportunityId: textAt(element, 'opportunityId'),
    opportunityName: textAt(element, 'opportunityName'),
    ownerId: textAt(element, 'ownerId'),
    doNotCreateOpportunity: flagAt(element, 'doNotCreateOpportunity'),
    overwriteLeadSource: flagAt(element, 'overwriteLeadSource'),
  };
}

/** convertLead(): each lead for itself unless AllOrNoneHeader says otherwise. */
export const convertLead: SoapOperation = (request) => {
  const elements = childrenOf(request.operation, 'leadConverts');
  refuseTooMany(elements.length, mostLeads);
  const results = request.host.engine.convertLeads(elements.map(conversion), {
    allOrNone: allOrNone(request),
    context: soapSaveContext(request),
  });
  const rows = results.map(({ success, leadId, accountId, contactId, opportunityId, errors }) => ({
    accountId,
    contactId,
    errors: errorValues(errors),
    leadId,
    opportunityId,
    success,
  }));
  return toXml('result', rows);
};
