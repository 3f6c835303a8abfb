import { button, h, icon, replaceContent } from './dom.js';
import { updateRecord } from './lightning/uiRecordApi.js';
import { messagesOf } from './org-client.js';
import { fieldRow } from './record-detail.js';
import { richText } from './rich-text.js';
import { showToast } from './toast.js';

function stageClass(index, current, chosen) {
  if (index === current) return `slds-is-current${chosen === current ? ' slds-is-active' : ''}`;
  if (index === chosen) return 'slds-is-active';
  return index < current ? 'slds-is-complete' : 'slds-is-incomplete';
}

/** What belongs to the chosen step: its key fields and its guidance. */
function guidance(context, step) {
  if (step === undefined || (step.fields.length === 0 && step.info === '')) return [];
  const fields =
    step.fields.length === 0
      ? null
      : h(
          'div',
          { class: 'slds-col slds-size_1-of-2' },
          h('h3', { class: 'slds-text-title_bold' }, 'Key Fields'),
          ...step.fields.map((name) => fieldRow(context, name)),
        );
  const info =
    step.info === ''
      ? null
      : h(
          'div',
          { class: 'slds-col slds-size_1-of-2' },
          h('h3', { class: 'slds-text-title_bold' }, 'Guidance for Success'),
          richText(step.info),
        );
  return [h('div', { class: 'slds-grid slds-gutters slds-p-around_small' }, fields, info)];
}

function stage(step, className, isChosen, choose) {
  const title = h('span', { class: 'slds-path__title' }, step.label);
  const onclick = (event) => {
    event.preventDefault();
    choose();
  };
  const properties = { class: 'slds-path__link', href: '#', role: 'option', onclick };
  const check = h('span', { class: 'slds-path__stage' }, icon('utility:check', 'x-small'));
  const link = h('a', { ...properties, 'aria-selected': String(isChosen) }, check, title);
  return h('li', { class: `slds-path__item ${className}`, role: 'presentation' }, link);
}

function track(stages, action) {
  const list = h('ul', { class: 'slds-path__nav', role: 'listbox' }, ...stages);
  const inner = h('div', { class: 'slds-path__scroller_inner' }, list);
  const scroller = h('div', { class: 'slds-path__scroller' }, inner);
  return h(
    'div',
    { class: 'slds-grid slds-path__track' },
    h('div', { class: 'slds-grid slds-path__scroller-container' }, scroller),
    h('div', { class: 'slds-grid slds-path__action' }, action),
  );
}

async function moveTo(context, field, step) {
  try {
    await updateRecord({ fields: { Id: context.recordId, [field]: step.value } });
    showToast({ variant: 'success', title: 'Status changed successfully.' });
  } catch (error) {
    const message = messagesOf(error).join(' ');
    showToast({ variant: 'error', title: 'The status was not changed.', message });
  }
}

/** The button that goes to the chosen step, or to the one after the current; none at the end of the path. */
function moveButton(model, current, chosen, move) {
  const isAhead = chosen === null || chosen === current;
  const next = isAhead ? model.steps[current + 1] : model.steps[chosen];
  const label = isAhead ? 'Mark Status as Complete' : 'Mark as Current Status';
  const className = 'slds-button slds-button_brand slds-path__mark-complete';
  return next === undefined ? null : button(label, () => move(next), 'brand', { class: className });
}

/** The path of the record: its steps, with a button that makes the chosen one the current one. */
export function path(context) {
  const { path: model } = context.content;
  if (model === null) {
    const reason = 'Path: no active path is deployed for this object and record type.';
    return h('div', { class: 'page-unknown' }, reason);
  }
  const root = h('div', { class: 'slds-card slds-p-around_small page-path' });
  let chosen = null;
  const choose = (index) => {
    chosen = index;
    draw();
  };
  const move = (step) => {
    chosen = null;
    void moveTo(context, model.field, step);
  };
  const draw = () => {
    const current = model.steps.findIndex(({ value }) => value === context.value(model.field));
    const shown = chosen ?? current;
    const stages = model.steps.map((step, index) =>
      stage(step, stageClass(index, current, shown), index === shown, () => choose(index)),
    );
    const bar = track(
      stages,
      context.object.canEdit ? moveButton(model, current, chosen, move) : null,
    );
    replaceContent(
      root,
      h('div', { class: 'slds-path' }, bar),
      ...guidance(context, model.steps[shown]),
    );
  };
  context.onRecord(draw);
  return root;
}
