import { type ImportFault, type ImportReport, type Language, stockFaultWords } from '@megzo/core';

/** A fault with its words, in the merchant's language. */
export function faultText({ code, value, other }: ImportFault, language: Language): string {
  const data = { ...(value === undefined ? {} : { value }), ...(other === undefined ? {} : { other }) };
  return stockFaultWords(code, data)[language];
}

export function importLines(
  report: ImportReport,
  { language, file }: { readonly language: Language; readonly file: string },
): readonly string[] {
  const lines: string[] = [];
  for (const fault of report.firstFaults) lines.push(`line ${fault.line}: ${faultText(fault, language)}`);
  if (report.faults > report.firstFaults.length) lines.push(`… and ${report.faults - report.firstFaults.length} more bad rows.`);
  if (report.status === 'refused') {
    return [
      ...lines,
      `${file} was refused: ${report.faults} of ${report.rows} rows are bad, and nothing was booked. Mend them, or book the others with --skip-bad-rows.`,
    ];
  }
  for (const { sku, before, onHand } of report.firstChanges.slice(0, 20)) {
    lines.push(`  ${sku}: ${before === undefined ? 'not counted yet' : before} → ${onHand}`);
  }
  if (report.changed > 20) lines.push(`  … and ${report.changed - 20} more.`);
  const sum = `${report.changed} changed, ${report.confirmed} confirmed, ${report.older} older than the count that stands, ${report.repeated} booked before, ${report.faults} bad`;
  lines.push(`${report.rows} rows: ${sum}.`);
  if (report.status === 'interrupted') {
    const booked = report.changed + report.confirmed + report.older + report.repeated;
    lines.push(
      `Interrupted: ${causeText(report.cause)}`,
      `${booked} rows are booked and stand, ${report.rest ?? 0} are not. Repeat the same command: it books those and changes no other.`,
    );
    return lines;
  }
  const good = report.rows - report.faults;
  if (report.repeated > 0 && report.repeated === good) {
    lines.push(
      'This very file was imported before, so that nothing changes. If the same figures were counted again, say --counted-at with the time.',
    );
  } else if (report.repeated > 0) {
    const others = report.status === 'applied' ? 'the others were booked now' : 'the others are not booked';
    lines.push(`An import of this very file was interrupted after ${report.repeated} of ${good} rows: ${others}.`);
  }
  lines.push(report.status === 'applied' ? 'Booked.' : 'Nothing was booked by this look: repeat with --apply.');
  return lines;
}

export function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
