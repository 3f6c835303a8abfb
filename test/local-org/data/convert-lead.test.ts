import { adminId } from '../support/test-org.ts';
import {
  conversion,
  convertingOrg,
  failedWith,
  pages,
  type Case,
} from '../support/converting-org.ts';

const cases: Case[] = [
  {
    page: pages.call,
    what: 'a lead becomes an account, a contact and an opportunity, and says which',
    check: () => {
      const { lead, convert, read } = convertingOrg();
      const id = lead();
      const result = convert(id);
      expect(result).toMatchObject({ success: true, leadId: id, errors: [] });
      expect(read('Lead', id)).toMatchObject({
        Status: 'Closed - Converted',
        IsConverted: 1,
        ConvertedDate: '2026-11-22',
        ConvertedAccountId: result.accountId,
        ConvertedContactId: result.contactId,
        ConvertedOpportunityId: result.opportunityId,
      });
      expect(read('Contact', String(result.contactId))).toMatchObject({
        AccountId: result.accountId,
      });
    },
  },
  {
    page: pages.mapping,
    what: 'standard fields go where the help says',
    check: () => {
      const { lead, convert, read } = convertingOrg();
      const result = convert(
        lead({
          FirstName: 'Ann', City: 'Bonn', Phone: '1', MobilePhone: '2', Website: 'a.example', Email: 'a@b.example',
          AnnualRevenue: 7, NumberOfEmployees: 3, Title: 'CEO', Description: 'D', LeadSource: 'Web', DoNotCall: true,
        }), // prettier-ignore
      );
      expect(read('Account', String(result.accountId))).toMatchObject({
        Name: 'Acme',
        BillingCity: 'Bonn',
        Phone: '1',
        Website: 'a.example',
        AnnualRevenue: 7,
        NumberOfEmployees: 3,
        AccountSource: null,
        Description: null,
      });
      expect(read('Contact', String(result.contactId))).toMatchObject({
        Name: 'Ann Fry',
        MailingCity: 'Bonn',
        Phone: '1',
        MobilePhone: '2',
        Email: 'a@b.example',
        Title: 'CEO',
        Description: 'D',
        LeadSource: 'Web',
        DoNotCall: 1,
      });
      expect(read('Opportunity', String(result.opportunityId))).toMatchObject({
        Name: 'Acme',
        AccountId: result.accountId,
        LeadSource: 'Web',
        StageName: 'Prospecting',
      });
    },
  },
  {
    page: pages.mapping,
    what: 'the opportunity closes at the end of the quarter',
    check: () => {
      const { lead, convert, read, clock } = convertingOrg();
      const days = ['2026-11-22', '2026-01-01', '2024-02-29', '2026-06-30', '2026-07-01'];
      const closes = days.map((day) => {
        clock.now = new Date(`${day}T23:59:59.000Z`);
        const { opportunityId } = convert(lead());
        return read('Opportunity', String(opportunityId))['CloseDate'];
      });
      expect(closes).toEqual([
        '2026-12-31',
        '2026-03-31',
        '2024-03-31',
        '2026-06-30',
        '2026-09-30',
      ]);
    },
  },
  {
    page: pages.call,
    what: 'doNotCreateOpportunity makes none',
    check: () => {
      const { lead, convert, read } = convertingOrg();
      const id = lead();
      expect(convert(id, { doNotCreateOpportunity: true })).toMatchObject({
        success: true,
        opportunityId: null,
      });
      expect(read('Lead', id)).toMatchObject({ ConvertedOpportunityId: null });
    },
  },
  {
    page: pages.call,
    what: 'doNotCreateOpportunity with a name for one is refused',
    check: () => {
      const { lead, convert, read } = convertingOrg();
      const id = lead();
      const given = { doNotCreateOpportunity: true, opportunityName: 'X' };
      expect(convert(id, given)).toMatchObject(failedWith('INVALID_FIELD'));
      expect(read('Lead', id)).toMatchObject({ IsConverted: 0 });
    },
  },
  {
    page: pages.call,
    what: 'the opportunity has the name asked for',
    check: () => {
      const { lead, convert, read } = convertingOrg();
      const { opportunityId } = convert(lead(), { opportunityName: 'Big deal' });
      expect(read('Opportunity', String(opportunityId))).toMatchObject({ Name: 'Big deal' });
    },
  },
  {
    page: pages.call,
    what: 'existing records keep what they have, and only their empty fields are filled',
    check: () => {
      const { create, lead, convert, read } = convertingOrg();
      const accountId = create('Account', { Name: 'Old', Phone: '9' });
      const contactId = create('Contact', { LastName: 'Old', AccountId: accountId, LeadSource: 'Other' }); // prettier-ignore
      const id = lead({ Phone: '1', City: 'Bonn', LeadSource: 'Web', Title: 'CEO', DoNotCall: true }); // prettier-ignore
      expect(convert(id, { accountId, contactId })).toMatchObject({ accountId, contactId });
      expect(read('Account', accountId)).toMatchObject({ Name: 'Old', Phone: '9', BillingCity: 'Bonn' }); // prettier-ignore
      expect(read('Contact', contactId)).toMatchObject({
        LastName: 'Old',
        Phone: '1',
        Title: 'CEO',
        LeadSource: 'Other',
        DoNotCall: 0,
      });
    },
  },
  {
    page: pages.call,
    what: 'overwriteLeadSource replaces the source of an existing contact',
    check: () => {
      const { create, lead, convert, read } = convertingOrg();
      const accountId = create('Account', { Name: 'Old' });
      const contactId = create('Contact', { LastName: 'Old', AccountId: accountId, LeadSource: 'Other' }); // prettier-ignore
      convert(lead({ LeadSource: 'Web' }), { accountId, contactId, overwriteLeadSource: true });
      expect(read('Contact', contactId)).toMatchObject({ LeadSource: 'Web' });
    },
  },
  {
    page: pages.call,
    what: 'a contact without its account is refused',
    check: () => {
      const { create, lead, convert } = convertingOrg();
      const contactId = create('Contact', { LastName: 'C' });
      expect(convert(lead(), { contactId })).toMatchObject(failedWith('REQUIRED_FIELD_MISSING'));
    },
  },
  {
    page: pages.call,
    what: 'a contact of another account is refused, and nothing is left of the conversion',
    check: () => {
      const { create, lead, convert, engine } = convertingOrg();
      const accountId = create('Account', { Name: 'A' });
      const contactId = create('Contact', { LastName: 'C', AccountId: create('Account', { Name: 'B' }) }); // prettier-ignore
      const result = convert(lead(), { accountId, contactId });
      expect(result).toMatchObject(failedWith('INVALID_CROSS_REFERENCE_KEY'));
      expect(engine.db.prepare('SELECT COUNT(*) AS n FROM "Opportunity"').get()).toEqual({ n: 0 });
    },
  },
  {
    page: pages.call,
    what: 'new records belong to the owner asked for, else to the lead’s',
    check: () => {
      const { engine, lead, convert, read } = convertingOrg();
      const other = '005000000000002AAA';
      engine.seed('User', other, { Username: 'o@example.com', LastName: 'O', IsActive: true });
      const asked = convert(lead(), { ownerId: other });
      expect(read('Contact', String(asked.contactId))).toMatchObject({ OwnerId: other });
      const kept = convert(lead({ OwnerId: other }));
      expect(read('Opportunity', String(kept.opportunityId))).toMatchObject({ OwnerId: other });
    },
  },
];

test.each(cases)('$what ($page)', ({ check }) => check());

test('leads of one call stand for themselves, unless all or none is asked for', () => {
  const { lead, engine, read } = convertingOrg();
  const context = { userId: adminId, changeOrigin: '' };
  const request = (leadId: string, convertedStatus: string) =>
    conversion(leadId, { convertedStatus, doNotCreateOpportunity: true });
  const [good, bad] = [lead(), lead()];
  const both = [request(good, 'Closed - Converted'), request(bad, 'nonsense')];
  const together = engine.convertLeads(both, { allOrNone: true, context });
  expect(together.map(({ success, errors }) => [success, errors[0]?.statusCode])).toEqual([
    [false, 'ALL_OR_NONE_OPERATION_ROLLED_BACK'],
    [false, 'INVALID_STATUS'],
  ]);
  expect(read('Lead', good)).toMatchObject({ IsConverted: 0 });
  const apart = engine.convertLeads(both, { allOrNone: false, context });
  expect(apart.map(({ success }) => success)).toEqual([true, false]);
});
