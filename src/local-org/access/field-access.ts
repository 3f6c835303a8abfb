import type { FieldSchema, ObjectSchema } from '../schema/types.ts';
import { objectRights, type Grants } from './grants.ts';

export interface FieldAccess {
  readable: boolean;
  editable: boolean;
}

/** Parts of a name follow the name; no permission names them. */
const nameParts: ReadonlySet<string> = new Set([
  'FirstName',
  'LastName',
  'MiddleName',
  'Salutation',
  'Suffix',
]);
const systemFields: ReadonlySet<string> = new Set(['Id', 'OwnerId', 'RecordTypeId']);

/**
 * Fields that field-level security does not reach: required ones, masters, names, and what Salesforce itself fills.
 * https://help.salesforce.com/s/articleView?id=platform.users_fields_fls_considerations.htm
 */
export function isAlwaysVisible(object: ObjectSchema, field: FieldSchema): boolean {
  if (field.required || field.type === 'MasterDetail' || field.name === object.nameField)
    return true;
  if (field.custom) return false;
  const isFilled = !field.createable && !field.updateable;
  return isFilled || systemFields.has(field.name) || nameParts.has(field.name);
}

/** Parts of an address or a geolocation are granted as the whole: `Account.BillingAddress`, on a lead `Lead.Address`. */
const addressPart =
  /^(Billing|Shipping|Mailing|Other|)(Street|City|State|PostalCode|Country|Latitude|Longitude|GeocodeAccuracy)$/;

function permissionName(object: ObjectSchema, field: FieldSchema): string {
  if (field.compoundField !== null) return `${object.name}.${field.compoundField}`;
  const part = field.custom ? null : addressPart.exec(field.name);
  return `${object.name}.${part === null ? field.name : `${part[1] ?? ''}Address`}`;
}

/** What the grants let a user do with a field of an object that the user may read. */
export function fieldAccess(grants: Grants, object: ObjectSchema, field: FieldSchema): FieldAccess {
  const byProfile =
    !field.custom && grants.profile.standardFields && grants.profile.objects.has(object.name);
  if (byProfile || isAlwaysVisible(object, field)) return { readable: true, editable: true };
  const name = permissionName(object, field);
  const given = grants.sets.map((set) => set.fieldPermissions.get(name));
  const editable = given.some((one) => one?.editable === true);
  const all = objectRights(grants, object.name).viewAllFields;
  return { readable: all || editable || given.some((one) => one?.readable === true), editable };
}
