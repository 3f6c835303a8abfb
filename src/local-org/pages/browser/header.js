import { h, icon } from './dom.js';
import { page } from './page-context.js';

function appMenu() {
  const items = page.apps.map((app) =>
    h(
      'li',
      { class: 'slds-p-around_x-small' },
      h('a', { href: `/lightning/app/${app.name}` }, app.label),
    ),
  );
  const list = h(
    'ul',
    { class: 'slds-dropdown slds-dropdown_left page-app-list', hidden: true },
    ...items,
  );
  const toggle = h(
    'button',
    {
      type: 'button',
      class: 'slds-button slds-icon-waffle_container',
      title: 'App Launcher',
      onclick: () => (list.hidden = !list.hidden),
    },
    h(
      'span',
      { class: 'slds-icon-waffle' },
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => h('span', { class: `slds-r${number}` })),
    ),
    h('span', { class: 'slds-assistive-text' }, 'App Launcher'),
  );
  return h('div', { class: 'slds-context-bar__icon-action page-app-menu' }, toggle, list);
}

/** Lightning shows as many tabs as fit; so many fit into 1,200 pixels. */
const MOST_TABS = 9;

/** The tabs that do not fit, behind a button. */
function moreTabs(tabs) {
  const items = tabs.map(({ label, href }) =>
    h('li', { class: 'slds-dropdown__item' }, h('a', { href }, label)),
  );
  const list = h('ul', { class: 'slds-dropdown slds-dropdown_right', hidden: true }, ...items);
  const toggle = h(
    'button',
    {
      type: 'button',
      class: 'slds-button slds-context-bar__label-action',
      onclick: () => (list.hidden = !list.hidden),
    },
    'More',
  );
  return h('li', { class: 'slds-context-bar__item page-app-menu' }, toggle, list);
}

function tabs(all) {
  const rest = all.slice(MOST_TABS);
  return [...all.slice(0, MOST_TABS).map(tab), rest.length === 0 ? null : moreTabs(rest)];
}

function tab({ name, label, href }) {
  const isActive = name === page.activeTab;
  return h(
    'li',
    { class: `slds-context-bar__item${isActive ? ' slds-is-active' : ''}` },
    h(
      'a',
      { class: 'slds-context-bar__label-action', href, 'aria-current': isActive ? 'page' : null },
      h('span', { class: 'slds-truncate' }, label),
    ),
  );
}

/** The bar on top of every page: whose org this is, the app with its tabs, and who is logged in. */
export function header() {
  const initials = page.user.name
    .split(' ')
    .map((word) => word.slice(0, 1))
    .join('')
    .slice(0, 2);
  const avatar = h(
    'span',
    { class: 'slds-avatar slds-avatar_circle slds-avatar_small', title: page.user.name },
    h('abbr', { class: 'slds-avatar__initials slds-icon-standard-user' }, initials),
  );
  const top = h(
    'div',
    { class: 'slds-global-header slds-grid slds-grid_align-spread page-global-header' },
    h(
      'div',
      { class: 'slds-global-header__item' },
      icon('utility:salesforce1', 'small'),
      h('strong', { class: 'slds-m-left_x-small' }, 'Local Org'),
    ),
    h('div', { class: 'slds-global-header__item' }, avatar),
  );
  const bar = h(
    'div',
    { class: 'slds-context-bar' },
    h(
      'div',
      { class: 'slds-context-bar__primary' },
      h(
        'div',
        { class: 'slds-context-bar__item slds-no-hover' },
        appMenu(),
        h(
          'span',
          { class: 'slds-context-bar__label-action slds-context-bar__app-name' },
          h('span', { class: 'slds-truncate' }, page.app.label),
        ),
      ),
    ),
    h(
      'nav',
      { class: 'slds-context-bar__secondary', 'aria-label': 'Global' },
      h('ul', { class: 'slds-grid' }, ...tabs(page.app.tabs)),
    ),
  );
  return h('header', {}, top, bar);
}
