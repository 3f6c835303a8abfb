import { ApiError } from '../api/api-error.ts';
import { userByPassword } from '../api/oauth-routes.ts';
import { toXml, type SoapValue } from '../metadata/soap.ts';
import { textAt } from '../metadata/xml.ts';
import type { SoapHost, SoapOperation, SoapRequest } from './soap-request.ts';

/** https://help.salesforce.com/s/articleView?id=005132110 */
const lastLoginVersion = 64;
/** Two hours, the session timeout of a new org. */
const sessionSeconds = 7200;

function userInfo(host: SoapHost, userId: string): SoapValue {
  const { db } = host.engine;
  const user = db.prepare('SELECT * FROM "User" WHERE "Id" = ?').get(userId) ?? {};
  const org = db.prepare('SELECT "Name" FROM "Organization" WHERE "Id" = ?').get(host.orgId) ?? {};
  const text = (name: string): string | null => {
    const value = user[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    accessibilityMode: false,
    chatterExternal: false,
    currencySymbol: '$',
    orgAttachmentFileSizeLimit: 5_242_880,
    orgDefaultCurrencyIsoCode: 'USD',
    orgDefaultCurrencyLocale: 'en_US',
    orgDisallowHtmlAttachments: false,
    orgHasPersonAccounts: false,
    organizationId: host.orgId,
    organizationMultiCurrency: false,
    organizationName: String(org['Name'] ?? ''),
    profileId: text('ProfileId'),
    roleId: text('UserRoleId'),
    sessionSecondsValid: sessionSeconds,
    userDefaultCurrencyIsoCode: null,
    userEmail: text('Email'),
    userFullName: text('Name'),
    userId,
    userLanguage: text('LanguageLocaleKey'),
    userLocale: text('LocaleSidKey'),
    userName: text('Username'),
    userTimeZone: text('TimeZoneSidKey'),
    userType: text('UserType'),
    userUiSkin: 'Theme3',
  };
}

function checkLoginVersion(version: string): void {
  if (Number(version) <= lastLoginVersion) return;
  throw new ApiError(
    500,
    'UNSUPPORTED_API_VERSION',
    `login() is not available in API version ${version}: use ${lastLoginVersion}.0 or earlier, or OAuth`,
  );
}

/** login(username, password): a session, as from OAuth; any non-empty password does (see README). */
export const login: SoapOperation = ({ host, operation, apiVersion }) => {
  checkLoginVersion(apiVersion);
  const [username, password] = [textAt(operation, 'username'), textAt(operation, 'password')];
  const user = userByPassword(host, username ?? '', password ?? '');
  if (user === null) {
    const text = 'Invalid username, password, security token; or user locked out.';
    throw new ApiError(500, 'INVALID_LOGIN', text);
  }
  const base = `${host.instanceUrl()}/services/Soap`;
  const place = `${apiVersion}/${host.orgId.slice(0, 15)}`;
  return toXml('result', {
    metadataServerUrl: `${base}/m/${place}`,
    passwordExpired: false,
    sandbox: false,
    serverUrl: `${base}/u/${place}`,
    sessionId: host.sessions.issue(user.id),
    userId: user.id,
    userInfo: userInfo(host, user.id),
  });
};

/** logout(): ends the session of the call. */
export const logout: SoapOperation = ({ host, sessionId }) => {
  host.sessions.revoke(sessionId);
  return '';
};

export const getUserInfo: SoapOperation = ({ host, userId }: SoapRequest) =>
  toXml('result', userInfo(host, userId));

export const getServerTimestamp: SoapOperation = ({ host }) =>
  toXml('result', { timestamp: host.now().toISOString() });
