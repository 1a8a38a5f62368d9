/** A qlog of the real engine, counted: as many datagrams, packets and DATAGRAM frames as the engine says there were. */
import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {loadBinding} from '../../src/lib/native/binding.js'
import {openPlatform} from '../../src/lib/cli/platform.js'
import {QlogSink} from '../../src/lib/evidence/qlog/sink.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {dialH3} from '../../src/lib/http/h3/dial.js'
import {startEmbeddedProxy} from '../../src/lib/proxy/embedded.js'
import {Witness} from '../../src/lib/reach/witness.js'
import {until} from '../support/until.js'
import {readQlog, type QlogRecord} from './qlog-reader.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'masque-qlog-'))
})
afterEach(() => {
  rmSync(directory, {recursive: true})
})

const ofFrames = ({data}: QlogRecord) => (data['frames'] ?? []) as {readonly frame_type: string}[]

function count(records: readonly QlogRecord[]) {
  const named = (name: string) => records.filter(record => record.name === name)
  const datagrams = (name: string) =>
    named(name)
      .flatMap(ofFrames)
      .filter(({frame_type}) => frame_type === 'datagram')
  return {
    udpSent: named('quic:udp_datagrams_sent').length,
    udpReceived: named('quic:udp_datagrams_received').length,
    sentPackets: named('quic:packet_sent').length,
    datagramsSent: datagrams('quic:packet_sent').length,
  }
}

it('counts what the engine counts', async () => {
  const platform = {...openPlatform(7), binding: loadBinding()}
  await using proxy = await startEmbeddedProxy(platform)
  const evidence = new Recorder([new QlogSink({directory, wallAt: () => new Date(0), redact: value => value})])
  const remote = proxy.address
  const witness = new Witness({...platform, evidence}, 1, remote)
  const trust = {trust: 'pin', pin: proxy.pin} as const
  const options = {...platform, remote, serverName: 'localhost', trust, settings: []}
  const dialed = await dialH3(options, witness.events, new AbortController().signal)
  if (dialed.kind !== 'connected') throw new Error(`not connected: ${dialed.kind}`)
  {
    await using transport = dialed.transport
    const {quic} = transport.h3
    for (let index = 0; index < 20; index++) quic.sendDatagram(Uint8Array.of(0, 0, index))
    const [name = ''] = readdirSync(directory)
    // Packets go on coming and going for a while: acknowledgements, and probes for the path's MTU.
    await until(() => {
      const {udpSent = 0, udpReceived = 0, sentPackets = 0, datagramsSent = 0} = quic.stats() ?? {}
      const counted = count(readQlog(join(directory, name)).records)
      return JSON.stringify(counted) === JSON.stringify({udpSent, udpReceived, sentPackets, datagramsSent})
    })
    expect(quic.stats()?.datagramsSent).toBe(20)
  }
  expect(await evidence.end()).toEqual([])
})
