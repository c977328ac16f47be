import { describe, expect, it } from '@jest/globals';
import { fileNameOf } from './content-disposition.ts';

/** As a header is read: one character per byte. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

describe('the name of a file', () => {
  it.each([
    ['attachment; filename="Rechnung_RE0001.pdf"', 'Rechnung_RE0001.pdf'],
    ['attachment;filename=Rechnung_RE0001.pdf', 'Rechnung_RE0001.pdf'],
    ['INLINE; FileName = "a b.pdf"; size=7', 'a b.pdf'],
    ['attachment; filename="say \\"hi\\".pdf"', 'say "hi".pdf'],
    [bytes('attachment; filename="Auftragsbestätigung.pdf"'), 'Auftragsbestätigung.pdf'],
    ['attachment; filename="Stra\u00dfe.pdf"', 'Straße.pdf'],
    ['attachment; filename="x.pdf"; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe.pdf', 'Grüße.pdf'],
    ["attachment; filename*=iso-8859-1'de'Gr%FC%DFe.pdf", 'Grüße.pdf'],
    ['attachment; filename*=UTF-8\'\'%FF%FE; filename="plain.pdf"', 'plain.pdf'],
  ])('is read from %s', (header, name) => {
    expect(fileNameOf(header)).toBe(name);
  });

  it.each([
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\Users\\\\x.pdf"', 'x.pdf'],
    ["attachment; filename*=UTF-8''..%2F..%2Fx.pdf", 'x.pdf'],
    ['attachment; filename="a\u0000b\u007f.pdf"', 'ab.pdf'],
    [`attachment; filename="${'x'.repeat(300)}"`, 'x'.repeat(200)],
  ])('leads out of no folder: %j', (header, name) => {
    expect(fileNameOf(header)).toBe(name);
  });

  it.each([null, '', 'inline', 'attachment', 'attachment; filename=""', 'attachment; filename="."', 'attachment; filename="a/.."'])(
    'is none in %j',
    (header) => {
      expect(fileNameOf(header)).toBeUndefined();
    },
  );
});
