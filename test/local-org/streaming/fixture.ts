import { deployFiles, text } from '../metadata/support.ts';
import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import { customObject, lookup, master, schemaWith, summary } from '../support/test-schema.ts';

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function member(channel: string, entity: string): [string, string] {
  const xml = `<PlatformEventChannelMember ${namespace}><eventChannel>${channel}</eventChannel><selectedEntity>${entity}</selectedEntity></PlatformEventChannelMember>`;
  return [`${channel}_${entity}`.replaceAll('__', '_'), xml];
}

const selected: readonly (readonly [channel: string, entity: string])[] = [
  ['ChangeEvents', 'AccountChangeEvent'],
  ['ChangeEvents', 'ContactChangeEvent'],
  ['ChangeEvents', 'LeadChangeEvent'],
  ['ChangeEvents', 'OpportunityChangeEvent'],
  ['ChangeEvents', 'Program__ChangeEvent'],
  ['ChangeEvents', 'Detail__ChangeEvent'],
  ['Partners__chn', 'Holder__ChangeEvent'],
];

/** An org whose channel members were deployed: Program ← Detail, a Holder on a custom channel, an Unseen object. */
export function streamingSchema(): OrgSchema {
  const base = schemaWith([
    customObject('Program__c', 'a01', [
      makeField('Key__c', 'Text', { length: 20, unique: true, externalId: true }),
      makeField('Active__c', 'Checkbox', { defaultValue: 'false' }),
      makeField('Starts__c', 'DateTime'),
      makeField('Twice__c', 'Formula', { formula: '1 + 1', formulaReturnType: 'Number' }),
      summary('Total__c', 'sum', 'Detail__c.Program__c', 'Detail__c.Amount__c'),
    ]),
    customObject('Detail__c', 'a02', [
      master('Program__c', 'Program__c'),
      makeField('Amount__c', 'Number', { precision: 18, scale: 2 }),
    ]),
    customObject('Holder__c', 'a03', [lookup('Program__c', 'Program__c')]),
    customObject('Unseen__c', 'a04', []),
  ]);
  const channel = `<PlatformEventChannel ${namespace}><channelType>data</channelType><label>Partners</label></PlatformEventChannel>`;
  const members = selected.map(([name, entity]) => member(name, entity));
  const files = new Map([
    ['platformEventChannels/Partners__chn.platformEventChannel', text(channel)],
    ...members.map(
      ([name, xml]) =>
        [`platformEventChannelMembers/${name}.platformEventChannelMember`, text(xml)] as const,
    ),
  ]);
  const outcome = deployFiles(base, files);
  if (outcome.schema === null) throw new Error(JSON.stringify(outcome.messages));
  return outcome.schema;
}
