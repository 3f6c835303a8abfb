import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiContext } from '../api/api-call.ts';
import { ApiError, errorBody } from '../api/api-error.ts';
import { parseApiCall, parseJson } from '../api/http-call.ts';
import { dispatch } from '../api/routes.ts';
import type { Sessions } from '../session.ts';
import { BrowserBundles, BundleError, packageDirectory } from './browser-bundle.ts';
import { bundleSource } from './browser-modules.ts';
import { loginForm, notice, PAGE_POLICY, shell } from './page-html.ts';
import {
  homePage,
  listPage,
  recordPage,
  tabPage,
  type PageModel,
  type PageRequest,
} from './page-model.ts';
import {
  browserApp,
  browserSession,
  ownPath,
  rememberApp,
  startBrowserSession,
} from './page-session.ts';

/** What the pages need of the org. */
export interface PageHost {
  api: ApiContext;
  sessions: Sessions;
  instanceUrl(): string;
  /** Where built bundles are kept. */
  pageCache: string;
}

const HOME = '/lightning/page/home';
const params = z.object({
  object: z.string().optional(),
  id: z.string().default(''),
  tab: z.string().default(''),
  app: z.string().default(''),
  file: z.string().default(''),
  key: z.string().default(''),
  '*': z.string().default(''),
});
const loginBody = z.instanceof(URLSearchParams);

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

class Pages {
  readonly #host: PageHost;
  readonly #bundles: BrowserBundles;

  constructor(host: PageHost) {
    this.#host = host;
    this.#bundles = new BrowserBundles(host.pageCache);
  }

  send(reply: FastifyReply, status: number, text: string): FastifyReply {
    return reply
      .code(status)
      .header('content-security-policy', PAGE_POLICY)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(text);
  }

