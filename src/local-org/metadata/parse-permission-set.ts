import type { PermissionSetGroupSchema, PermissionSetSchema } from '../schema/types.ts';
import { childrenOf, flagAt, textAt, type XmlElement } from './xml.ts';

function enabledNames(element: XmlElement, list: string): Set<string> {
  const entries = childrenOf(element, list).filter((entry) => flagAt(entry, 'enabled'));
  return new Set(entries.map((entry) => textAt(entry, 'name') ?? ''));
}

/** What a permission set grants, for the data side to enforce. */
export function parsePermissionSet(
  fullName: string,
  id: string,
  element: XmlElement,
): PermissionSetSchema {
  return {
    fullName,
    id,
    label: textAt(element, 'label') ?? fullName,
    objectPermissions: new Map(
      childrenOf(element, 'objectPermissions').map((entry) => [
        textAt(entry, 'object') ?? '',
        {
          allowCreate: flagAt(entry, 'allowCreate'),
          allowRead: flagAt(entry, 'allowRead'),
          allowEdit: flagAt(entry, 'allowEdit'),
          allowDelete: flagAt(entry, 'allowDelete'),
          viewAllRecords: flagAt(entry, 'viewAllRecords'),
          modifyAllRecords: flagAt(entry, 'modifyAllRecords'),
          viewAllFields: flagAt(entry, 'viewAllFields'),
        },
      ]),
    ),
    fieldPermissions: new Map(
      childrenOf(element, 'fieldPermissions').map((entry) => [
        textAt(entry, 'field') ?? '',
        { readable: flagAt(entry, 'readable'), editable: flagAt(entry, 'editable') },
      ]),
    ),
    userPermissions: enabledNames(element, 'userPermissions'),
    customPermissions: enabledNames(element, 'customPermissions'),
  };
}

/** The permission sets that a group assigns together. */
export function parsePermissionSetGroup(
  fullName: string,
  id: string,
  element: XmlElement,
): PermissionSetGroupSchema {
  return {
    fullName,
    id,
    label: textAt(element, 'label') ?? fullName,
    permissionSets: childrenOf(element, 'permissionSets').map(({ text }) => text),
  };
}
