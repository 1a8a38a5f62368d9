/** `schema`: the JSON Schema of a document by its name. */
import type {Config} from '@oclif/core'
import {configSchema} from '../config/schema.js'
import {DOCUMENTS, jsonSchemaOf} from '../report/json-schema.js'
import type {SchemaName} from '../report/schema-names.js'
import {commandsOf} from './settings.js'

/** As text, with the line end a file should have. */
export function schemaText(name: SchemaName, config: Config): string {
  const type = name === 'config' ? configSchema(commandsOf(config)) : DOCUMENTS[name]
  return `${JSON.stringify(jsonSchemaOf(type), undefined, 2)}\n`
}
