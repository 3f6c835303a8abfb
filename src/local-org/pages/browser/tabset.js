import { h, replaceContent } from './dom.js';
import { judge } from './visibility.js';

/** Titles that Lightning gives its standard tabs. */
const titles = {
  'Standard.Tab.detail': 'Details',
  'Standard.Tab.relatedLists': 'Related',
  'Standard.Tab.activity': 'Activity',
  'Standard.Tab.collaborate': 'Chatter',
  'Standard.Tab.news': 'News',
};

/** Hides the tabs whose rule says so; where that hides the open one, opens `first` or the first that is left. */
function showTabs(tabs, links, first, context, open) {
  tabs.forEach(({ visibility }, index) => {
    const isShown = visibility === null || judge(visibility, (path) => context?.value(path)).shown;
    links[index].parentElement.hidden = !isShown;
  });
  const isUsable = (index) => index >= 0 && !links[index].parentElement.hidden;
  const current = links.findIndex((link) => link.getAttribute('aria-selected') === 'true');
  if (isUsable(current)) return;
  open(isUsable(first) ? first : links.findIndex((_link, index) => isUsable(index)));
}

/** Tabs whose content is made when they are first opened, as in Lightning; those with a visibility rule come and go with the record. */
export function tabset(item, context, render) {
  const tabs = item.inside.tabs ?? [];
  const links = [];
  const panes = tabs.map(() =>
    h('div', { class: 'slds-tabs_card__content page-region', role: 'tabpanel', hidden: true }),
  );
  const open = (chosen) => {
    tabs.forEach((tab, index) => {
      const isOpen = index === chosen;
      links[index].parentElement.classList.toggle('slds-is-active', isOpen);
      links[index].setAttribute('aria-selected', String(isOpen));
      panes[index].hidden = !isOpen;
      if (isOpen && panes[index].childElementCount === 0)
        replaceContent(panes[index], (tab.inside.body ?? []).map(render));
    });
  };
  const heads = tabs.map((tab, index) => {
    const title = titles[tab.properties.title] ?? tab.properties.title ?? 'Tab';
    const link = h(
      'a',
      {
        class: 'slds-tabs_default__link',
        href: '#',
        role: 'tab',
        onclick: (event) => {
          event.preventDefault();
          open(index);
        },
      },
      title,
    );
    links.push(link);
    return h('li', { class: 'slds-tabs_default__item', role: 'presentation' }, link);
  });
  const first = tabs.findIndex(
    (tab) => tab.properties.active === 'true' || tab.properties.title === item.properties.activeTab,
  );
  const update = () => showTabs(tabs, links, first, context, open);
  if (context === null || tabs.every(({ visibility }) => visibility === null)) update();
  else context.onRecord(update);
  return h(
    'div',
    { class: 'slds-tabs_card' },
    h('ul', { class: 'slds-tabs_default__nav', role: 'tablist' }, ...heads),
    ...panes,
  );
}
