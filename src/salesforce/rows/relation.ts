import type { Fields } from '../org.ts';

/** A record that a row refers to: by id where the org has it, by external key where this very write makes it. */
export interface RecordPointer {
  id: string | null;
  key: string;
}

/** `relation('Account', pointer)` → `{ Account__c: '001…' }` or `{ Account__r: { ExternalKey__c: '…' } }`. */
export function relation(name: string, pointer: RecordPointer): Fields {
  return pointer.id === null
    ? { [`${name}__r`]: { ExternalKey__c: pointer.key } }
    : { [`${name}__c`]: pointer.id };
}

/** Text for a field of `length` characters: a long name is cut, never refused. */
export function fit(value: string, length: number): string {
  return value.length <= length ? value : `${value.slice(0, length - 1)}…`;
}
