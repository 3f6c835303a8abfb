import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setup } from '@sa11y/jest';
import { XMLParser } from 'fast-xml-parser';

setup();

/** The labels that are deployed, so that tests read what users read. A label that does not exist stays "c.Name". */
const file = join(__dirname, '../../../force-app/main/app/labels/CustomLabels.labels-meta.xml');
const parser = new XMLParser({ parseTagValue: false });
const { labels } = parser.parse(readFileSync(file, 'utf8')).CustomLabels;
for (const { fullName, value } of labels) {
  jest.doMock(`@salesforce/label/c.${fullName}`, () => ({ __esModule: true, default: value }), {
    virtual: true,
  });
}

/** The stub of `gql` gives nothing; the components' queries are text that tests read. */
beforeEach(() => {
  const { gql } = require('lightning/graphql');
  gql.mockImplementation((strings, ...values) => String.raw({ raw: strings }, ...values));
});

afterEach(() => {
  document.body.replaceChildren();
  jest.clearAllMocks();
});
