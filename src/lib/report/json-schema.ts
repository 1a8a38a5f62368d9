/** JSON Schemas of what we print, from the definitions it is made with. A new document is a line here and its name. */
import {z} from 'zod'
import {chainFacts} from './chain-facts.js'
import {diffDocument} from './diff/document.js'
import {doctorDocument} from './doctor-document.js'
import {errorDocument, resultDocument} from './document.js'
import {ipFacts} from './ip-facts.js'
import {savedLine} from './saved-run.js'
import type {SchemaName} from './schema-names.js'
import {severalResults} from './several.js'
import {udpFacts} from './udp-facts.js'
import {webTransportFacts} from './webtransport-facts.js'

export const DOCUMENTS: Readonly<Record<Exclude<SchemaName, 'config'>, z.ZodType>> = {
  result: resultDocument.meta({title: 'masque result', description: 'What --json prints: one run.'}),
  'udp-facts': udpFacts.meta({title: 'masque probe udp: facts', description: 'The facts of a result of probe udp.'}),
  'chain-facts': chainFacts.meta({
    title: 'masque probe chain: facts',
    description: 'The facts of a result of probe chain.',
  }),
  'webtransport-facts': webTransportFacts.meta({
    title: 'masque probe webtransport: facts',
    description: 'The facts of a result of probe webtransport.',
  }),
  'ip-facts': ipFacts.meta({title: 'masque probe ip: facts', description: 'The facts of a result of probe ip.'}),
  run: savedLine.meta({title: 'masque saved run: a line', description: 'One line of what --save writes.'}),
  several: severalResults.meta({
    title: 'masque report: several',
    description: 'What report --json prints for several runs.',
  }),
  diff: diffDocument.meta({title: 'masque diff', description: 'What masque diff --json prints.'}),
  doctor: doctorDocument.meta({title: 'masque doctor', description: 'What masque doctor --json prints.'}),
  error: errorDocument.meta({title: 'masque error', description: 'What --json prints when there is no result.'}),
}

/** Draft 2020-12; what occurs twice is said once. */
export function jsonSchemaOf(type: z.ZodType): object {
  return z.toJSONSchema(type, {target: 'draft-2020-12', io: 'output', reused: 'ref'})
}
