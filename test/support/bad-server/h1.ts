/** A scripted HTTP/1.1 server: what it may do to its guest, right or wrong. In memory, and on a TCP port with TLS. */
import {H1Wire} from '../../../src/lib/http/h1/wire.js'
import {StreamListener} from '../../../src/lib/net/stream/listen.js'
import {sleep, systemClock, type Clock} from '../../../src/lib/spec/clock.js'
import {ascii} from '../bytes.js'
import type {TestCertificate} from '../certificate.js'

export class Guest {
  readonly wire: H1Wire

  constructor(
    readonly stream: H1Wire['stream'],
    private readonly clock: Clock,
  ) {
    this.wire = new H1Wire(stream)
  }

  /** Waits for the request. */
  async greet(): Promise<this> {
    await this.wire.readHead('request')
    return this
  }

  /** Text, or octets. False: nobody takes them any more. */
  say(what: string | Uint8Array): Promise<boolean> {
    return this.wire.write(typeof what === 'string' ? ascii(what) : what)
  }

  /** A response that opens the tunnel, and what is to follow at once. */
  accept(rest: Uint8Array = new Uint8Array(0), fields = ''): Promise<boolean> {
    const head = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\n${fields}\r\n`
    return this.say(Buffer.concat([ascii(head), rest]))
  }

  async forever(what: string | Uint8Array, everyMs = 0): Promise<void> {
    // With a pause at least for the timers: or nobody would hear that the other side is gone.
    while (await this.say(what)) await sleep(this.clock, everyMs)
  }

  /** Time for what was said to arrive. */
  pause(ms = 100): Promise<void> {
    return sleep(this.clock, ms)
  }

  finish(): Promise<void> {
    this.stream.end()
    return Promise.resolve()
  }

  reset(): Promise<void> {
    this.stream.reset()
    return Promise.resolve()
  }
}

export type Script = (guest: Guest) => Promise<unknown>

export interface BadH1Server extends AsyncDisposable {
  readonly address: string
}

/** On loopback, with this ALPN. */
export async function startBadH1(
  identity: TestCertificate,
  script: Script,
  alpn: readonly string[] = ['http/1.1'],
): Promise<BadH1Server> {
  return StreamListener.open({
    clock: systemClock,
    local: '127.0.0.1:0',
    tls: {...identity, alpn},
    onStream: ({stream}) => {
      void script(new Guest(stream, systemClock))
    },
  })
}
