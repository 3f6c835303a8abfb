import { fileURLToPath } from 'node:url';
import { childrenOf, readMetadata, textOf } from '../../scripts/generate/metadata-file.ts';
import { orgModel, type FieldModel } from '../../scripts/generate/org-model.ts';

/** The project's folder, and everything in its force-app as the generators read it. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
export const files = readMetadata(projectRoot);
export const model = orgModel(files);
export const fields = model.objects.flatMap((object) => object.fields);
export const customObjects = model.objects.filter((object) => object.custom);

/** "Commission__c.Amount__c", as permission sets and formulas of other objects name a field. */
export function pathOf(field: FieldModel): string {
  return `${field.object}.${field.name}`;
}

/** The permission sets with what they grant, by name. */
export const permissionSets = files
  .filter((file) => file.kind === 'permissionset')
  .map((file) => ({
    name: file.name,
    xml: file.xml,
    fields: childrenOf(file.xml, 'fieldPermissions').map((node) => ({
      path: textOf(node, 'field') ?? '',
      readable: textOf(node, 'readable') === 'true',
      editable: textOf(node, 'editable') === 'true',
    })),
    objects: childrenOf(file.xml, 'objectPermissions').map((node) => ({
      name: textOf(node, 'object') ?? '',
      create: textOf(node, 'allowCreate') === 'true',
      read: textOf(node, 'allowRead') === 'true',
      edit: textOf(node, 'allowEdit') === 'true',
      delete: textOf(node, 'allowDelete') === 'true',
      viewAll: textOf(node, 'viewAllRecords') === 'true',
      modifyAll: textOf(node, 'modifyAllRecords') === 'true',
    })),
    recordTypes: childrenOf(file.xml, 'recordTypeVisibilities').map(
      (node) => textOf(node, 'recordType') ?? '',
    ),
    tabs: childrenOf(file.xml, 'tabSettings').map((node) => textOf(node, 'tab') ?? ''),
  }));
