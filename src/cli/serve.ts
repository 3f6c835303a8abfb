import { loadConfig } from '../config.ts';
import { HumanNeededError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { roles, startService, type Role } from '../main.ts';
import { untilStopped } from './until-stopped.ts';

function rolesOf(list: string): Role[] {
  const names = list.split(',').map((name) => name.trim());
  const known = roles.filter((role) => names.includes(role));
  const unknown = names.filter((name) => !roles.some((role) => role === name));
  if (unknown.length > 0 || known.length === 0) {
    throw new HumanNeededError({
      scope: 'configuration',
      code: 'ROLE_UNKNOWN',
      message: `There is no role "${unknown.join(', ')}".`,
      action: `Use --role with one or more of ${roles.join(', ')}.`,
    });
  }
  return known;
}

/** `partnerverse serve`: runs until SIGINT or SIGTERM, then finishes what is under way. */
export async function serve(options: { role: string; port?: number; host: string }): Promise<void> {
  const chosen = rolesOf(options.role);
  const config = loadConfig();
  if (options.port !== undefined) config.port = options.port;
  const logger = createLogger({ level: config.logLevel });
  const service = await startService({ config, roles: chosen, logger, host: options.host });
  const stopped = untilStopped();
  logger.info({ url: service.url, roles: chosen }, 'Partnerverse is running');
  await stopped;
  logger.info('Stopping: finishing what is under way');
  await service.close();
}
