#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { Verdict } from '../errors.ts';
import { doctor } from './doctor.ts';
import { localOrg } from './local-org.ts';
import { replay, status } from './queue-commands.ts';
import { serve } from './serve.ts';

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new InvalidArgumentError('A whole number is needed.');
  return number;
}

const program = new Command('partnerverse').description(
  'Keeps partners, attribution and commissions in Salesforce in step with PRM and billing systems.',
);

program
  .command('serve')
  .description('run the service')
  .option('--role <roles>', 'comma list of web, worker, scheduler', 'web,worker,scheduler')
  .option('--port <port>', 'where to listen (also PORT)', wholeNumber)
  .option('--host <host>', 'address to listen on', '0.0.0.0')
  .action(serve);

program
  .command('local-org')
  .description('run a local stand-in for a Salesforce org: for trying out and for tests')
  .option('--port <port>', 'where to listen', wholeNumber, 8790)
  .option('--latency-ms <ms>', 'how long each API answer takes', wholeNumber, 0)
  .option('--data <folder>', 'keep the org in this folder')
  .action(localOrg);

program
  .command('doctor')
  .description('check configuration, org, metadata, permissions, queue and every vendor')
  .option('--json', 'print findings as JSON')
  .action(doctor);

program
  .command('status')
  .description('show how many jobs wait, run and are parked, and why')
  .option('--json', 'print as JSON')
  .action(status);

program
  .command('replay')
  .description('give parked jobs a new start')
  .argument('[ids...]', 'only these jobs; all parked ones when none is named')
  .option('--json', 'print as JSON')
  .action(replay);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Verdict)) throw error;
  console.error(error.message);
  if (error.action) console.error(error.action);
  process.exitCode = 1;
}
