import { startConformanceOrg, type ConformanceOrg } from '../soql/conformance-org.ts';

const LAYOUT = `<?xml version="1.0"?><Layout xmlns="http://soap.sforce.com/2006/04/metadata">
<layoutSections><detailHeading>true</detailHeading><label>Main</label>
<layoutColumns><layoutItems><behavior>Required</behavior><field>Name</field></layoutItems>
<layoutItems><behavior>Edit</behavior><field>Account__c</field></layoutItems></layoutColumns>
<layoutColumns><layoutItems><behavior>Readonly</behavior><field>Budget__c</field></layoutItems></layoutColumns></layoutSections></Layout>`;
const ACCOUNT_LAYOUT = `<?xml version="1.0"?><Layout><layoutSections><label>Main</label><layoutColumns><layoutItems><field>Name</field></layoutItems></layoutColumns></layoutSections>
<relatedLists><fields>NAME</fields><fields>Budget__c</fields><relatedList>Project__c.Account__c</relatedList></relatedLists></Layout>`;
const LIST = `<?xml version="1.0"?><ListView><fullName>Big</fullName><columns>NAME</columns><columns>Budget__c</columns><filterScope>Everything</filterScope>
<filters><field>Budget__c</field><operation>greaterThan</operation><value>15</value></filters><label>Big ones</label></ListView>`;
const COMPACT = `<?xml version="1.0"?><CompactLayout><fullName>Short</fullName><fields>Name</fields><fields>Status__c</fields><label>Short</label></CompactLayout>`;

const ACTION = `<?xml version="1.0"?><QuickAction><label>New project</label><type>Create</type><targetObject>Project__c</targetObject>
<quickActionLayout><quickActionLayoutColumns><quickActionLayoutItems><field>Name</field></quickActionLayoutItems></quickActionLayoutColumns></quickActionLayout></QuickAction>`;

/** The conformance org with a layout, a compact layout, a list view, a quick action and a tab, as if they had been deployed. */
export async function startPageOrg(): Promise<ConformanceOrg> {
  const under = await startConformanceOrg();
  const schema = under.org.engine.schema();
  const components: [string, string][] = [
    ['Layout/Project__c-Project Layout', LAYOUT],
    ['Layout/Account-Account Layout', ACCOUNT_LAYOUT],
    ['ListView/Project__c.Big', LIST],
    ['CompactLayout/Project__c.Short', COMPACT],
    ['QuickAction/Account.NewProject', ACTION],
    ['CustomTab/Project__c', '<CustomTab/>'],
  ];
  for (const [key, text] of components) schema.otherComponents.set(key, text);
  under.org.engine.applySchema(schema);
  return under;
}
