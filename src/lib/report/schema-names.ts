/** The documents that have a JSON Schema, apart from the schemas themselves: flags and help need no more. */
export const SCHEMA_NAMES = [
  'result',
  'udp-facts',
  'ip-facts',
  'chain-facts',
  'webtransport-facts',
  'run',
  'several',
  'diff',
  'doctor',
  'error',
  'config',
] as const
export type SchemaName = (typeof SCHEMA_NAMES)[number]
