/** Why nothing could be sent: a session without an address, in words that accuse nobody. */
import {inWords} from '../../http/ending.js'
import type {Examined} from './examine.js'

export function noAddress({session, ending}: Pick<Examined, 'session' | 'ending'>): string {
  if (ending) return `the tunnel ended before an address was assigned: ${inWords(ending)}`
  const {requests, changes, assigned} = session
  if (requests.length === 0 && assigned.length === 0)
    return 'no address was assigned, and there was no time to ask for one'
  if (requests.length > 0 && requests.every(({outcome}) => outcome === 'declined')) {
    return 'the proxy declined every address that was asked for (ADDRESS_ASSIGN with 0.0.0.0/32 or ::/128)'
  }
  const withdrawn = changes.length > 0 ? ' any more' : ''
  return `the proxy assigned no address${withdrawn}, neither by itself nor when it was asked (ADDRESS_REQUEST), so nothing can be sent`
}
