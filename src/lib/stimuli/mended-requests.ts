/**
 * Faults of servers that mend malformed requests instead of refusing them: by what came before, by the first of two, or
 * by looking away.
 */
import type {RequestCare} from '../http/request-care.js'
import type {Fault} from '../spec/probe.js'
import type {H1Field} from '../wire/h1-head.js'
import type {Field} from '../wire/qpack/field-section.js'

type FieldMending = NonNullable<RequestCare['mendFields']>
type HeadMending = NonNullable<RequestCare['mendHead']>

/** A missing or empty one is as in the last request that had it. */
export function fillsIn(name: string): Fault {
  return () => {
    let last: Field | undefined
    return mending(fields => {
      const found = fields.find(field => field.name === name && field.value !== '')
      last = found ?? last
      return found || !last ? fields : [last, ...fields.filter(field => field.name !== name)]
    })
  }
}

export const TAKES_ANY_METHOD: Fault = () =>
  mending(fields =>
    fields.some(({name}) => name === ':protocol') ? fields.map(replaced(':method', 'CONNECT')) : fields,
  )

export const TAKES_THE_FIRST_OF_TWO: Fault = () =>
  mending(fields => fields.filter(({name}, index) => index === fields.findIndex(field => field.name === name)))

export const TAKES_PSEUDO_FIELDS_ANYWHERE: Fault = () =>
  mending(fields => {
    const isPseudo = ({name}: Field): boolean => name.startsWith(':')
    return [...fields.filter(isPseudo), ...fields.filter(field => !isPseudo(field))]
  })

export const READS_NAMES_IN_ANY_CASE: Fault = () =>
  mending(fields => fields.map(({name, value}) => ({name: name.toLowerCase(), value})))

export const PASSES_CONNECTION_OVER: Fault = () => mending(fields => fields.filter(({name}) => name !== 'connection'))

function mending(mendFields: FieldMending): ReturnType<Extract<Fault, (...all: never) => unknown>> {
  return {http: {care: {mendFields}}}
}

function replaced(name: string, value: string): (field: Field) => Field {
  return field => (field.name === name ? {name, value} : field)
}

/** HTTP/1.1 */
export const HEADS = {
  takesPost: ofHead(head => ({...head, method: 'GET'})),
  takesTheFirstHost: ofHead(head => {
    const first = head.fields.findIndex(isHost)
    return {...head, fields: head.fields.filter((field, index) => !isHost(field) || index === first)}
  }),
  needsNoHost: () => {
    let last: H1Field = ['Host', 'unknown.invalid']
    return {
      http: {
        care: {
          mendHead: (head): ReturnType<HeadMending> => {
            const found = head.fields.find(isHost)
            last = found ?? last
            return found ? head : {...head, fields: [last, ...head.fields]}
          },
        },
      },
    }
  },
  needsNoConnectionOption: ofHead(head => ({...head, fields: [...head.fields, ['Connection', 'Upgrade']]})),
  upgradesHttp10: ofHead(head => ({...head, version: '1.1'})),
} as const satisfies Record<string, Fault>

function ofHead(mendHead: HeadMending): Fault {
  return {http: {care: {mendHead}}}
}

function isHost([name]: H1Field): boolean {
  return name.toLowerCase() === 'host'
}
