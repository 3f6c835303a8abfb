import {
  childrenOf,
  textOf,
  textsOf,
  type MetadataFile,
  type XmlNode,
} from '../../scripts/generate/metadata-file.ts';
import { customObjects, fields, files, model, permissionSets } from './force-app.ts';

const ofKind = (kind: string): MetadataFile[] => files.filter((file) => file.kind === kind);
const pages = ofKind('flexipage').map((file) => ({
  name: file.name,
  xml: file.xml,
  object: textOf(file.xml, 'sobjectType') ?? '',
  regions: childrenOf(file.xml, 'flexiPageRegions'),
}));
type Page = (typeof pages)[number];
const eachPage = pages.map((page) => [page.name, page] as const);
const [app] = ofKind('app');
const actionNames = ofKind('quickAction').map(({ name }) => name);

function items(page: Page, kind: 'componentInstance' | 'fieldInstance'): XmlNode[] {
  return page.regions
    .flatMap((region) => childrenOf(region, 'itemInstances'))
    .flatMap((item) => childrenOf(item, kind));
}

function components(page: Page, name: string): XmlNode[] {
  return items(page, 'componentInstance').filter((item) => textOf(item, 'componentName') === name);
}

const property = (item: XmlNode, name: string): XmlNode =>
  childrenOf(item, 'componentInstanceProperties').find((one) => textOf(one, 'name') === name) ?? {};

const valueOf = (item: XmlNode, name: string): string =>
  textOf(property(item, name), 'value') ?? '';

const listOf = (item: XmlNode, name: string): string[] =>
  childrenOf(property(item, name), 'valueList')
    .flatMap((list) => childrenOf(list, 'valueListItems'))
    .map((one) => textOf(one, 'value') ?? '');

/** The objects on whose pages the component may stand. */
function objectsOf(bundle: string): string[] {
  const file = files.find(({ kind, name }) => kind === 'js' && name === bundle);
  return childrenOf(file?.xml ?? {}, 'targetConfigs')
    .flatMap((configs) => childrenOf(configs, 'targetConfig'))
    .flatMap((config) => childrenOf(config, 'objects'))
    .flatMap((objects) => textsOf(objects, 'object'));
}

const standardComponents = [
  'flexipage:column',
  'flexipage:fieldSection',
  'flexipage:filterListCard',
  'flexipage:tab',
  'flexipage:tabset',
  'force:highlightsPanel',
  'force:detailPanel',
  'force:relatedListContainer',
  'lst:dynamicRelatedList',
  'runtime_sales_activities:activityPanel',
  'runtime_sales_pathassistant:pathAssistant',
];

