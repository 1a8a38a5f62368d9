/** The list of formats: adding one is a file, a line here and its name in format-names.ts. */
import type {FormatName} from './format-names.js'
import {json} from './json.js'
import {jsonl} from './jsonl.js'
import type {Format} from './reporter.js'
import {table} from './table/table.js'

export const FORMATS: Readonly<Record<FormatName, Format>> = {table, json, jsonl}
