/** A server of HTTP/2 over TLS that does to everybody who comes what a script says. */
import {StreamListener} from '../../../src/lib/net/stream/listen.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import type {TestCertificate} from '../certificate.js'
import {H2Guest} from './h2-guest.js'

/** On loopback. */
export function startBadH2(
  identity: TestCertificate,
  script: (guest: H2Guest) => Promise<unknown>,
): Promise<StreamListener> {
  return StreamListener.open({
    clock: systemClock,
    local: '127.0.0.1:0',
    tls: {...identity, alpn: ['h2']},
    onStream: ({stream}) => {
      // A client that goes away in the middle is no trouble of the script's.
      void script(new H2Guest(stream)).catch(() => undefined)
    },
  })
}
