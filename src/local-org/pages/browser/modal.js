import { button, h } from './dom.js';

/** A dialog over the page; `close` takes it away. `buttons` are laid out in its foot. */
export function openModal(title, content, buttons = []) {
  const backdrop = h('div', { class: 'slds-backdrop slds-backdrop_open' });
  const heading = h(
    'h1',
    { class: 'slds-modal__title slds-hyphenate', id: 'modal-heading' },
    title,
  );
  const close = () => {
    section.remove();
    backdrop.remove();
    document.removeEventListener('keydown', onKey);
  };
  const onKey = (event) => {
    if (event.key === 'Escape') close();
  };
  const foot = [button('Cancel', close), ...buttons];
  const section = h(
    'section',
    {
      role: 'dialog',
      tabindex: '-1',
      'aria-modal': 'true',
      'aria-labelledby': 'modal-heading',
      class: 'slds-modal slds-fade-in-open',
    },
    h(
      'div',
      { class: 'slds-modal__container' },
      h('div', { class: 'slds-modal__header' }, heading),
      h('div', { class: 'slds-modal__content slds-p-around_medium' }, content),
      h('div', { class: 'slds-modal__footer' }, ...foot),
    ),
  );
  document.addEventListener('keydown', onKey);
  document.body.append(section, backdrop);
  section.querySelector('input, select, textarea, button')?.focus();
  return { close, element: section };
}
