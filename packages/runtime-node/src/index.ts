export { type ExitCode, exitCodes, type Io } from './cli/io.ts';
export { runCli } from './cli/program.ts';
export { ConfigError } from './config/config-error.ts';
export { type Config, parseConfig, readConfigFile } from './config/config-file.ts';
export { readEnvironment, type Settings } from './config/environment.ts';
export { adapterRegistry } from './container/registry.ts';
export { type Service, type ServiceOptions, startService } from './service/start-service.ts';
