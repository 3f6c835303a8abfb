/** One part of a multipart body. */
export interface Part {
  name: string;
  bytes: Buffer;
}

/** The parts of a multipart/form-data body; null where the content type names no boundary. */
export function readParts(body: Buffer, contentType: string): Part[] | null {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return null;
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let from = body.indexOf(mark);
  while (from !== -1) {
    const to = body.indexOf(mark, from + mark.length);
    if (to === -1) break;
    const part = withoutLineEnd(body.subarray(from + mark.length, to));
    const [head, bytes] = splitHead(part);
    const name = /name="([^"]+)"/.exec(head)?.[1] ?? '';
    parts.push({ name, bytes });
    from = to;
  }
  return parts;
}

/** Lines end with CRLF, but clients that write a body by hand (curl in Salesforce's examples) send bare LF. */
function withoutLineEnd(part: Buffer): Buffer {
  const start = part[0] === 13 ? 2 : 1;
  const end = part.at(-2) === 13 ? part.length - 2 : part.length - 1;
  return part.subarray(start, end);
}

function splitHead(part: Buffer): [string, Buffer] {
  const crlf = part.indexOf('\r\n\r\n');
  const lf = part.indexOf('\n\n');
  const isBare = crlf === -1 || (lf !== -1 && lf < crlf);
  const at = isBare ? lf : crlf;
  return [part.subarray(0, at).toString('utf8'), part.subarray(at + (isBare ? 2 : 4))];
}
