import { read } from './org-client.js';

const types = {
  Double: 'Number',
  Int: 'Number',
  Boolean: 'Checkbox',
  MultiPicklist: 'MultiselectPicklist',
  String: 'Text',
};
const MASTER_RECORD_TYPE = '012000000000000AAA';

function fieldModel(info, values) {
  const [target] = info.referenceToInfos ?? [];
  return {
    name: info.apiName,
    label: info.label,
    dataType:
      info.extraTypeInfo === 'RichTextArea' ? 'Html' : (types[info.dataType] ?? info.dataType),
    help: info.inlineHelpText ?? '',
    updateable: info.updateable,
    createable: info.createable,
    required: info.required && info.dataType !== 'Boolean',
    scale: info.scale ?? 0,
    length: info.length > 0 ? info.length : null,
    values: values ?? [],
    referenceTo: target?.apiName ?? null,
    referenceName: target?.nameFields?.[0] ?? null,
    relationshipName: info.relationshipName ?? null,
  };
}

/** The named fields of an object as the pages' editors take them, from the UI API. */
export async function fieldModels(objectApiName, names) {
  const info = await read(`/ui-api/object-info/${objectApiName}`);
  const recordType = info.defaultRecordTypeId ?? MASTER_RECORD_TYPE;
  const picklists = await read(
    `/ui-api/object-info/${objectApiName}/picklist-values/${recordType}`,
  );
  const models = names
    .filter((name) => info.fields[name] !== undefined)
    .map((name) => fieldModel(info.fields[name], picklists.picklistFieldValues[name]?.values));
  return new Map(models.map((model) => [model.name, model]));
}
