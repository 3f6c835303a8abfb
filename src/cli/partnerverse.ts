#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { Command, InvalidArgumentError } from 'commander';
import { Verdict } from '../errors.ts';
import type { compareRewards } from './compare-rewards.ts';
import type { doctor } from './doctor.ts';
import type { importFile } from './import-file.ts';
import type { localOrg } from './local-org.ts';
import type { explain } from './explain.ts';
import type { owed } from './owed.ts';
import type { replay, status } from './queue-commands.ts';
import type { reviews } from './reviews.ts';
import type { scan } from './scan.ts';
import type { serve } from './serve.ts';
import type { simulate } from './simulate.ts';

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new InvalidArgumentError('A whole number is needed.');
  return number;
}

// Each command loads what it needs and no more, and Node.js keeps what it compiled (in the temporary folder): a start takes half
// the processor time.
enableCompileCache();

const program = new Command('partnerverse').description(
  'Keeps partners, attribution and commissions in Salesforce in step with PRM and billing systems.',
);

program
  .command('serve')
  .description('run the service')
  .option('--role <roles>', 'comma list of web, worker, scheduler', 'web,worker,scheduler')
  .option('--port <port>', 'where to listen (also PORT)', wholeNumber)
  .option('--host <host>', 'address to listen on', '0.0.0.0')
  .action(async (options: Parameters<typeof serve>[0]) => {
    const command = await import('./serve.ts');
    await command.serve(options);
  });

program
  .command('local-org')
  .description('run a local stand-in for a Salesforce org: for trying out and for tests')
  .option('--port <port>', 'where to listen', wholeNumber, 8790)
  .option('--latency-ms <ms>', 'how long each API answer takes', wholeNumber, 0)
  .option('--data <folder>', 'keep the org in this folder')
  .action(async (options: Parameters<typeof localOrg>[0]) => {
    const command = await import('./local-org.ts');
    await command.localOrg(options);
  });

program
  .command('doctor')
  .description('check configuration, org, metadata, permissions, queue and every vendor')
  .option('--json', 'print findings as JSON')
  .action(async (options: Parameters<typeof doctor>[0]) => {
    const command = await import('./doctor.ts');
    await command.doctor(options);
  });

program
  .command('status')
  .description('show how many jobs wait, run and are parked, and why')
  .option('--json', 'print as JSON')
  .action(async (options: Parameters<typeof status>[0]) => {
    const command = await import('./queue-commands.ts');
    await command.status(options);
  });

program
  .command('replay')
  .description('give parked jobs a new start')
  .argument('[ids...]', 'only these jobs; all parked ones when none is named')
  .option('--json', 'print as JSON')
  .action(async (...given: Parameters<typeof replay>) => {
    const command = await import('./queue-commands.ts');
    await command.replay(...given);
  });

program
  .command('reviews')
  .description('make the business reviews of a quarter and attach them in Salesforce')
  .requiredOption('--period <quarter>', 'the quarter, as in 2026-Q3')
  .option('--partnership <key>', 'only this one: its External Key or record id')
  .option('--out <folder>', 'also write the documents into this folder')
  .option('--json', 'print what became of each as JSON')
  .action(async (options: Parameters<typeof reviews>[0]) => {
    const command = await import('./reviews.ts');
    await command.reviews(options);
  });

program
  .command('simulate')
  .description('what a period would have paid under other terms; writes nothing')
  .option('--rules <file>', 'JSON with the new rules of one or several programs')
  .option('--program <name>', 'take the draft rules of this program, by name, key or id')
  .requiredOption('--from <date>', 'first day, YYYY-MM-DD')
  .requiredOption('--until <date>', 'last day, exclusive')
  .option('--json', 'print as JSON')
  .action(async (options: Parameters<typeof simulate>[0]) => {
    const command = await import('./simulate.ts');
    await command.simulate(options);
  });

program
  .command('owed')
  .description('what was owed to each partnership at the end of a day, and why; writes nothing')
  .requiredOption('--on <day>', 'the day, YYYY-MM-DD (UTC)')
  .option('--partnership <key>', 'only this one, line by line: its External Key or record id')
  .option('--json', 'print as JSON, with every line')
  .action(async (options: Parameters<typeof owed>[0]) => {
    const command = await import('./owed.ts');
    await command.owed(options);
  });

program
  .command('explain')
  .description('why a commission line is what it is, computed again from what is stored with it')
  .argument('<line>', 'its External Key or line number, as in CM-000042')
  .option('--json', 'print as JSON')
  .action(async (...given: Parameters<typeof explain>) => {
    const command = await import('./explain.ts');
    await command.explain(...given);
  });

program
  .command('compare-rewards')
  .description('our computation and the rewards of the PRM side by side; writes nothing')
  .requiredOption('--from <date>', 'first day, YYYY-MM-DD')
  .requiredOption('--until <date>', 'last day, exclusive')
  .option('--json', 'print as JSON, with what is the same too')
  .action(async (options: Parameters<typeof compareRewards>[0]) => {
    const command = await import('./compare-rewards.ts');
    await command.compareRewards(options);
  });

program
  .command('import')
  .description(
    'bring partners, attributions and open commissions from CSV files into the org; says first what it would do',
  )
  .option('--partners <file>', 'CSV with the columns partner, program, start')
  .option(
    '--attributions <file>',
    'CSV with the columns customer, partner, program, role, split, start, end',
  )
  .option(
    '--commissions <file>',
    'CSV with the columns customer, partner, program, reference, amount, currency, earned, hold_until, reason',
  )
  .option('--apply', 'make what is clear; without it nothing is written')
  .option('--undo <batch>', 'take back what this batch made')
  .option('--json', 'print as JSON')
  .action(async (options: Parameters<typeof importFile>[0]) => {
    const command = await import('./import-file.ts');
    await command.importFile(options);
  });

program
  .command('scan')
  .description(
    'find partners in names, as in "Acme - Partner", and in Salesforce’s own Partners of deals and accounts; writes nothing',
  )
  .option('--json', 'print as JSON')
  .action(async (options: Parameters<typeof scan>[0]) => {
    const command = await import('./scan.ts');
    await command.scan(options);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Verdict)) throw error;
  console.error(error.message);
  if (error.action) console.error(error.action);
  process.exitCode = 1;
}
