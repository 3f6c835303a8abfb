const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const suffixDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three characters that make a 15-character id safe where case is lost: which letters of each five are capitals. */
function checksum(id15: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let position = 0; position < 5; position += 1) {
      const character = id15.charAt(block + position);
      if (character >= 'A' && character <= 'Z') bits += 1 << position;
    }
    suffix += suffixDigits.charAt(bits);
  }
  return suffix;
}

/** The n-th id of an object. Text order is the order of creation, because the digits are in ASCII order. */
export function makeId(keyPrefix: string, sequence: number): string {
  let rest = sequence;
  let number = '';
  while (number.length < 12) {
    number = digits.charAt(rest % 62) + number;
    rest = Math.floor(rest / 62);
  }
  const id15 = keyPrefix + number;
  return id15 + checksum(id15);
}

/** The 18-character form of a 15- or 18-character id; null when the text is no id, or its checksum does not fit. */
export function normaliseId(text: string): string | null {
  if (!/^[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?$/i.test(text)) return null;
  const id = text.slice(0, 15) + checksum(text.slice(0, 15));
  return text.length === 15 || text === id ? id : null;
}
