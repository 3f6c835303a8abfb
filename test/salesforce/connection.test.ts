import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import './support/nock-behind-guard.ts';
import nock from 'nock';
import { fixedClock, systemClock } from '../../src/clock.ts';
import { HumanNeededError, TransientError } from '../../src/errors.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { jwtSettings, tokenSettings, withOrg } from './support/connected.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { startTinyOrg, type TinyOrg } from './support/tiny-org.ts';

const row = { object: 'Account', key: 'a', fields: { Name: 'A' } };
const expired = {
  status: 401,
  body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
};
const unavailable = {
  status: 503,
  body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Too many requests waiting' }],
};
const question = { object: 'Account', select: ['Id'], by: 'ExternalKey__c', values: ['a'] };

describe('the session', () => {
  test('is renewed once for a hundred callers who find it ended', () =>
    withOrg(async (org, tiny) => {
      const ended = '/services/data/v66.0/query';
      let token = '';
      tiny.faults.answer = (path) => {
        token = String(tiny.headers.at(-1)?.['authorization']);
        return path.startsWith(ended) && token === 'Bearer 00D!token1' ? expired : null;
      };
      await Promise.all(Array.from({ length: 100 }, () => org.query('SELECT Id FROM Account')));
      expect(tiny.logins).toHaveLength(2);
      expect(token).toBe('Bearer 00D!token2');
    }, jwtSettings));

  test('is not renewed for ever: a new token that is refused too needs a person', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.answer = () => expired;
      const refused = await Promise.allSettled(
        Array.from({ length: 100 }, () => org.query('SELECT Id FROM Account')),
      );
      for (const one of refused) {
        expect(one).toMatchObject({ status: 'rejected', reason: expect.any(HumanNeededError) });
      }
      expect(tiny.logins).toHaveLength(2);
      expect(tiny.calls).toBe(200);
    }, jwtSettings));

  test('works again by itself once the credentials are mended', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.answer = () => expired;
      await expect(org.find(question)).rejects.toMatchObject({ scope: 'salesforce' });
      tiny.faults.answer = () => null;
      await expect(org.find(question)).resolves.toEqual([]);
    }, jwtSettings));

  test('made of a given token cannot be renewed, and says so', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.answer = () => expired;
      await expect(org.upsert([row])).rejects.toMatchObject({
        name: 'HumanNeededError',
        action: expect.stringContaining('SALESFORCE_ACCESS_TOKEN'),
      });
      expect(tiny.calls).toBe(1);
    }));
});