  /** Shows what `find` finds to a logged-in browser; others are asked who they are. */
  async show(
    request: FastifyRequest,
    reply: FastifyReply,
    find: (page: PageRequest) => PageModel | null,
  ): Promise<FastifyReply> {
    const { engine } = this.#host.api;
    const session = browserSession(request, this.#host.instanceUrl(), this.#host.sessions);
    if (session === null)
      return reply.redirect(`/lightning/login?returnTo=${encodeURIComponent(request.url)}`);
    const app = browserApp(request, this.#host.instanceUrl());
    const model = find({ engine, userId: session.userId, app });
    if (model === null)
      return this.send(
        reply,
        404,
        notice("Page doesn't exist", 'There is no such page, object or record in this org.'),
      );
    try {
      const directory = await this.#bundles.directory(bundleSource(engine.schema()));
      const key = directory.split('/').at(-1) ?? '';
      return this.send(reply, 200, shell(model, `/lightning/bundle/${key}/page.js`));
    } catch (error) {
      if (error instanceof ApiError)
        return this.send(reply, error.status, notice(error.errorCode, error.message));
      if (error instanceof BundleError)
        return this.send(reply, 500, notice('A component cannot be built', error.message));
      throw error;
    }
  }

  /** A file below a directory; 404 for anything outside it or of another kind. */
  file(reply: FastifyReply, directory: string | null, path: string): FastifyReply {
    const type = contentTypes[path.split('.').at(-1) ?? ''];
    const isInside = !normalize(path).startsWith('..') && !path.includes('\0');
    if (directory === null || type === undefined || !isInside) return reply.code(404).send();
    try {
      const content = readFileSync(join(directory, normalize(path)));
      return reply.header('cache-control', 'max-age=3600').type(type).send(content);
    } catch {
      return reply.code(404).send();
    }
  }

  login(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const form = loginBody.parse(request.body);
    const username = form.get('username') ?? '';
    const row = this.#host.api.engine.db
      .prepare(`SELECT "Id" FROM "User" WHERE "Username" = ? AND "IsActive" = 1`)
      .get(username);
    const returnTo = ownPath(form.get('returnTo'), HOME);
    if (row === undefined)
      return this.send(
        reply,
        200,
        loginForm(returnTo, username, 'No active user has this username.'),
      );
    startBrowserSession(
      reply,
      this.#host.instanceUrl(),
      this.#host.sessions.issue(String(row['Id'])),
    );
    return reply.redirect(returnTo, 303);
  }

  /** The org's APIs for the pages' own components: a browser session, and not counted against the API limit, as in Lightning. */
  data(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { origin } = request.headers;
    const isOwn = origin === undefined || origin === this.#host.instanceUrl();
    const session = browserSession(request, this.#host.instanceUrl(), this.#host.sessions);
    if (session === null || !isOwn)
      throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    const url = request.url.slice('/lightning'.length);
    const answer = dispatch(this.#host.api, parseApiCall(request, url, session.userId));
    void reply.code(answer.status).headers(answer.headers ?? {});
    if (answer.body === undefined) return reply.send();
    return reply.type('application/json;charset=UTF-8').send(JSON.stringify(answer.body));
  }

  bundleFile(reply: FastifyReply, key: string, file: string): FastifyReply {
    const directory = /^[0-9a-f]{32}$/.test(key) ? join(this.#host.pageCache, key) : null;
    return this.file(reply, directory, file);
  }
}

function sldsDirectory(): string | null {
  const directory = packageDirectory('@salesforce-ux/design-system');
  return directory === null ? null : join(directory, 'assets');
}

function registerPages(app: FastifyInstance, pages: Pages, host: PageHost): void {
  app.get('/lightning', async (_request, reply) => reply.redirect(HOME));
  app.get(HOME, (request, reply) => pages.show(request, reply, homePage));
  app.get('/lightning/r/:id/view', (request, reply) => {
    const { id } = params.parse(request.params);
    return pages.show(request, reply, (page) => recordPage(page, null, id));
  });
  app.get('/lightning/r/:object/:id/view', (request, reply) => {
    const { object = '', id } = params.parse(request.params);
    return pages.show(request, reply, (page) => recordPage(page, object, id));
  });
  app.get('/lightning/o/:object/home', async (request, reply) =>
    reply.redirect(`/lightning/o/${params.parse(request.params).object ?? ''}/list`),
  );
  app.get('/lightning/o/:object/list', (request, reply) => {
    const { object = '' } = params.parse(request.params);
    const view = new URL(request.url, host.instanceUrl()).searchParams.get('filterName');
    return pages.show(request, reply, (page) => listPage(page, object, view));
  });
  app.get('/lightning/n/:tab', (request, reply) => {
    const { tab } = params.parse(request.params);
    return pages.show(request, reply, (page) => tabPage(page, tab));
  });
  app.get('/lightning/app/:app', async (request, reply) => {
    rememberApp(reply, host.instanceUrl(), params.parse(request.params).app);
    return reply.redirect(HOME);
  });
}

/** Lightning pages for a browser: shells, bundles, the design system's files, and the data behind them. */
export function registerPageRoutes(app: FastifyInstance, host: PageHost): void {
  const pages = new Pages(host);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body.toString())),
  );
  registerPages(app, pages, host);
  app.get('/lightning/login', async (request, reply) => {
    const returnTo = new URL(request.url, host.instanceUrl()).searchParams.get('returnTo');
    return pages.send(reply, 200, loginForm(ownPath(returnTo, HOME), '', ''));
  });
  app.post('/lightning/login', async (request, reply) => pages.login(request, reply));
  app.all('/lightning/services/data/*', async (request, reply) => {
    try {
      return pages.data(request, reply);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return reply.code(error.status).send(errorBody(error));
    }
  });
  app.get('/lightning/bundle/:key/:file', async (request, reply) => {
    const { key, file } = params.parse(request.params);
    return pages.bundleFile(reply, key, file);
  });
  app.get('/lightning/page.css', async (_request, reply) =>
    pages.file(reply, fileURLToPath(new URL('browser', import.meta.url)), 'page.css'),
  );
  app.get('/lightning/slds/*', async (request, reply) =>
    pages.file(reply, sldsDirectory(), params.parse(request.params)['*']),
  );
}
