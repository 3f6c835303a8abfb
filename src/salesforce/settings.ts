/**
 * How the service proves itself to the org. `config.ts` makes it from the environment.
 * - `token`: an access token made elsewhere (trial mode, `sf org display`); it cannot be renewed.
 * - `jwt`: OAuth JWT bearer flow, for production: an External Client App with a certificate and a pre-authorised user.
 * - `client-credentials`: OAuth client credentials flow at the org's My Domain address, with a run-as user.
 */
export type SalesforceSettings =
  | { kind: 'token'; instanceUrl: string; accessToken: string; requestTimeoutMs?: number }
  | {
      kind: 'jwt';
      loginUrl: string;
      clientId: string;
      username: string;
      /** PEM. */
      privateKey: string;
      requestTimeoutMs?: number;
    }
  | {
      kind: 'client-credentials';
      loginUrl: string;
      clientId: string;
      clientSecret: string;
      requestTimeoutMs?: number;
    };

/** The API version that all calls name; jsforce would else speak 50.0. Winter '27 orgs offer up to 68.0. */
export const apiVersion = '66.0';

/** Long enough for 1,000 rows with their roll-ups; Salesforce itself gives up a call after 10 minutes. */
export const defaultRequestTimeoutMs = 120_000;

/** How our changes are marked in the org's change events (`changeOrigin`), so that they are not taken for a rep's. */
export const callOptions = { client: 'partnerverse' };
