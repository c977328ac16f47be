import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { runCli } from '@megzo/runtime-node';

const page = readFileSync(new URL('../docs/operations.md', import.meta.url), 'utf8');

/** What a help text says: commands, and options with the value that they take. */
async function helpOf(
  ...command: readonly string[]
): Promise<{ readonly commands: readonly string[]; readonly options: readonly string[] }> {
  const lines: string[] = [];
  const io = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) };
  await runCli([...command, '--help'], { ...io, variables: {}, signal: new AbortController().signal });
  const text = lines.join('\n');
  return {
    commands: [...(text.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'help'),
    options: [...text.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name = '']) => name),
  };
}

/** Every command that can be typed, such as `rules list`. */
async function commandsBelow(...command: readonly string[]): Promise<readonly string[]> {
  const { commands } = await helpOf(...command);
  if (commands.length === 0) return [command.join(' ')];
  return (await Promise.all(commands.map((name) => commandsBelow(...command, name)))).flat();
}

describe('the table of commands in docs/operations.md', () => {
  const rows = new Map([...page.matchAll(/^\| `([a-z][^`]*)` \| (.*) \|$/gm)].map(([, name = '', options = '']) => [name, options]));

  it('has a row for every command, and for nothing else', async () => {
    const commands = await commandsBelow();

    expect(commands).toEqual(expect.arrayContaining(['start', 'rules preview', 'stock check-pattern']));
    expect(commands.filter((command) => !rows.has(command))).toEqual([]);
    expect(
      [...rows.keys()].filter((name) => /^(megzo )?[a-z]+( [a-z-]+)?$/.test(name) && !commands.includes(name) && isRowOfTable(name)),
    ).toEqual([]);
  });

  it('names every option of a command but those that nearly all take', async () => {
    const common = ['--config', '--pair', '--json', '--by', '--merchant', '--pool'];
    const missing: string[] = [];
    for (const [command, options] of rows) {
      if (!isRowOfTable(command)) continue;
      const known = (await helpOf(...command.split(' '))).options;
      missing.push(
        ...known.filter((option) => !common.includes(option) && !options.includes(option)).map((option) => `${command} ${option}`),
      );
    }

    expect(missing).toEqual([]);
  });

  /** Other tables of the page have names in their first column too. */
  function isRowOfTable(name: string): boolean {
    const table = page.slice(page.indexOf('| command | options |'));
    return table.slice(0, table.indexOf('\n\n')).includes(`\n| \`${name}\` |`);
  }
});
