/**
 * The static table of HPACK: RFC 7541 appendix A. The first entry has index 1. A field whose value is empty stands as a
 * bare name.
 */

const ROWS: readonly (string | readonly [name: string, ...values: string[]])[] = [
  ':authority',
  [':method', 'GET', 'POST'],
  [':path', '/', '/index.html'],
  [':scheme', 'http', 'https'],
  [':status', '200', '204', '206', '304', '400', '404', '500'],
  'accept-charset',
  ['accept-encoding', 'gzip, deflate'],
  'accept-language',
  'accept-ranges',
  'accept',
  'access-control-allow-origin',
  'age',
  'allow',
  'authorization',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-range',
  'content-type',
  'cookie',
  'date',
  'etag',
  'expect',
  'expires',
  'from',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-modified',
  'link',
  'location',
  'max-forwards',
  'proxy-authenticate',
  'proxy-authorization',
  'range',
  'referer',
  'refresh',
  'retry-after',
  'server',
  'set-cookie',
  'strict-transport-security',
  'transfer-encoding',
  'user-agent',
  'vary',
  'via',
  'www-authenticate',
]

export interface TableField {
  readonly name: string
  readonly value: string
}

/** Without the entry 0 that does not exist. */
export const STATIC_TABLE: readonly TableField[] = ROWS.flatMap(row => {
  if (typeof row === 'string') return [{name: row, value: ''}]
  const [name, ...values] = row
  return values.map(value => ({name, value}))
})
