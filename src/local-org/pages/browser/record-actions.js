import { button, h } from './dom.js';
import { createLwc } from './lwc-host.js';
import { deleteRecord } from './lightning/uiRecordApi.js';
import { openModal } from './modal.js';
import { messagesOf } from './org-client.js';
import { page } from './page-context.js';
import { openRecordForm } from './record-form.js';
import { refreshLists } from './related-list.js';
import { showToast } from './toast.js';

export function editRecord(context) {
  const { object, layout } = context.content;
  openRecordForm({
    title: `Edit ${context.value(object.nameField) ?? object.label}`,
    object,
    items: layout.sections.flatMap(({ columns }) => columns.flat()),
    recordId: context.recordId,
    values: context.values(),
    names: context.names(),
    onSaved: () => void context.refresh(),
  });
}

function confirmDelete(context) {
  const { object } = context;
  const remove = async () => {
    modal.close();
    try {
      await deleteRecord(context.recordId);
      location.assign(`/lightning/o/${object.apiName}/list`);
    } catch (error) {
      showToast({
        variant: 'error',
        title: `${object.label} was not deleted.`,
        message: messagesOf(error).join(' '),
      });
    }
  };
  const question = h(
    'p',
    {},
    `Are you sure you want to delete this ${object.label.toLowerCase()}?`,
  );
  const modal = openModal(`Delete ${object.label}`, question, [
    button('Delete', () => void remove(), 'brand'),
  ]);
}

function openCreate(context, action) {
  const object = page.objects[action.objectApiName];
  const fixed = action.parentField === null ? {} : { [action.parentField]: context.recordId };
  openRecordForm({
    title: action.label,
    object,
    items: action.fields,
    fixed,
    onSaved: () => void refreshLists(),
  });
}

function openUpdate(context, action) {
  openRecordForm({
    title: action.label,
    object: context.object,
    items: action.fields,
    recordId: context.recordId,
    values: context.values(),
    names: context.names(),
    onSaved: () => void context.refresh(),
  });
}

function openComponent(context, action) {
  const name = action.component.replace(/^c[:/]/, '');
  const element = createLwc(name, {
    recordId: context.recordId,
    objectApiName: context.object.apiName,
  });
  // An action without a screen has `invoke` and shows nothing.
  if (typeof element.invoke === 'function') {
    element.hidden = true;
    document.body.append(element);
    void element.invoke();
    return;
  }
  const modal = openModal(action.label, element);
  modal.element.addEventListener('lightning__actionsclosescreen', () => modal.close());
}

const openers = {
  edit: editRecord,
  delete: confirmDelete,
  create: openCreate,
  update: openUpdate,
  component: openComponent,
};

const allowed = {
  edit: ({ object }) => object.canEdit,
  update: ({ object }) => object.canEdit,
  delete: ({ object }) => object.canDelete,
  // An object that the user may not even see is not among those of the page.
  create: (_context, action) => page.objects[action.objectApiName]?.canCreate ?? false,
};

/**
 * Whether the user may do what the action does; Lightning shows no button for the rest.
 * https://help.salesforce.com/s/articleView?id=platform.actions_overview_considerations.htm
 */
export function isAllowed(context, action) {
  return allowed[action.kind]?.(context, action) ?? true;
}

/** The button of an action; one that the local org cannot carry out is shown, disabled, and says so. */
export function actionButton(context, action) {
  const isKnown = openers[action.kind] !== undefined;
  const title = isKnown ? null : `${action.name}: the local org does not carry this action out`;
  return button(action.label, () => openers[action.kind](context, action), 'neutral', {
    disabled: !isKnown,
    title,
  });
}
