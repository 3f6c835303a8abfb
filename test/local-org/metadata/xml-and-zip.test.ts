import fc from 'fast-check';
import { zipSync } from 'fflate';
import { PackageError, readZip, writeZip } from '../../../src/local-org/metadata/zip.ts';
import {
  parseXml,
  serializeXml,
  XmlSyntaxError,
  type XmlElement,
} from '../../../src/local-org/metadata/xml.ts';

describe('XML', () => {
  test('every element knows the line and column right behind its start tag', () => {
    const root = parseXml(
      '<?xml version="1.0"?>\n<A>\n    <b>x &lt; 1 &amp;&amp; &#39;y&#39;</b>\n  <c\n    d="1"/></A>',
    );
    expect(root.children.map((child) => [child.name, child.line, child.column])).toEqual([
      ['b', 3, 8],
      ['c', 5, 12],
    ]);
    expect(root.children[0]?.text).toBe("x < 1 && 'y'");
  });

  test('text in CDATA is taken as it stands', () => {
    expect(parseXml('<A><![CDATA[ a &amp; <b> ]]></A>').text).toBe('a &amp; <b>');
  });

  test.each([
    ['', 1, 'Content is not allowed in prolog.'],
    ['text', 1, 'Content is not allowed in prolog.'],
    ['<A>\n<b></A>', 2, "Expected closing tag 'b'"],
    ['<A>\n&unknown;</A>', 2, 'The entity was referenced, but not declared.'],
    ['<!DOCTYPE a [<!ENTITY a "b">]>\n<a>&a;</a>', 1, 'DOCTYPE is not allowed'],
    ['<A/><B/>', 1, 'The markup in the document following the root element must be well-formed.'],
    [`<A>${'<b>'.repeat(150)}${'</b>'.repeat(150)}</A>`, 1, 'Maximum nested tags exceeded'],
  ])('%# is refused at a line, with a reason', (source, line, reason) => {
    const act = (): XmlElement => parseXml(source);
    expect(act).toThrow(XmlSyntaxError);
    expect(act).toThrow(reason);
    expect(act).toThrow(expect.objectContaining({ line }));
  });

  test('what is written can be read again: any text, any nesting', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/);
    const leaf = fc.string().map((text) => text.replace(/[^\x20-\x7e\u00a0-\ud7ff]/g, '').trim());
    const element = (children: fc.Arbitrary<XmlElement[]>): fc.Arbitrary<XmlElement> =>
      fc.record({
        name,
        line: fc.constant(0),
        column: fc.constant(0),
        attributes: fc.constant({}),
        text: leaf,
        children,
      });
    const leaves = element(fc.constant([]));
    const tree = element(fc.array(element(fc.array(leaves, { maxLength: 3 })), { maxLength: 3 }));
    const bare = (node: XmlElement): unknown => [
      node.name,
      node.children.length === 0 ? node.text : '',
      node.children.map(bare),
    ];
    fc.assert(
      fc.property(tree, (made) => {
        expect(bare(parseXml(serializeXml(made)))).toEqual(bare(made));
      }),
    );
  });
});

describe('zip', () => {
  const one = writeZip(new Map([['package.xml', new Uint8Array([1, 2, 3])]]));

  test('gives its files back, directories left out', () => {
    const zip = zipSync({ 'objects/': new Uint8Array(), 'objects/a.object': new Uint8Array([1]) });
    expect([...readZip(zip).keys()]).toEqual(['objects/a.object']);
  });

  test('a file that claims to unpack to 4 GB is refused before anything is unpacked', () => {
    const bomb = Buffer.from(one);
    const directory = bomb.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    bomb.writeUInt32LE(0xffff_fff0, directory + 24);
    expect(() => readZip(bomb)).toThrow('too large when unzipped');
  });

  test('more than 10,000 files are refused', () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_001 }, (_, index) => [`tabs/T${index}.tab`, new Uint8Array()]),
    );
    expect(() => readZip(zipSync(files, { level: 0 }))).toThrow('at most 10,000 files');
  });

  test('more than 39 MB zipped are refused', () => {
    expect(() => readZip(new Uint8Array(39 * 1024 * 1024 + 1))).toThrow('39 MB');
  });

  test('any other bytes are a package error, never a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readZip(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(PackageError);
        }
      }),
    );
  });
});
