/** Stands in no SKU: what is typed holds no control characters. */
const mark = '\u001f';

/** An item of its own for a SKU whose old item goes on under another number: the one that this article brings. */
export function itemOfArticle(skuKey: string, articleId: string): string {
  return `${skuKey}${mark}${articleId}`;
}

/** Whether an item's own key is a SKU key that names it. */
export function isNamedByItself(item: string): boolean {
  return !item.includes(mark);
}

/** The SKU key that an item had first. */
export function firstNameOf(item: string): string {
  return item.split(mark)[0] ?? item;
}
