import { parseArgs } from 'node:util';
import { tellStory } from './story.ts';

const help = `simulate --seeds N [--from S] | --replay SEED
  Seeded bad days of one merchant over the real adapters and simulated vendors, judged from the vendors' side alone.`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    replay: { type: 'string' },
    help: { type: 'boolean' },
  },
});

if (values.help === true) console.log(help);
else {
  const from = whole(values.replay ?? values.from);
  const seeds = values.replay === undefined ? whole(values.seeds) : 1;
  const startedAt = Date.now();
  let broken = 0;
  let [orders, kills, virtualMs] = [0, 0, 0];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const end = await tellStory(seed);
    orders += end.orders;
    kills += end.kills;
    virtualMs += end.virtualMs;
    for (const fault of end.faults) console.log(`seed ${seed}: ${fault}`);
    broken += end.faults.length === 0 ? 0 : 1;
    if (values.replay !== undefined) console.log(end);
  }
  const realMs = Math.max(1, Date.now() - startedAt);
  console.log(`${seeds} seeds, ${orders} orders, ${kills} killed workers, ${broken} seeds with a broken law`);
  console.log(`${Math.round((seeds * 1000) / realMs)} seeds a second, virtual time ${Math.round(virtualMs / realMs)} × real time`);
  process.exitCode = broken === 0 ? 0 : 1;
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`not a whole number: ${text}\n${help}`);
  return Number(text);
}
