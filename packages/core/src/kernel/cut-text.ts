/** Cuts a text to `max` UTF-16 units, an ellipsis as the last of them. No character is cut in two: what would be half of one goes with the rest. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 2);
  const half = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, half ? max - 2 : max - 1).trimEnd()}…`;
}
