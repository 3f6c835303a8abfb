import { html, Markup } from '../api/viewer-html.ts';
import type { PageModel } from './page-model.ts';

/** Nothing from other hosts; styles inline because LWC writes those of its components into the page. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const STYLES = '/lightning/slds/styles/salesforce-lightning-design-system.min.css';

function document(title: string, body: Markup): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${STYLES}" />
        <link rel="stylesheet" href="/lightning/page.css" />
      </head>
      <body class="slds-scope">
        ${body}
      </body>
    </html>`.text;
}

/** JSON inside a page: `<` is written so that no text in it can end the script element. */
function embedded(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

/** The page that starts a bundle: what to show comes with it, so that the first paint needs no further request. */
export function shell(model: PageModel, bundlePath: string): string {
  return document(
    `${model.title} | ${model.app.label}`,
    html`<div id="page"></div>
      <script type="application/json" id="page-model">
        ${embedded(model)}
      </script>
      <script type="module" src="${bundlePath}"></script>`,
  );
}

/** A page that only says something: not found, a component that does not build, no toolchain. */
export function notice(title: string, message: string): string {
  return document(
    title,
    html`<main class="slds-p-around_x-large">
      <h1 class="slds-text-heading_large">${title}</h1>
      <pre class="slds-m-top_medium page-notice">${message}</pre>
      <p class="slds-m-top_medium"><a href="/">All records in the plain viewer</a></p>
    </main>`,
  );
}

/** Where a person without a session says who they are; no password is checked, as nowhere in the local org. */
export function loginForm(returnTo: string, username: string, problem: string): string {
  return document(
    'Login | Local Org',
    html`<main class="page-login slds-box slds-theme_default">
      <h1 class="slds-text-heading_medium slds-m-bottom_medium">Local Org</h1>
      <form method="post" action="/lightning/login">
        <input type="hidden" name="returnTo" value="${returnTo}" />
        <div class="slds-form-element">
          <label class="slds-form-element__label" for="username">Username</label>
          <input class="slds-input" id="username" name="username" value="${username}" />
        </div>
        <p class="slds-text-color_error">${problem}</p>
        <button class="slds-button slds-button_brand slds-m-top_medium" type="submit">
          Log In
        </button>
      </form>
      <p class="slds-m-top_medium slds-text-color_weak">
        A local org checks no passwords and listens to this machine only.
      </p>
    </main>`,
  );
}
