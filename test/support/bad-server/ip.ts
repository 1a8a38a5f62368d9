/**
 * A scripted CONNECT-IP proxy over any version of HTTP: the request is answered well, and what is said in the tunnel, right
 * or wrong, is a script's. Behind it is one host that answers echo, for those that are honest in everything else.
 */
import {H3Listener} from '../../../src/lib/http/h3/server.js'
import {ourSettings} from '../../../src/lib/http/h3/settings.js'
import {TcpListener} from '../../../src/lib/http/tcp-listener.js'
import type {Head, HttpVersion, Listener} from '../../../src/lib/http/transport.js'
import {loadBinding} from '../../../src/lib/native/binding.js'
import {understand} from '../../../src/lib/probe/ip/packet.js'
import {sleep, systemClock as clock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {IpTunnel} from '../../../src/lib/tunnel/connect-ip.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as addressAssign from '../../../src/lib/wire/connect-ip/address-assign.js'
import * as routes from '../../../src/lib/wire/connect-ip/route-advertisement.js'
import * as frame from '../../../src/lib/wire/h3-frame.js'
import {compose} from '../../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../../src/lib/wire/icmp/message.js'
import * as ip from '../../../src/lib/wire/ip/packet.js'
import type {TestCertificate} from '../certificate.js'

/** What an honest session is given. */
export const CLIENT = '198.51.100.2'
/** The host behind the proxy. */
export const HOST = '192.0.2.99'
export const EVERYWHERE: routes.IpRange = {start: '0.0.0.0', end: '255.255.255.255', protocol: 0}

const COMMON = [['capsule-protocol', '?1']] as const
const ACCEPTED: Readonly<Record<HttpVersion, Head>> = {
  3: {status: 200, headers: COMMON},
  2: {status: 200, headers: COMMON},
  1.1: {status: 101, headers: [['connection', 'Upgrade'], ['upgrade', 'connect-ip'], ...COMMON]},
}

export class IpVisit {
  constructor(
    readonly ip: IpTunnel,
    private readonly http: HttpVersion,
  ) {}

  /** Octets of the data stream as they are. False: nobody takes them any more. */
  say(...bytes: readonly Uint8Array[]): Promise<boolean> {
    const all = concat(...bytes)
    return this.ip.tunnel.raw(this.http === '3' ? frame.write(frame.DATA, all) : all)
  }

  /** Until nobody takes them any more; with time for others in between. */
  async forever(bytes: () => Uint8Array, everyMs = 0): Promise<void> {
    while (await this.say(bytes())) await sleep(clock, everyMs)
  }

  /** An address and routes, as it should be. */
  async settle(): Promise<void> {
    await this.say(assigned(CLIENT), advertised(EVERYWHERE))
  }

  /** The host's answers, as it should be; `meanwhile`, for each packet that comes, before it is answered. */
  async carry(meanwhile: (packet: Uint8Array) => unknown = () => undefined): Promise<void> {
    for await (const {packet} of this.ip.received()) {
      await meanwhile(packet)
      const answer = echoed(packet)
      if (answer) await this.ip.send(answer)
    }
  }
}

export type IpScript = (visit: IpVisit) => Promise<unknown>

export interface BadIpServer extends AsyncDisposable {
  readonly address: string
}

/** On loopback; what a script does not do in a tunnel, nobody does. */
export async function startBadIp(identity: TestCertificate, http: HttpVersion, script: IpScript): Promise<BadIpServer> {
  const listener = await listen(identity, http)
  void (async () => {
    for await (const incoming of listener.incoming) {
      const tunnel = incoming.accept(ACCEPTED[http])
      // A client that goes away in the middle is no trouble of the script's.
      void script(new IpVisit(new IpTunnel(tunnel, 'record'), http)).catch(() => undefined)
    }
  })()
  return listener
}

async function listen(identity: TestCertificate, http: HttpVersion): Promise<Listener & {readonly address: string}> {
  const local = '127.0.0.1:0'
  if (http !== '3') return TcpListener.open({clock, local, identity, versions: [http]})
  return new H3Listener({binding: loadBinding(), clock, local, ...identity, settings: ourSettings(seeded(1))})
}

export function assigned(address: string, prefixLength = 32, requestId = 0n): Uint8Array {
  return capsule.write(addressAssign.TYPE, addressAssign.write([{requestId, address, prefixLength}]))
}

export function advertised(...ranges: readonly routes.IpRange[]): Uint8Array {
  return capsule.write(routes.TYPE, routes.write(ranges))
}

/** From the host to the client, unless it says otherwise. */
export function packet(
  payload: Uint8Array,
  more: {readonly source?: string; readonly destination?: string} = {},
): Uint8Array {
  return ip.write({source: HOST, destination: CLIENT, protocol: icmp.PROTOCOL[4], payload, ...more})
}

/** The answer of a host that answers echo. */
function echoed(bytes: Uint8Array): Uint8Array | undefined {
  const asked = understand(bytes)
  if (asked?.body.kind !== 'echo-request') return undefined
  const ends = {source: asked.destination, destination: asked.source}
  const {id, sequence, data} = asked.body
  return packet(icmp.write(compose(4, {kind: 'echo-reply', id, sequence, data}), ends), ends)
}
