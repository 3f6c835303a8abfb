import { button, h, replaceContent } from './dom.js';
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

/** The path of the record: its steps, with a button that makes the chosen one the current one. */
export function path(context) {
  const { path: model } = context.content;
  if (model === null)
    return h(
      'div',
      { class: 'page-unknown' },
      'Path: no active path is deployed for this object and record type.',
    );
  const root = h('div', { class: 'slds-card slds-p-around_small page-path' });
  let chosen = null;
  const save = async (step) => {
    try {
      await updateRecord({ fields: { Id: context.recordId, [model.field]: step.value } });
      chosen = null;
      showToast({ variant: 'success', title: 'Status changed successfully.' });
    } catch (error) {
      showToast({
        variant: 'error',
        title: 'The status was not changed.',
        message: messagesOf(error).join(' '),
      });
    }
  };
  const draw = () => {
    const current = model.steps.findIndex(({ value }) => value === context.value(model.field));
    const shown = chosen ?? current;
    const stages = model.steps.map((step, index) =>
      h(
        'li',
        { class: `slds-path__item ${stageClass(index, current, shown)}`, role: 'presentation' },
        h(
          'a',
          {
            class: 'slds-path__link',
            href: '#',
            role: 'option',
            'aria-selected': String(index === shown),
            onclick: (event) => {
              event.preventDefault();
              chosen = index;
              draw();
            },
          },
          h('span', { class: 'slds-path__title' }, step.label),
        ),
      ),
    );
    const next =
      chosen === null || chosen === current ? model.steps[current + 1] : model.steps[chosen];
    const label =
      chosen === null || chosen === current ? 'Mark Status as Complete' : 'Mark as Current Status';
    const action =
      next === undefined
        ? null
        : button(label, () => void save(next), 'brand', {
            class: 'slds-button slds-button_brand slds-path__mark-complete',
          });
    const track = h(
      'div',
      { class: 'slds-grid slds-path__track' },
      h(
        'div',
        { class: 'slds-grid slds-path__scroller-container' },
        h(
          'div',
          { class: 'slds-path__scroller' },
          h(
            'div',
            { class: 'slds-path__scroller_inner' },
            h('ul', { class: 'slds-path__nav', role: 'listbox' }, ...stages),
          ),
        ),
      ),
      h('div', { class: 'slds-grid slds-path__action' }, action),
    );
    replaceContent(
      root,
      h('div', { class: 'slds-path' }, track),
      ...guidance(context, model.steps[shown]),
    );
  };
  context.onRecord(draw);
  return root;
}
