import { errorText, fill, percentText } from 'c/messageText';

it.each([
  ['{0} of {1}', ['2', 3], '2 of 3'],
  ['{1} before {0}', ['a', 'b'], 'b before a'],
  ['no place', ['a'], 'no place'],
  ['{0} and {2}', ['a'], 'a and {2}'],
  ['{0}', [0], '0'],
])('%s is filled with %j', (label, values, text) => expect(fill(label, ...values)).toBe(text));

it.each([
  [6000, '60%'],
  [3333, '33.33%'],
  [10001, '100.01%'],
  [11000, '110%'],
])('%p basis points read %s', (points, text) => expect(percentText(points)).toBe(text));

describe('errors become sentences', () => {
  const refused = {
    status: 400,
    body: {
      message: 'An error occurred while trying to update the record. Please try again.',
      output: {
        errors: [{ message: 'The payable splits would exceed 100 %.' }],
        fieldErrors: { Role__c: [{ message: 'The role is missing.' }] },
      },
    },
  };

  it.each([
    ['a refused save', refused, 'The payable splits would exceed 100 %. The role is missing.'],
    ['a plain refusal', { body: { message: 'No access.', output: { errors: [] } } }, 'No access.'],
    ['a list of the REST API', { body: [{ message: 'One.' }, { message: 'Two.' }] }, 'One. Two.'],
    ['errors of GraphQL', [{ message: 'One.' }, { message: 'One.' }], 'One.'],
    ['an error of the browser', new Error('Failed to fetch'), 'Failed to fetch'],
    ['a text', 'Broken.', 'Broken.'],
    ['nothing at all', undefined, 'Otherwise.'],
    ['an empty answer', { body: {} }, 'Otherwise.'],
  ])('%s', (_name, error, text) => expect(errorText(error, 'Otherwise.')).toBe(text));
});
