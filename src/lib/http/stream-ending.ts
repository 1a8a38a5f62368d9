/** From the end of a byte stream to the ending of what ran over it: the same for HTTP/1.1 and HTTP/2. */
import type {StreamEnd} from '../net/stream/stream-end.js'
import type {Ending} from './ending.js'

export function endingOfStream(end: StreamEnd): Ending {
  const scope = 'connection'
  switch (end.how) {
    case 'fin':
      return {by: 'peer', how: 'connection-closed', scope, detail: 'the peer closed the connection'}
    case 'truncated': {
      const detail = 'the connection ended without the end of TLS (close_notify), so that bytes may be missing'
      // Anybody on the way can do that, which is why TLS has it.
      return {by: 'network', how: 'connection-closed', scope, detail}
    }
    case 'reset':
      return {by: 'peer', how: 'reset', scope, detail: 'the TCP connection was reset'}
    case 'alert': {
      const {name} = end
      return {
        by: 'peer',
        how: 'connection-closed',
        scope,
        alert: name,
        detail: `the peer gave up with the TLS alert ${name}`,
      }
    }
    case 'tls':
      // It may have been spoilt on the way: nobody is accused.
      return {by: 'network', how: 'connection-closed', scope, detail: `what came was no good TLS: ${end.detail}`}
    case 'error': {
      const how = end.errno === 'ETIMEDOUT' ? 'timed-out' : 'connection-closed'
      return {by: 'network', how, scope, detail: `our system gave up the connection: ${end.errno}`}
    }
    case 'closed':
      return {by: 'us', how: 'connection-closed', scope, detail: 'we closed the connection'}
  }
}
