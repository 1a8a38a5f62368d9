/** From the end of a QUIC connection to the ending of what ran over it. */
import type {ConnectionEnd} from '../../quic/end.js'
import {http3Name, quicAccusesNobody, quicName, tlsAlert} from '../../wire/error-codes.js'
import type {Ending} from '../ending.js'

export function endingOf(end: ConnectionEnd): Ending {
  const {by, code} = end
  const common = {
    by,
    scope: 'connection',
    ...(code !== undefined && {code}),
    ...(end.reason && by === 'peer' && {reason: end.reason}),
  } as const
  switch (end.how) {
    case 'application-close': {
      const codeName = http3Name(code ?? 0n)
      return {...common, how: 'connection-closed', codeName, detail: `the peer closed the connection with ${codeName}`}
    }
    case 'transport-close': {
      const codeName = quicName(code ?? 0n)
      const alert = tlsAlert(code ?? 0n)
      return {
        ...common,
        how: 'connection-closed',
        inQuic: true,
        codeName,
        ...(alert !== undefined && {alert}),
        detail: `the peer's QUIC closed the connection with ${codeName}`,
      }
    }
    case 'peer-at-fault': {
      const codeName = quicName(code ?? 0n)
      // The words are our own engine's here.
      return {
        ...common,
        how: quicAccusesNobody(code ?? 0n) ? 'over-limit' : 'protocol-error',
        inQuic: true,
        codeName,
        detail: `we closed the connection with ${codeName}: ${end.reason}`,
      }
    }
    case 'timed-out':
      return {...common, how: 'timed-out', detail: 'nothing came from the peer until the idle timeout'}
    case 'stateless-reset':
      return {...common, how: 'stateless-reset', detail: 'the peer no longer knows the connection (stateless reset)'}
    case 'closed':
      return {...common, how: 'connection-closed', codeName: http3Name(code ?? 0n), detail: 'we closed the connection'}
    case 'version-negotiation':
      return {...common, how: 'version-negotiation', detail: 'the server does not speak QUIC version 1'}
    case 'way-ended':
      return {
        ...common,
        how: 'connection-closed',
        detail: `the tunnel that carried the connection is over: ${end.reason}`,
      }
    case 'engine-failure':
      return {...common, how: 'engine-failure', detail: `our own engine failed: ${end.reason}`}
  }
}
