import { asText, Refusal } from '../value.ts';
import { type CompiledStep, onValue } from './transform.ts';

export function textToHtml(): CompiledStep {
  return { run: onValue((value) => paragraphs(asText(value))) };
}

/** Without a lent reader, or where it fails, nothing is guessed. */
export function htmlToText(): CompiledStep {
  return {
    run: onValue((value, { surroundings }) => {
      const read = surroundings.transforms.htmlToText;
      if (read === undefined) return new Refusal('TRANSFORM_FAILED', 'html-to-text');
      try {
        return read(asText(value));
      } catch {
        return new Refusal('TRANSFORM_FAILED', 'html-to-text');
      }
    }),
  };
}

function paragraphs(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.trim().replaceAll('\n', '<br>')}</p>`)
    .join('');
}
