import { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** What the process is told by its environment. */
export interface Settings {
  /** Login that owns the schema. Absent: the embedded server in `dataDir`. */
  readonly databaseUrl?: string;
  /** A login of its own for the service's bound role; else the owner's sessions take the role on. */
  readonly databaseServiceUrl?: string;
  readonly dataDir: string;
  /** Wraps the keys that seal secrets and personal data. */
  readonly secretKey?: string;
  /** Where vendors and browsers reach this service; absent, there are no webhooks and no links. */
  readonly publicUrl?: string;
  readonly host: string;
  readonly port: number;
  /** Folder of PostgreSQL's own programs, instead of those from npm. */
  readonly pgBin?: string;
}

const postgresUrl = z.string().refine(isPostgresUrl, { error: 'must be an address such as postgresql://user:password@host:5432/database' });

const schema = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_SERVICE_URL: postgresUrl.optional(),
  MEGZO_DATA_DIR: z.string().default('./data'),
  MEGZO_SECRET_KEY: z.string().min(32, 'must have 32 characters or more; `openssl rand -base64 32` makes a good one').optional(),
  MEGZO_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://megzo.example.com' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
    .default('3000')
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'must be a port number from 0 to 65535' }),
  PG_BIN: z.string().optional(),
});

/** Checks the environment. An empty variable counts as unset. Throws ConfigError that names every wrong one, never its value. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const result = schema.safeParse(given);
  const faults = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (given.DATABASE_URL === undefined && given.DATABASE_SERVICE_URL !== undefined) {
    faults.push('DATABASE_SERVICE_URL needs DATABASE_URL, the login that owns the schema: set both, or neither');
  }
  if (given.DATABASE_URL !== undefined && given.MEGZO_SECRET_KEY === undefined) {
    faults.push(
      'MEGZO_SECRET_KEY is needed with DATABASE_URL: it wraps the keys that seal personal data. Make one with `openssl rand -base64 32` and keep it apart from the database',
    );
  }
  if (!result.success || faults.length > 0) throw new ConfigError('The environment cannot be used:', faults);
  const { data } = result;
  return {
    ...(data.DATABASE_URL === undefined ? {} : { databaseUrl: data.DATABASE_URL }),
    ...(data.DATABASE_SERVICE_URL === undefined ? {} : { databaseServiceUrl: data.DATABASE_SERVICE_URL }),
    dataDir: data.MEGZO_DATA_DIR,
    ...(data.MEGZO_SECRET_KEY === undefined ? {} : { secretKey: data.MEGZO_SECRET_KEY }),
    ...(data.MEGZO_PUBLIC_URL === undefined ? {} : { publicUrl: data.MEGZO_PUBLIC_URL }),
    host: data.HOST,
    port: data.PORT,
    ...(data.PG_BIN === undefined ? {} : { pgBin: data.PG_BIN }),
  };
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
}
