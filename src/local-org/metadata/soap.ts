import { childOf, escapeXml, parseXml, textAt, type XmlElement } from './xml.ts';

/** A SOAP call: the operation's element, the SOAP header with the session in it, and the zip if one came along. */
export interface SoapCall {
  operation: XmlElement;
  header: XmlElement | undefined;
  sessionId: string | undefined;
  zipFile: string | null;
}

function withoutPrefixes(element: XmlElement): XmlElement {
  return {
    ...element,
    name: element.name.replace(/^.*:/, ''),
    children: element.children.map(withoutPrefixes),
  };
}

const zipPattern = /<((?:\w+:)?zipfile)>([\s\S]*?)<\/\1>/i;

/**
 * Reads a SOAP envelope. The zip is cut out first: tens of megabytes of base64 need no XML parser. Throws `XmlSyntaxError`
 * where it is no XML; null where it is no envelope.
 */
export function readSoap(body: string): SoapCall | null {
  const zip = zipPattern.exec(body);
  const envelope = withoutPrefixes(parseXml(zip === null ? body : body.replace(zipPattern, '')));
  const operation = childOf(envelope, 'Body')?.children[0];
  if (operation === undefined) return null;
  const header = childOf(envelope, 'Header');
  const session = header && childOf(header, 'SessionHeader');
  return {
    operation,
    header,
    sessionId: (session && textAt(session, 'sessionId')) ?? undefined,
    zipFile: zip?.[2]?.trim() ?? null,
  };
}

/** Data that a SOAP answer is made of; arrays repeat their element, null is `xsi:nil`, undefined is left out. */
export type SoapValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly SoapValue[]
  | { readonly [name: string]: SoapValue };

/** The element of that name with what it holds. */
export function toXml(name: string, value: SoapValue): string {
  if (value === undefined) return '';
  if (value === null) return `<${name} xsi:nil="true"/>`;
  if (Array.isArray(value)) return value.map((item: SoapValue) => toXml(name, item)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  const inner = Object.entries(value).map(([child, item]) => toXml(child, item));
  return `<${name}>${inner.join('')}</${name}>`;
}

const namespace = 'http://soap.sforce.com/2006/04/metadata';

function envelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    `xmlns="${namespace}" xmlns:sf="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  );
}

/** The answer to an operation: `<deployResponse><result>…`. */
export function soapAnswer(operation: string, result: SoapValue): string {
  return envelope(toXml(`${operation}Response`, { result }));
}

/** A fault; it travels with HTTP status 500. */
export function soapFault(code: string, message: string): string {
  const text = escapeXml(`${code}: ${message}`);
  return envelope(
    `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${text}</faultstring></soapenv:Fault>`,
  );
}
