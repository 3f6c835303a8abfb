import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { cardWith, creditNode, recordId, refresh } from './support/credits';
import { click, enter, find, press, textOf } from './support/page';

const acme = creditNode('1', 'Acme', { split: 60, credit: 70, role: 'Sourced' });
const borealis = creditNode('2', 'Borealis', { split: 40 });
const split = '[data-field="PayableSplitPercent__c"]';
const credit = '[data-field="CreditPercent__c"]';
const role = '[data-field="Role__c"]';
const partnership = '[data-field="Partnership__c"]';
const formOf = (card) => find(card, 'c-attribution-form');
const refusalOf = (card) => textOf(formOf(card), '[data-refusal]');

async function adding(nodes, options) {
  const card = await cardWith(nodes, options);
  await click(card, '[data-action="add"]');
  await enter(formOf(card), partnership, { recordId: 'a01000000000009AAA' });
  await enter(formOf(card), role, { value: 'Influenced' });
  return card;
}

async function editing(nodes, id, options) {
  const card = await cardWith(nodes, options);
  await click(card, `[data-action="edit"][data-id="${id}"]`);
  return card;
}

const save = (card) => click(formOf(card), '[data-action="save"]');

describe('adding a partner', () => {
  it('is offered what is left of the split, and saves one row', async () => {
    const card = await adding([acme]);
    expect(find(formOf(card), split).value).toBe(40);
    await expect(card).toBeAccessible();
    await enter(formOf(card), '[data-field="Reason__c"]', { value: 'Gave the demo.' });
    await save(card);
    expect(createRecord).toHaveBeenCalledWith({
      apiName: 'OpportunityAttribution__c',
      fields: {
        Opportunity__c: recordId,
        Partnership__c: 'a01000000000009AAA',
        Role__c: 'Influenced',
        PayableSplitPercent__c: 40,
        CreditPercent__c: null,
        Reason__c: 'Gave the demo.',
      },
    });
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(formOf(card)).toBeNull();
    expect(textOf(card, '[data-announcement]')).toBe('The partner is credited.');
  });

  it('on a lead has no shares to save', async () => {
    const card = await adding([], { objectApiName: 'Lead' });
    expect(find(formOf(card), split)).toBeNull();
    await save(card);
    expect(Object.keys(createRecord.mock.calls[0][0].fields).sort()).toEqual([
      'Lead__c',
      'Partnership__c',
      'Reason__c',
      'Role__c',
    ]);
  });

  it('finds active partnerships only', async () => {
    const card = await adding([]);
    const picker = find(formOf(card), partnership);
    expect(picker.objectApiName).toBe('Partnership__c');
    expect(picker.filter.criteria).toEqual([
      { fieldPath: 'Status__c', operator: 'eq', value: 'Active' },
    ]);
  });

  it.each([
    [{ recordId: null }, 'Influenced', 'Choose the partnership'],
    [{ recordId: 'a01000000000009AAA' }, '', 'Choose what the partner did'],
  ])('with %j and the role %p is asked to complete it', async (picked, value, words) => {
    const card = await adding([]);
    await enter(formOf(card), partnership, picked);
    await enter(formOf(card), role, { value });
    await save(card);
    expect(refusalOf(card)).toContain(words);
    expect(createRecord).not.toHaveBeenCalled();
  });
});

describe('more than there is', () => {
  it.each([
    ['40', true, '0% is left after this.', ''],
    [
      '40.01',
      false,
      'Together 100.01%: more than there is.',
      'add up to 100.01%. Lower this one to 40%',
    ],
    ['50', false, 'Together 110%: more than there is.', 'add up to 110%. Lower this one to 40%'],
    ['100.01', false, 'Together 160.01%: more than there is.', 'between 0 and 100'],
  ])('a split of %s %% beside 60 %%: saved is %p', async (value, saved, left, words) => {
    const card = await adding([acme]);
    await enter(formOf(card), split, { value });
    expect(textOf(formOf(card), '[data-left]')).toBe(left);
    await save(card);
    expect(createRecord).toHaveBeenCalledTimes(saved ? 1 : 0);
    if (saved) return;
    expect(refusalOf(card)).toContain(words);
    expect(find(formOf(card), '[data-refusal]').getAttribute('role')).toBe('alert');
    await expect(card).toBeAccessible();
  });

  it.each([
    ['30', true],
    ['30.01', false],
  ])('a sourced credit of %s %% beside 70 %%: saved is %p', async (value, saved) => {
    const card = await adding([acme]);
    await enter(formOf(card), role, { value: 'Sourced' });
    await enter(formOf(card), credit, { value });
    await save(card);
    expect(createRecord).toHaveBeenCalledTimes(saved ? 1 : 0);
    if (!saved) expect(refusalOf(card)).toContain('choose the role Influenced');
  });

  it('a refusal goes away as soon as the number is mended', async () => {
    const card = await adding([acme]);
    await enter(formOf(card), split, { value: '50' });
    await save(card);
    await enter(formOf(card), split, { value: '40' });
    expect(refusalOf(card)).toBe('');
  });
});

