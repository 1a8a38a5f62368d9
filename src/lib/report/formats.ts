/** The list of formats: adding one is a file, a line here and its name in format-names.ts. */
import type {FormatName} from './format-names.js'
import type {Format} from './reporter.js'

/** Loaded when asked for: nobody waits for what writes XML who wants a table. */
export const FORMATS: Readonly<Record<FormatName, () => Promise<Format>>> = {
  table: async () => (await import('./table/table.js')).table,
  json: async () => (await import('./json.js')).json,
  jsonl: async () => (await import('./jsonl.js')).jsonl,
  junit: async () => (await import('./junit.js')).junit,
  tap: async () => (await import('./tap.js')).tap,
  markdown: async () => (await import('./markdown/markdown.js')).markdown,
  github: async () => (await import('./github.js')).github,
  html: async () => (await import('./html/html.js')).htmlPage,
}