describe.each(eachPage)('the page %s', (_name, page) => {
  test('says what it is for', () => {
    expect(textOf(page.xml, 'description')).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('is made of components that Lightning has and of ours where they may stand', () => {
    const names = items(page, 'componentInstance').map((item) => textOf(item, 'componentName'));
    const unknown = names.filter(
      (name = '') => !standardComponents.includes(name) && !objectsOf(name).includes(page.object),
    );
    expect(unknown).toEqual([]);
  });

  test('names each part once, and every facet is used', () => {
    const identifiers = [...items(page, 'componentInstance'), ...items(page, 'fieldInstance')].map(
      (item) => textOf(item, 'identifier'),
    );
    expect(new Set(identifiers).size).toBe(identifiers.length);
    const used = items(page, 'componentInstance').flatMap((item) =>
      ['body', 'columns', 'tabs'].map((name) => valueOf(item, name)),
    );
    const facets = page.regions
      .filter((region) => textOf(region, 'type') === 'Facet')
      .map((region) => textOf(region, 'name') ?? '');
    expect(facets.sort()).toEqual(used.filter((name) => name !== '').sort());
  });

  test('has related lists of real children, with columns that these have', () => {
    const wrong = components(page, 'lst:dynamicRelatedList').flatMap((item) => {
      const relation = valueOf(item, 'relatedListApiName').replace(/__r$/, '');
      const lookup = fields.find(
        (field) =>
          textOf(field.file.xml, 'relationshipName') === relation &&
          textOf(field.file.xml, 'referenceTo') === page.object,
      );
      const known = fields
        .filter(({ object }) => object === lookup?.object)
        .map(({ name }) => name);
      const columns = [
        ...listOf(item, 'relatedListFieldAliases'),
        valueOf(item, 'sortFieldAlias'),
      ].filter((name) => !['NAME', '__DEFAULT__', ...known].includes(name));
      return lookup === undefined ? [relation] : columns;
    });
    expect(wrong).toEqual([]);
  });

  test('offers actions that exist, on its own object', () => {
    const offered = components(page, 'force:highlightsPanel').flatMap((item) =>
      listOf(item, 'actionNames'),
    );
    const isOwn = (name: string): boolean =>
      actionNames.includes(name) && name.startsWith(`${page.object}.`);
    expect(offered.filter((name) => name !== 'Edit' && !isOwn(name))).toEqual([]);
  });

  test('shows list views that exist', () => {
    const missing = components(page, 'flexipage:filterListCard').filter(
      (item) =>
        !ofKind('listView').some(
          ({ object, name }) =>
            object === valueOf(item, 'entityName') && name === valueOf(item, 'filterName'),
        ),
    );
    expect(missing).toEqual([]);
  });

  test('shows a path only on objects that have one', () => {
    const paths = ofKind('pathAssistant').map(({ xml }) => textOf(xml, 'entityName'));
    const shows = components(page, 'runtime_sales_pathassistant:pathAssistant').length === 1;
    expect(shows).toBe(paths.includes(page.object));
  });
});

describe('the app', () => {
  const overrides = childrenOf(app?.xml ?? {}, 'actionOverrides');

  test('shows every page, in this app only and for every profile', () => {
    expect(overrides.map((one) => textOf(one, 'content')).sort()).toEqual(
      pages.map(({ name }) => name).sort(),
    );
    const places = overrides.map((one) => textOf(one, 'pageOrSobjectType') ?? '');
    const expected = pages.map(({ object }) => (object === '' ? 'standard-home' : object));
    expect(places.sort()).toEqual(expected.sort());
    expect(childrenOf(app?.xml ?? {}, 'profileActionOverrides')).toEqual([]);
    expect(
      ofKind('object').filter(({ xml }) => childrenOf(xml, 'actionOverrides').length > 0),
    ).toEqual([]);
  });

  test('follows the work from left to right', () => {
    expect(textsOf(app?.xml ?? {}, 'tabs')).toEqual([
      'standard-home',
      'Partnership__c',
      'DealRegistration__c',
      'standard-Opportunity',
      'standard-Account',
      'standard-Lead',
      'PartnerGoal__c',
      'CommissionStatement__c',
      'FundRequest__c',
      'PartnerProgram__c',
      'Simulation__c',
      'SyncIssue__c',
      'standard-report',
      'standard-Dashboard',
    ]);
  });

  test('is given to everybody but the service', () => {
    const given = permissionSets
      .filter(({ xml }) =>
        childrenOf(xml, 'applicationVisibilities').some(
          (one) => textOf(one, 'application') === app?.name && textOf(one, 'visible') === 'true',
        ),
      )
      .map(({ name }) => name);
    expect(permissionSets.map(({ name }) => name).filter((name) => !given.includes(name))).toEqual([
      'SyncService',
    ]);
  });

  test('no page layout of a standard object is shipped: it would replace the one of the org', () => {
    const own = customObjects.map(({ name }) => name);
    const foreign = ofKind('layout').filter(({ name }) => !own.includes(name.split('-')[0] ?? ''));
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });
});

test.each(ofKind('pathAssistant').map((file) => [file.name, file.xml] as const))(
  'the path %s guides through every value of its field, and has at most five key fields a step',
  (_name, path) => {
    const field = fields.find(
      ({ object, name }) =>
        object === textOf(path, 'entityName') && name === textOf(path, 'fieldName'),
    );
    const steps = childrenOf(path, 'pathAssistantSteps');
    expect(steps.map((step) => textOf(step, 'picklistValueName'))).toEqual(
      field?.values.map(({ value }) => value),
    );
    expect(steps.filter((step) => (textOf(step, 'info') ?? '').length < 20)).toEqual([]);
    expect(steps.filter((step) => textsOf(step, 'fieldNames').length > 5)).toEqual([]);
  },
);

test.each(ofKind('quickAction').map((file) => [file.name, file.xml] as const))(
  'the action %s says what it does, and asks for what its object requires',
  (name, action) => {
    expect(textOf(action, 'description')).toMatch(/^[A-Z].{20,}\.$/);
    const target = textOf(action, 'targetObject') ?? name.split('.')[0] ?? '';
    const parent = textOf(action, 'targetParentField') ?? '';
    const asked = childrenOf(action, 'quickActionLayout')
      .flatMap((layout) => childrenOf(layout, 'quickActionLayoutColumns'))
      .flatMap((column) => childrenOf(column, 'quickActionLayoutItems'))
      .map((item) => textOf(item, 'field') ?? '');
    const required = model.objects
      .find((object) => object.name === target)
      ?.fields.filter((field) => field.required && field.name !== parent)
      .map((field) => field.name);
    const isCreate = textOf(action, 'type') === 'Create';
    expect(isCreate ? (required ?? []).filter((one) => !asked.includes(one)) : []).toEqual([]);
  },
);

test('every action is offered by a page', () => {
  const offered = pages.flatMap((page) =>
    components(page, 'force:highlightsPanel').flatMap((item) => listOf(item, 'actionNames')),
  );
  expect(actionNames.filter((name) => !offered.includes(name))).toEqual([]);
});