describe('changing a credit', () => {
  it('raises a split to what is free, and saves only that row', async () => {
    const card = await editing([acme, borealis], '2');
    await enter(formOf(card), split, { value: '35.5' });
    await save(card);
    expect(updateRecord).toHaveBeenCalledWith({
      fields: {
        Id: '2',
        Role__c: 'Influenced',
        PayableSplitPercent__c: 35.5,
        CreditPercent__c: null,
        Reason__c: '',
      },
    });
  });

  it('is stopped at 110 % and told how far it may go', async () => {
    const card = await editing([acme, borealis], '2');
    await enter(formOf(card), split, { value: '50' });
    await save(card);
    expect(refusalOf(card)).toContain('Lower this one to 40% or less');
    expect(updateRecord).not.toHaveBeenCalled();
  });

  it('leaves alone what the sync service wrote as the reason', async () => {
    const card = await editing([creditNode('1', 'Acme', { origin: 'PRM Lead', split: 60 })], '1');
    expect(find(formOf(card), '[data-field="Reason__c"]')).toBeNull();
    await save(card);
    expect(updateRecord.mock.calls[0][0].fields).not.toHaveProperty('Reason__c');
  });

  it('what the org refuses stays open with the words of the org', async () => {
    const message = 'The payable splits of this opportunity would exceed 100 %.';
    updateRecord.mockRejectedValueOnce({
      body: { message: 'x', output: { errors: [{ message }] } },
    });
    const card = await editing([acme], '1');
    await save(card);
    expect(refusalOf(card)).toBe(message);
    expect(refresh).not.toHaveBeenCalled();
    await enter(formOf(card), split, { value: '10' });
    expect(refusalOf(card)).toBe('');
  });
});

describe('ending a credit', () => {
  it('asks first, then sets the status; the row is never deleted', async () => {
    const card = await cardWith([acme]);
    await click(card, '[data-action="end"]');
    expect(textOf(card, '[data-credit="1"]')).toContain('End the credit of Acme?');
    await expect(card).toBeAccessible();
    await click(card, '[data-action="confirm-end"]');
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: '1', Status__c: 'Ended' } });
    expect(textOf(card, '[data-announcement]')).toContain('The credit is ended.');
  });

  it('can be kept', async () => {
    const card = await cardWith([acme]);
    await click(card, '[data-action="end"]');
    await click(card, '[data-action="keep"]');
    expect(updateRecord).not.toHaveBeenCalled();
    expect(find(card, '[data-action="confirm-end"]')).toBeNull();
  });
});

describe('with the keyboard', () => {
  it('Enter in a field saves', async () => {
    const card = await adding([acme]);
    await press(formOf(card), split, 'Enter');
    expect(createRecord).toHaveBeenCalledTimes(1);
  });

  it('Escape closes the form, and the focus returns to the button that opened it', async () => {
    const card = await cardWith([acme]);
    await click(card, '[data-action="add"]');
    const focus = jest.spyOn(HTMLElement.prototype, 'focus');
    await press(formOf(card), split, 'Escape');
    expect(formOf(card)).toBeNull();
    expect(focus.mock.contexts.map((element) => element.dataset.action)).toEqual(['add']);
    focus.mockRestore();
  });

  it('after a save the focus is on the button of the changed row', async () => {
    const card = await editing([acme], '1');
    const focus = jest.spyOn(HTMLElement.prototype, 'focus');
    await save(card);
    expect(focus.mock.contexts.map((element) => element.dataset.action)).toEqual(['edit']);
    focus.mockRestore();
  });

  it('a form that opens has the focus in its first field', async () => {
    const card = await cardWith([acme]);
    const focus = jest.spyOn(HTMLElement.prototype, 'focus');
    await click(card, '[data-action="edit"]');
    expect(focus.mock.contexts.map((element) => element.dataset.field)).toEqual(['Role__c']);
    focus.mockRestore();
  });
});
