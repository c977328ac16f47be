import type { LentTransforms } from '@megzo/core';
import { compile } from 'html-to-text';

/** Nobody writes more by hand. */
const lettersMax = 1_000_000;

const toText = compile({
  wordwrap: false,
  limits: { maxInputLength: lettersMax, maxDepth: 100 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** What mapping rules are lent by this runtime: core has no library of its own. Longer markup is refused, not cut. */
export const lentTransforms: LentTransforms = {
  htmlToText(html) {
    if (html.length > lettersMax) throw new Error(`markup of more than ${lettersMax} characters`);
    return toText(html);
  },
};
