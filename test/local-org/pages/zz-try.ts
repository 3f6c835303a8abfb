import { startBrowserOrg } from '/work/wt/pages/test/local-org/pages/browser-org.ts';
const under = await startBrowserOrg();
const { org, page } = under;
try {
  const customer = await under.create('Account', { Name: 'Acme Shipping' });
  const id = await under.create('Voyage__c', { Name: 'To Rio', Status__c: 'Planned', Fee__c: 20, Customer__c: customer, DepartsOn__c: '2026-12-01' });
  await under.create('Stop__c', { Name: 'Lisbon', Nights__c: 1, Voyage__c: id });
  await under.create('Stop__c', { Name: 'Dakar', Nights__c: 3, Voyage__c: id });
  const otp = await (await fetch(`${org.instanceUrl}/services/oauth2/singleaccess`, { headers: { authorization: `Bearer ${org.accessToken}` } })).json() as any;
  const t = Date.now();
  await page.goto(otp.frontdoor_uri, { timeout: 100000 });
  console.log('first', Date.now() - t, page.url());
  for (const [name, path] of Object.entries({ home: '/lightning/page/home', record: `/lightning/r/Voyage__c/${id}/view`, list: '/lightning/o/Voyage__c/list', account: `/lightning/r/Account/${customer}/view`, board: '/lightning/n/Harbour_Board' })) {
    const s = Date.now();
    if (name===process.argv[2]) break; await under.open(path).catch(async (e: Error) => console.log(e.message.slice(0, 300), (await page.textContent('body'))?.slice(0, 700)));
    await page.waitForTimeout(600);
    console.log(name, Date.now() - s, under.complaints.splice(0));
    await page.screenshot({ path: `/tmp/pages-${name}.png` });
  }
} finally { await under.close(); }
