import { graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { cardWith, creditNode, mountCard } from './support/credits';
import { click, find, settle, textOf } from './support/page';

const acme = creditNode('1', 'Acme', {
  split: 60,
  credit: 100,
  role: 'Sourced',
  reason: 'Acme sent the lead 12 days before the first call.',
  origin: 'PRM Lead',
  touchedAt: '2026-09-01T10:00:00.000Z',
});
const borealis = creditNode('2', 'Borealis', { split: 25 });
const past = creditNode('3', 'Cumulus', { split: 50, status: 'Ended' });

describe('what the card shows', () => {
  it('who is credited, in which program and role, with which share', async () => {
    const card = await cardWith([borealis, acme]);
    expect(textOf(card, '[data-credit="1"] a')).toBe('Acme');
    expect(textOf(card, '[data-credit="1"]')).toContain('Referral');
    expect(find(card, '[data-credit="1"] lightning-badge').label).toBe('Sourced');
    expect(textOf(card, '[data-credit="1"] [data-split]')).toBe('60% of pay');
    expect(textOf(card, '[data-credit="1"] [data-credit-share]')).toBe('100% credit');
    expect(textOf(card, '[data-left]')).toBe('15% of the payable split is left to give.');
    await expect(card).toBeAccessible();
  });

  it('the split as a bar, in the order of the list, with the same facts in words', async () => {
    const card = await cardWith([borealis, acme]);
    const bar = find(card, 'c-split-bar').shadowRoot.querySelector('[role="img"]');
    expect(bar.getAttribute('aria-label')).toBe(
      'Payable Split: 1. Acme 60%, 2. Borealis 25%, not given 15%',
    );
    expect([...bar.children].map((part) => part.style.flexBasis)).toEqual(['60%', '25%']);
    expect([...bar.children].map((part) => part.textContent)).toEqual(['1', '2']);
  });

  it('why, on demand: the reason in words, where the claim came from and when', async () => {
    const card = await cardWith([acme]);
    const why = find(card, '[data-action="why"]');
    expect(why.label).toBe('Why is Acme credited?');
    expect(why.ariaExpanded).toBe('false');
    expect(find(card, '[data-why]')).toBeNull();
    await click(card, '[data-action="why"]');
    expect(find(card, '[data-action="why"]').ariaExpanded).toBe('true');
    expect(textOf(card, '[data-why]')).toContain(
      'Acme sent the lead 12 days before the first call.',
    );
    expect(textOf(card, '[data-why]')).toContain('PRM Lead');
    expect(find(card, '[data-why] lightning-formatted-date-time').value).toBe(
      '2026-09-01T10:00:00.000Z',
    );
    await expect(card).toBeAccessible();
    await click(card, '[data-action="why"]');
    expect(find(card, '[data-why]')).toBeNull();
  });

  it('a credit without a reason says so', async () => {
    const card = await cardWith([borealis]);
    await click(card, '[data-action="why"]');
    expect(textOf(card, '[data-why]')).toContain('No reason was written.');
  });

  it('past credits only on demand, and never in the bar or in what is left', async () => {
    const card = await cardWith([past, acme]);
    expect(find(card, '[data-credit="3"]')).toBeNull();
    await click(card, '[data-action="past"]');
    expect(find(card, '[data-credit="3"]')).not.toBeNull();
    expect(textOf(card, '[data-left]')).toBe('40% of the payable split is left to give.');
    expect(find(card, '[data-credit="3"] [data-action="edit"]')).toBeNull();
    expect(find(card, 'c-split-bar').segments).toHaveLength(1);
  });

  it('a split that is given in full says what to do', async () => {
    const card = await cardWith([acme], { totals: { PayableSplitTotal__c: 100 } });
    expect(textOf(card, '[data-left]')).toContain('Lower one before you add another.');
  });
});

describe('states', () => {
  it('loading, until the credits are there', async () => {
    const card = await mountCard();
    expect(find(card, 'lightning-spinner')).not.toBeNull();
    await expect(card).toBeAccessible();
  });

  it('empty, with what to do', async () => {
    const card = await cardWith([]);
    expect(textOf(card, '[data-empty]')).toContain('choose Add Partner');
    await expect(card).toBeAccessible();
  });

  it('empty for somebody who may only read', async () => {
    const card = await cardWith([], { rights: { createable: false, updateable: false } });
    expect(textOf(card, '[data-empty]')).toBe('No partner is credited here.');
  });

  it('read-only, without a control that would be refused', async () => {
    const card = await cardWith([acme], { rights: { createable: false, updateable: false } });
    expect(textOf(card, '[data-read-only]')).toContain('not change them');
    for (const action of ['add', 'edit', 'end']) {
      expect(find(card, `[data-action="${action}"]`)).toBeNull();
    }
    await expect(card).toBeAccessible();
  });

  it('no access to credits at all names the permission sets', async () => {
    const card = await mountCard();
    getObjectInfo.error({ message: 'You do not have access.' }, 403);
    await settle();
    expect(textOf(card, '[data-error]')).toContain('permission set Sales Rep or Partner Manager');
    expect(find(card, 'lightning-spinner')).toBeNull();
    await expect(card).toBeAccessible();
  });

  it('an answer with errors shows what the org says', async () => {
    const card = await mountCard();
    graphql.emitErrors([{ message: 'The query timed out.' }]);
    await settle();
    expect(textOf(card, '[data-error]')).toContain('The query timed out.');
    expect(find(card, '[data-error]').getAttribute('role')).toBe('alert');
  });
});

describe('the card adapts to the object', () => {
  const queryOf = () => graphql.getLastConfig().query;

  it('a lead has no shares: no bar, no percentages, and the query asks for none', async () => {
    const node = creditNode('1', 'Acme', { role: 'Sourced' });
    const card = await cardWith([node], { objectApiName: 'Lead' });
    expect(find(card, 'c-split-bar')).toBeNull();
    expect(textOf(card, '[data-split]')).toBe('');
    expect(queryOf()).not.toContain('Percent');
    expect(queryOf()).toContain('LeadAttribution__c(where: { Lead__c: { eq: $recordId } }');
  });

  it('a query names only fields that the user may see', async () => {
    await mountCard('Account');
    expect(queryOf()).toContain('PayableSplitTotal__c');
    expect(queryOf()).not.toContain('SourcedCreditTotal__c');
    expect(queryOf()).toContain('PayableSplitPercent__c { value displayValue }');
  });
});
