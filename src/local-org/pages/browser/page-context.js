/**
 * What the server sent with the page. It stands on `globalThis` before any component's module runs, because modules such as
 * `@salesforce/user/Id` read it while they are loaded.
 */
globalThis.localOrgPage = JSON.parse(document.getElementById('page-model').textContent);
export const page = globalThis.localOrgPage;
