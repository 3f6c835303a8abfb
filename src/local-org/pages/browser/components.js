import { h, replaceContent } from './dom.js';
import { highlightsPanel } from './highlights.js';
import { createLwc, hasLwc } from './lwc-host.js';
import { page } from './page-context.js';
import { path } from './path.js';
import { fieldRow, recordDetail, section } from './record-detail.js';
import { relatedList } from './related-list.js';
import { richText } from './rich-text.js';
import { tabset } from './tabset.js';
import { viewCard } from './view-card.js';
import { judge } from './visibility.js';

/** A box that says what would stand here; nothing on a page is left out without a word. */
export function unknownBox(title, detail) {
  return h('div', { class: 'page-unknown' }, h('strong', {}, title), h('div', {}, detail));
}

const onRecordOnly = (draw) => (item, context) =>
  context === null
    ? unknownBox(item.component, 'stands on record pages only')
    : draw(context, item);

/** The user may not read the records of the list. */
function isHidden({ content }, name) {
  return content.hiddenLists.includes(name) || content.hiddenLists.includes(`${name}__r`);
}

function singleList(context, item) {
  const { relatedListApiName: name } = item.properties;
  const lists = [...context.content.layout.relatedLists, ...context.content.childLists];
  const list = lists.find((one) => one.name === name || one.name === `${name}__r`);
  if (isHidden(context, name)) return null;
  return list === undefined
    ? unknownBox('Related list', `${name}: the local org has no such related list`)
    : relatedList(context, list);
}

function dynamicList(context, item) {
  const list = context.content.dynamicLists[item.identifier];
  if (isHidden(context, item.properties.relatedListApiName)) return null;
  return list === undefined
    ? unknownBox(
        item.properties.relatedListLabel ?? 'Related list',
        `${item.properties.relatedListApiName}: the local org has no such related list`,
      )
    : relatedList(context, list);
}

function viewCardItem(item) {
  const card = page.content.viewCards[item.identifier];
  const { entityName, filterName, pageSize } = item.properties;
  return card === undefined
    ? unknownBox('List view', `${entityName} has no list view ${filterName}`)
    : viewCard(card, Number(pageSize ?? 3));
}

function allLists(context) {
  const { relatedLists: lists, unknownLists } = context.content.layout;
  if (lists.length + unknownLists.length === 0) {
    return unknownBox('Related lists', 'The page layout has none.');
  }
  return h(
    'div',
    { class: 'page-region' },
    ...lists.map((list) => relatedList(context, list)),
    ...unknownLists.map((name) =>
      unknownBox('Related list', `${name}: the local org does not have this list`),
    ),
  );
}

function fieldSection(item, context) {
  const columns = item.inside.columns ?? [];
  const content = section(
    item.properties.label ?? '',
    columns.map((column) => (column.inside.body ?? []).map((inner) => renderItem(inner, context))),
  );
  return content === null ? null : h('div', { class: 'slds-card' }, content);
}

function richTextCard(item) {
  return h(
    'div',
    { class: 'slds-card slds-p-around_small' },
    richText(item.properties.richTextValue ?? ''),
  );
}

function reportChart(item) {
  const { label, reportName } = item.properties;
  return unknownBox(
    label || 'Report chart',
    `Here Lightning draws the chart of the report ${reportName ?? ''}; the local org runs no reports.`,
  );
}

const standard = {
  field: onRecordOnly((context, item) => fieldRow(context, item.properties.field)),
  'force:highlightsPanel': onRecordOnly((context) => highlightsPanel(context)),
  'force:detailPanel': onRecordOnly((context) =>
    h('div', { class: 'slds-card' }, recordDetail(context)),
  ),
  'force:recordDetail': onRecordOnly((context) =>
    h('div', { class: 'slds-card' }, recordDetail(context)),
  ),
  'force:recordDetailPanelMobile': onRecordOnly((context) =>
    h('div', { class: 'slds-card' }, recordDetail(context)),
  ),
  'force:relatedListContainer': onRecordOnly((context) => allLists(context)),
  'force:relatedListSingleContainer': onRecordOnly(singleList),
  'lst:dynamicRelatedList': onRecordOnly(dynamicList),
  'runtime_sales_pathassistant:pathAssistant': onRecordOnly((context) => path(context)),
  'flexipage:fieldSection': fieldSection,
  'flexipage:tabset': (item, context) =>
    tabset(item, context, (inner) => renderItem(inner, context)),
  'flexipage:richText': richTextCard,
  'flexipage:reportChart': reportChart,
  'flexipage:filterListCard': viewCardItem,
};

function lwcItem(item, context) {
  const name = item.component.slice('c:'.length);
  if (!hasLwc(name))
    return unknownBox(item.component, 'No such component is deployed to this org.');
  const record =
    context === null ? {} : { recordId: context.recordId, objectApiName: context.object.apiName };
  try {
    return createLwc(name, { ...item.properties, ...record });
  } catch (error) {
    return unknownBox(item.component, `The component failed: ${error.message}`);
  }
}

function draw(item, context) {
  if (item.component.startsWith('c:')) return lwcItem(item, context);
  const known = standard[item.component];
  return known === undefined
    ? unknownBox(item.component, 'The local org does not show this component.')
    : known(item, context);
}

/** An item of a page; one with a visibility rule comes and goes with the record. `context` is null outside of record pages. */
export function renderItem(item, context) {
  if (item.visibility === null) return draw(item, context);
  const place = h('div', { 'data-item': item.identifier, hidden: true });
  let isDrawn = false;
  const update = () => {
    const { shown, unknown } = judge(item.visibility, (fieldPath) => context?.value(fieldPath));
    place.hidden = !shown;
    if (!shown || isDrawn) return;
    isDrawn = true;
    const note =
      unknown.length === 0
        ? null
        : unknownBox(
            'Visibility',
            `Always shown here, because the local org cannot judge: ${unknown.join('; ')}`,
          );
    replaceContent(place, note, draw(item, context));
  };
  if (context === null) update();
  else context.onRecord(update);
  return place;
}
