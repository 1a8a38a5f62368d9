/** An HTTP/3 connection as those above see it. */
import {familyOf, parse} from '../../net/address.js'
import type {H3Transport} from '../../http/h3/client.js'
import type {Handshake} from '../../http/h3/facts.js'
import type {Clock} from '../../spec/clock.js'
import * as settings from '../../wire/h3-settings.js'
import * as parameters from '../../wire/quic/transport-parameters.js'
import {
  MTU_BOUND_BYTES,
  type LifeSign,
  type OuterConnection,
  type OuterPackets,
  type OuterPath,
  type PathFigures,
  type RoadFacts,
} from '../connection.js'
import {noDatagrams} from '../diagnosis/settings.js'
import {round} from '../phases.js'
import {connectionIdBytes, datagramLimit, readParameters} from './facts.js'
import {PingSign} from './life-sign.js'

export class H3OuterConnection implements OuterConnection {
  readonly http = '3'

  constructor(
    readonly address: string,
    readonly transport: H3Transport,
    readonly facts: RoadFacts,
    private readonly handshake: Handshake,
    private readonly clock: Clock,
    private readonly isNested = false,
  ) {}

  get remarks(): readonly string[] {
    const {peerSettings = [], framesAgreed, notes} = this.transport.h3
    return [...datagramRemarks(peerSettings, framesAgreed, this.handshake), ...notes]
  }

  get requestWritten(): boolean {
    return this.transport.h3.requestWritten
  }

  figures(): PathFigures {
    const stats = this.transport.h3.quic.stats()
    return {
      rttMs: {min: round((stats?.minRttUs ?? 0) / 1000), smoothed: round((stats?.rttUs ?? 0) / 1000)},
      mtuBytes: stats?.mtu ?? 0,
      lostPackets: stats?.lostPackets ?? 0,
    }
  }

  readonly packets: OuterPackets = {
    path: () => outerPath(this.transport, this.isNested),
    framesSent: () => this.transport.h3.quic.stats()?.datagramsSent ?? 0,
  }

  lifeSign(waitMs: number): LifeSign {
    return new PingSign(this.transport.h3.quic, this.clock, waitMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.transport[Symbol.asyncDispose]()
  }
}

function datagramRemarks(list: readonly settings.Setting[], agreed: boolean, handshake: Handshake): string[] {
  if (settings.value(list, settings.H3_DATAGRAM) !== 1n) return [noDatagrams(list, agreed)]
  if (datagramLimit(handshake) > 0n) return []
  return [
    'SETTINGS announce H3_DATAGRAM, but the transport parameter max_datagram_frame_size is missing or 0, so no DATAGRAM frame can be sent (RFC 9221 section 3)',
  ]
}

function outerPath({h3: {quic}}: H3Transport, isNested: boolean): OuterPath {
  const handshake = quic.handshake()
  const peer = readParameters(handshake?.peerParameters)
  const own = readParameters(handshake?.localParameters)
  const integer = (id: bigint): number | undefined => {
    const value = parameters.integer(peer, id)
    return value === undefined ? undefined : Number(value)
  }
  return {
    family: isNested ? undefined : familyOf(parse(quic.remoteAddress)?.ip ?? ''),
    mtuBytes: quic.stats()?.mtu ?? 0,
    mtuBoundBytes: MTU_BOUND_BYTES,
    maxDatagramBytes: quic.maxDatagramBytes,
    peerCidBytes: connectionIdBytes(peer),
    ownCidBytes: connectionIdBytes(own),
    peerFrameLimit: integer(parameters.MAX_DATAGRAM_FRAME_SIZE),
    peerUdpLimit: integer(parameters.MAX_UDP_PAYLOAD_SIZE),
  }
}
