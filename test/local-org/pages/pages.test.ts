import { startBrowserOrg, type BrowserOrg } from './browser-org.ts';

let under: BrowserOrg;
let voyage = '';
let customer = '';

const text = async (selector: string): Promise<string> =>
  (await under.page.locator(selector).first().innerText()).trim();
const shows = (selector: string, expected: string): Promise<void> =>
  under.page.locator(selector, { hasText: expected }).first().waitFor({ timeout: 5_000 });
const field = (name: string): string => `.page-record-detail [data-field=${name}]`;

beforeAll(async () => {
  under = await startBrowserOrg();
  customer = await under.create('Account', { Name: 'Acme Shipping' });
  await under.create('Account', { Name: 'Blue Line' });
  voyage = await under.create('Voyage__c', {
    Name: 'To Rio',
    Status__c: 'Planned',
    Fee__c: 20,
    Customer__c: customer,
    DepartsOn__c: '2026-12-01',
  });
  await under.create('Stop__c', { Name: 'Lisbon', Nights__c: 1, Voyage__c: voyage });
  await under.create('Stop__c', { Name: 'Dakar', Nights__c: 3, Voyage__c: voyage });
  await under.create('Voyage__c', { Name: '<b>Bold</b>', Status__c: 'Sailing' });
  await under.logIn();
}, 90_000);
afterAll(() => under.close());
beforeEach(() => void under.complaints.splice(0));

describe('a record page from a Lightning page', () => {
  beforeEach(() => under.open(`/lightning/r/Voyage__c/${voyage}/view`));

  test('shows header, path, tabs, the layout’s fields and the components, and complains of nothing', async () => {
    await shows('.slds-page-header__title', 'To Rio');
    expect(await text('[data-highlight=Fee__c]')).toContain('$20.00');
    expect(await text('.slds-path__item.slds-is-current')).toBe('Planned');
    await shows(field('Customer__c'), 'Acme Shipping');
    await shows(field('DepartsOn__c'), '12/1/2026');
    await shows('[data-region=sidebar]', 'Card of To Rio');
    expect(await text('.slds-context-bar__app-name')).toBe('Sailing');
    expect(under.complaints).toEqual([]);
  });

  test('gives a component its record, related list, GraphQL query, label and design value', async () => {
    await shows('c-voyage-card .fee', '$20.00');
    await shows('c-voyage-card .stops', 'Dakar, Lisbon');
    await shows('c-voyage-card .long-stops', 'Dakar');
    expect(await text('c-voyage-card .problem')).toBe('');
    expect(await text('c-voyage-badge')).toBe('Voyage__c');
    expect(await text('c-voyage-card lightning-button')).toBe('Raise the fee by ten');
  });

  test('a component’s update shows in every other part of the page, with a toast', async () => {
    await under.page.getByRole('button', { name: 'Raise the fee by ten' }).click();
    await shows('.slds-notify_toast', 'The fee is up.');
    await shows('c-voyage-card .fee', '$30.00');
    await shows(field('Fee__c'), '$30.00');
    await shows('[data-highlight=Fee__c]', '$30.00');
  });

  test('an unknown component is a box with its name', async () => {
    await shows('.page-unknown', 'forceChatter:recordFeedContainer');
  });

  test('the path moves on, and what depends on the status appears; its rich text runs nothing', async () => {
    expect(await under.page.locator('[data-item=arrivedNote]').isVisible()).toBe(false);
    await under.page.getByText('Mark Status as Complete').click();
    await shows('.slds-path__item.slds-is-current', 'Sailing');
    await shows('[data-item=arrivedNote]', 'Bon voyage');
    expect(await under.page.title()).toBe('To Rio | Sailing');
  });

  test('a field section shows its fields, and one whose rule fails not', async () => {
    await under.page.getByRole('tab', { name: 'Money' }).click();
    const section = under.page.getByRole('tabpanel').filter({ visible: true });
    await section.getByText('$30.00').waitFor();
    expect(await section.getByText('Departs On').count()).toBe(0);
  });

  test('a quick action makes a child, which its list then shows', async () => {
    await under.page.getByRole('button', { name: 'New Stop' }).click();
    await under.page.getByRole('dialog').getByLabel('Port').fill('Recife');
    await under.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await shows('[data-related-list=Stops__r]', 'Recife');
    await shows('[data-related-list=Stops__r]', 'Stops (3)');
  });

  test('the edit dialog says what the org refuses, and saves what it accepts', async () => {
    await shows('.slds-page-header__title', 'To Rio');
    await under.page.getByRole('button', { name: 'Edit' }).click();
    const dialog = under.page.getByRole('dialog');
    await dialog.getByLabel('Fee').fill('99999999999');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/outside of valid range/).waitFor();
    await dialog.getByLabel('Fee').fill('41.5');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await shows(field('Fee__c'), '$41.50');
  });

  test('a component as an action edits through a record form and closes its dialog', async () => {
    await under.page.getByRole('button', { name: 'Change Customer' }).click();
    const dialog = under.page.getByRole('dialog');
    await dialog.getByLabel('Filtered').click();
    await dialog.getByRole('option').filter({ visible: true }).first().waitFor();
    expect(await dialog.getByRole('option').filter({ visible: true }).allInnerTexts()).toEqual([
      'Blue Line',
    ]);
    await dialog.getByLabel('Customer').fill('Blue');
    await dialog.getByRole('option', { name: 'Blue Line' }).filter({ visible: true }).click();
    await dialog.getByRole('button', { name: 'Store' }).click();
    await dialog.waitFor({ state: 'detached' });
    await shows(field('Customer__c'), 'Blue Line');
  });

  test('a component navigates to a list view, which shows the filtered records as text', async () => {
    await under.page.getByRole('button', { name: 'At sea' }).click();
    await under.page.waitForURL('**/lightning/o/Voyage__c/list?filterName=At_Sea');
    await shows('tbody', '<b>Bold</b>');
    expect(await under.page.locator('tbody b').count()).toBe(0);
  });
});

test('an object without a Lightning page has one from its layout or fields, with its related lists', async () => {
  await under.open(`/lightning/r/Account/${customer}/view`);
  await shows('.slds-page-header__title', 'Acme Shipping');
  await under.page.getByRole('tab', { name: 'Related' }).click();
  await shows('[data-related-list=Voyages__r]', 'Voyages (0)');
});

test('a tab shows its page; a report chart says what it would show', async () => {
  await under.open('/lightning/n/Harbour_Board');
  await shows('.page-unknown', 'Voyages by Status');
  await shows('c-voyage-badge', 'Harbour');
});

test('a list view on a page shows its first records and leads to all of them', async () => {
  await under.open('/lightning/n/Harbour_Board');
  const card = under.page.locator('[data-list-view="Voyage__c.At_Sea"]');
  await card.getByRole('link', { name: 'Voyages: At Sea' }).waitFor();
  await card.locator('tbody tr').first().waitFor();
  expect(await card.locator('tbody tr').count()).toBe(1);
  await card.getByRole('link', { name: 'View All' }).click();
  await under.page.waitForURL('**/lightning/o/Voyage__c/list?filterName=At_Sea');
});

test('nothing is asked of another host', async () => {
  const hosts = new Set<string>();
  under.page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await under.open('/lightning/page/home');
  await shows('main', 'Voyages');
  expect([...hosts].filter((host) => host !== '')).toEqual([new URL(under.org.instanceUrl).host]);
});
