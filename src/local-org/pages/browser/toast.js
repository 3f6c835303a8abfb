import { button, h, icon } from './dom.js';

const STAYS_FOR_MS = 6000;
const icons = {
  success: 'utility:success',
  error: 'utility:error',
  warning: 'utility:warning',
  info: 'utility:info',
};

/** Message with `{0}` filled in from `messageData`, which holds texts or links. */
function messageParts(message = '', data = []) {
  return message.split(/(\{\d+\})/).map((part) => {
    const index = /^\{(\d+)\}$/.exec(part)?.[1];
    const given = index === undefined ? part : data[Number(index)];
    if (typeof given !== 'object' || given === null) return given;
    const isSafe = /^(https?:|\/(?!\/))/i.test(given.url ?? '');
    return isSafe ? h('a', { href: given.url }, given.label) : given.label;
  });
}

/** Shows what a component tells the user, as `ShowToastEvent` describes it. */
export function showToast({ title, message, messageData, variant = 'info', mode = 'dismissible' }) {
  const close = button('×', () => toast.remove(), 'icon', {
    title: 'Close',
    'aria-label': 'Close',
  });
  const content = h(
    'div',
    { class: 'slds-notify__content' },
    h('h2', { class: 'slds-text-heading_small' }, title ?? ''),
    message === undefined ? null : h('p', {}, ...messageParts(message, messageData)),
  );
  const toast = h(
    'div',
    {
      class: `slds-notify slds-notify_toast slds-theme_${variant}`,
      role: variant === 'error' ? 'alert' : 'status',
    },
    h('span', { class: 'slds-m-right_small' }, icon(icons[variant] ?? icons.info, 'small')),
    content,
    h('div', { class: 'slds-notify__close' }, close),
  );
  container().append(toast);
  if (mode !== 'sticky' && variant !== 'error') setTimeout(() => toast.remove(), STAYS_FOR_MS);
}

function container() {
  const found = document.querySelector('.slds-notify_container');
  if (found !== null) return found;
  const made = h('div', { class: 'slds-notify_container slds-is-fixed' });
  document.body.append(made);
  return made;
}
