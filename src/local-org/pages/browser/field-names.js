/** "Account.Name" of a name or of what `@salesforce/schema` gives. */
export function fieldName(field) {
  return typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`;
}

export function objectName(object) {
  return typeof object === 'string' ? object : object.objectApiName;
}

export function fieldNames(fields) {
  return [fields ?? []].flat().map(fieldName);
}

/** A query string of what has a value; lists are joined by commas. */
export function queryString(values) {
  const present = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && value.length !== 0,
  );
  const text = new URLSearchParams(
    present.map(([key, value]) => [key, [value].flat().join(',')]),
  ).toString();
  return text === '' ? '' : `?${text}`;
}