describe('a request', () => {
  test('that meets a short outage is sent again: the caller sees no fault', () =>
    withOrg(async (org, tiny) => {
      let refusals = 1;
      tiny.faults.answer = () => (refusals-- > 0 ? unavailable : null);
      expect(await org.upsert([row])).toMatchObject([{ status: 'written' }]);
      expect(tiny.calls).toBe(2);
    }));

  test('that meets a long outage is transient', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.answer = () => unavailable;
      await expect(org.find(question)).rejects.toMatchObject({
        name: 'TransientError',
        code: 'SERVER_UNAVAILABLE',
      });
      expect(tiny.calls).toBe(3);
    }));

  test('whose answer breaks off is transient, and the process lives', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.answer = () => 'drop';
      await expect(org.upsert([row])).rejects.toMatchObject({ code: 'ORG_UNREACHABLE' });
    }));

  test('that answers with a page of HTML is transient and quotes only its start', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.answer = () => ({ status: 502, body: `<html>${'x'.repeat(5000)}</html>` });
      const failure: unknown = await org.find(question).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(TransientError);
      expect(String(failure).length).toBeLessThan(600);
    }));

  test('without an answer in time is transient and not sent twice', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const opened: Socket[] = [];
    silent.on('connection', (socket) => opened.push(socket.on('error', () => undefined)));
    const instanceUrl = `http://127.0.0.1:${port}`;
    const org = await connectOrg(
      { kind: 'token', instanceUrl, accessToken: '00D!x', requestTimeoutMs: 150 },
      { clock: systemClock },
    );
    try {
      await expect(org.upsert([row])).rejects.toMatchObject({ code: 'ORG_TIMED_OUT' });
      expect(opened).toHaveLength(1);
    } finally {
      await org.close();
      for (const socket of opened) socket.destroy();
      silent.close();
    }
  });

  test('to a place where nobody listens is transient', async () => {
    const tiny = await startTinyOrg();
    const org = await connectOrg(tokenSettings(tiny.url), { clock: systemClock });
    await tiny.close();
    await expect(org.find(question)).rejects.toMatchObject({
      code: 'ORG_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('whether the org answers', () => {
  const asked = async (
    work: (org: Org & OrgAdmin, tiny: TinyOrg, later: () => void) => Promise<void>,
  ): Promise<void> => {
    const tiny = await startTinyOrg();
    const clock = fixedClock(new Date('2026-11-22T10:00:00Z'));
    const org = await connectOrg(tokenSettings(tiny.url), { clock });
    await work(org, tiny, () => {
      clock.set(new Date(clock.now().getTime() + 5_000));
    });
    await org.close();
    await tiny.close();
  };

  test('is asked once for all who want to know at a time, without the session, and believed for a while', () =>
    asked(async (org, tiny, later) => {
      await Promise.all([org.answers(), org.answers()]);
      await org.answers();
      expect(tiny.headers.map((headers) => headers['authorization'])).toEqual([undefined]);
      expect(org.apiCalls()).toBe(0);
      later();
      await org.answers();
      expect(tiny.calls).toBe(2);
    }));

  test('is known from a call that was made anyway, and a refused question is an answer too', () =>
    asked(async (org, tiny) => {
      await expect(org.query('nonsense')).rejects.toMatchObject({ code: 'MALFORMED_QUERY' });
      await org.answers();
      expect(tiny.calls).toBe(1);
      tiny.faults.answer = () => unavailable;
      await expect(org.query('SELECT Id FROM Account')).rejects.toThrow();
      await expect(org.answers()).rejects.toMatchObject({ code: 'SERVER_UNAVAILABLE' });
    }));

  test('is no, for as long as the session is refused, although the org lists its versions', () =>
    asked(async (org, tiny, later) => {
      tiny.faults.answer = (path) => (path.includes('/query') ? expired : null);
      await expect(org.query('SELECT Id FROM Account')).rejects.toThrow();
      later();
      await expect(org.answers()).rejects.toMatchObject({ code: 'INVALID_SESSION_ID' });
      tiny.faults.answer = () => null;
      await org.query('SELECT Id FROM Account');
      await org.answers();
    }));

  test('is not known from a call that the budget held back', () =>
    asked(async (org, tiny, later) => {
      tiny.faults.usage = '14900/15000';
      await org.query('SELECT Id FROM Account');
      later();
      tiny.faults.answer = () => ({ status: 500, body: '' });
      await expect(org.query('SELECT Id FROM Account')).rejects.toMatchObject({
        code: 'API_BUDGET_SPENT',
      });
      await expect(org.answers()).rejects.toMatchObject({
        code: 'ORG_UNAVAILABLE',
        message: expect.stringContaining('HTTP 500'),
      });
    }));
});

describe('the API budget', () => {
  test('is told after each answer, and near its end calls stop but for a probe', async () => {
    const tiny = await startTinyOrg();
    const clock = fixedClock(new Date('2026-11-22T10:00:00Z'));
    const told: number[][] = [];
    const kinds: string[] = [];
    const org = await connectOrg(
      { kind: 'token', instanceUrl: tiny.url, accessToken: '00D!x' },
      {
        clock,
        onApiUsage: (used, limit) => told.push([used, limit]),
        onApiCall: (kind) => kinds.push(kind),
      },
    );
    tiny.faults.usage = '14700/15000';
    await org.find(question);
    expect(org.usage()).toEqual({ used: 14_700, limit: 15_000 });
    await expect(org.upsert([row])).rejects.toMatchObject({
      name: 'RateLimitedError',
      retryAfterMs: 300_000,
    });
    expect(tiny.calls).toBe(1);
    clock.set(new Date('2026-11-22T10:05:00Z'));
    tiny.faults.usage = '100/15000';
    await expect(org.upsert([row])).resolves.toHaveLength(1);
    await expect(org.query('SELECT Id FROM Account')).resolves.toHaveLength(1);
    expect(told).toEqual([
      [14_700, 15_000],
      [100, 15_000],
      [100, 15_000],
    ]);
    expect(kinds).toEqual(['read', 'write', 'query']);
    await org.close();
    await tiny.close();
  });
});

describe('against a Salesforce host', () => {
  afterEach(() => nock.cleanAll());
  afterAll(() => nock.restore()); // else it stands before the sockets of later test files, which share the process

  test('calls carry the API version, the bearer token and the client name that marks our changes', async () => {
    const host = 'https://acme.my.salesforce.com';
    const login = nock(host)
      .post('/services/oauth2/token', {
        grant_type: 'client_credentials',
        client_id: 'id',
        client_secret: 'secret',
      })
      .reply(200, { access_token: '00D!fresh', instance_url: host, id: `${host}/id/00D/005` });
    const composite = nock(host, {
      reqheaders: {
        authorization: 'Bearer 00D!fresh',
        'sforce-call-options': 'client=partnerverse',
        'content-type': 'application/json',
      },
    })
      .post('/services/data/v66.0/composite', {
        allOrNone: false,
        collateSubrequests: false,
        compositeRequest: [
          {
            method: 'PATCH',
            url: '/services/data/v66.0/composite/sobjects/Account/ExternalKey__c',
            referenceId: 'r0',
            httpHeaders: {
              'Sforce-Call-Options': 'client=partnerverse',
              'Sforce-Auto-Assign': 'FALSE',
              'Sforce-Duplicate-Rule-Header': 'allowSave=true',
            },
            body: {
              allOrNone: false,
              records: [{ attributes: { type: 'Account' }, ExternalKey__c: 'a', Name: 'A' }],
            },
          },
        ],
      })
      .reply(
        200,
        {
          compositeResponse: [
            {
              httpStatusCode: 200,
              referenceId: 'r0',
              body: [{ id: '001000000000001AAA', success: true, errors: [], created: true }],
            },
          ],
        },
        { 'Sforce-Limit-Info': 'api-usage=12/15000' },
      );
    const org = await connectOrg(
      { kind: 'client-credentials', loginUrl: host, clientId: 'id', clientSecret: 'secret' },
      { clock: systemClock },
    );
    expect(await org.upsert([row])).toEqual([
      { status: 'written', key: 'a', id: '001000000000001AAA', created: true },
    ]);
    expect(org.usage()).toEqual({ used: 12, limit: 15_000 });
    login.done();
    composite.done();
    await org.close();
  });
});
