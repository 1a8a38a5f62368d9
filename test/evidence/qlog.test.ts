/** `--qlog`: what the drafts demand, links between packets and tunnels, no secrets, and a file that survives a kill. */
import {chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import type {EvidenceWhat} from '../../src/lib/evidence/event.js'
import {QlogSink} from '../../src/lib/evidence/qlog/sink.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import type {TapWhat} from '../../src/lib/http/tap.js'
import type {Ending} from '../../src/lib/http/ending.js'
import {concat} from '../../src/lib/wire/bytes.js'
import * as httpDatagram from '../../src/lib/wire/http-datagram.js'
import {ascii, hex} from '../support/bytes.js'
import {readQlog, type QlogRecord} from './qlog-reader.js'

const ODCID = '0102030405060708'
const INITIAL = hex(`c0 00000001 08 ${ODCID} 02 aabb 00 4005 0102030405`)
const RESET_TOKEN = '5e'.repeat(16)
const PASSWORD = 'Basic c3dvcmRmaXNo'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'masque-qlog-'))
})
afterEach(() => {
  rmSync(directory, {recursive: true})
})

function record(...events: readonly EvidenceWhat[]): {recorder: Recorder; file: string} {
  const sink = new QlogSink({directory, wallAt: () => new Date('2026-01-02T03:04:05Z'), redact: value => value})
  const recorder = new Recorder([sink])
  events.forEach((what, index) => recorder.record(BigInt(index) * 1_500_000n, what))
  return {recorder, file: join(directory, `${ODCID}_client.sqlog`)}
}

const connection: EvidenceWhat = {
  kind: 'connection',
  connection: 1,
  local: '192.0.2.9:50000',
  remote: '[2001:db8::1]:443',
}
const outer = (direction: 'sent' | 'received', bytes: Uint8Array): EvidenceWhat => ({
  kind: 'outer',
  connection: 1,
  direction,
  tos: 2,
  ttl: undefined,
  bytes,
})
const frames = (direction: 'sent' | 'received', packetNumber: bigint, bytes: Uint8Array): EvidenceWhat => ({
  kind: 'frames',
  connection: 1,
  direction,
  level: '1-rtt',
  packetNumber,
  frames: bytes,
})
const tunnel = (direction: 'sent' | 'received', what: TapWhat): EvidenceWhat => ({
  kind: 'tunnel',
  connection: 1,
  tunnel: 2,
  target: {kind: 'ipv4', host: '192.0.2.53', port: 53},
  direction,
  what,
})
const datagram = (payload: Uint8Array): TapWhat => ({kind: 'datagram', carrier: 'frame', offset: undefined, payload})
const inFrame = (payload: Uint8Array): Uint8Array => concat(hex('30'), httpDatagram.write(1n, payload))

const named = (records: readonly QlogRecord[], name: string): QlogRecord[] =>
  records.filter(candidate => candidate.name === name)

it('is readable before it is ended: whatever happens to the process', () => {
  const {file} = record(connection, outer('sent', INITIAL), frames('received', 0n, hex('1e')))
  const {header, records} = readQlog(file)
  expect(header.trace.common_fields).toMatchObject({
    group_id: ODCID,
    reference_time: {wall_clock_time: '2026-01-02T03:04:05.000Z'},
  })
  expect(records.map(({time, name, evidence}) => [time, name, evidence])).toEqual([
    [0, 'quic:connection_started', 1],
    [1.5, 'quic:packet_sent', 2],
    [1.5, 'quic:udp_datagrams_sent', 2],
    [3, 'quic:packet_received', 3],
  ])
  expect(records[0]?.data).toEqual({
    local: {ip_v4: '192.0.2.9', port_v4: 50000},
    remote: {ip_v6: '2001:db8::1', port_v6: 443},
  })
  expect(records[1]?.data).toMatchObject({
    header: {packet_type: 'initial', version: '00000001', dcid: ODCID, scid: 'aabb', length: 5},
    datagram_id: 2,
  })
  expect(records[2]?.data).toMatchObject({raw: [{length: INITIAL.length}], ecn: ['ECT(0)'], datagram_ids: [2]})
})

it('links what was handed over to the packet it went in, and what was read to the packet it came in', async () => {
  const [up, down] = [hex('00 aaaa'), hex('4002 bb')]
  const {recorder, file} = record(
    connection,
    outer('sent', INITIAL),
    tunnel('sent', datagram(up)),
    frames('sent', 7n, inFrame(up)),
    frames('received', 8n, inFrame(down)),
    tunnel('received', datagram(down)),
  )
  expect(await recorder.end()).toEqual([])
  const {records} = readQlog(file)
  const [handed] = named(records, 'http3:datagram_created')
  const [read] = named(records, 'http3:datagram_parsed')
  const [, sent] = named(records, 'quic:packet_sent')
  const [received] = named(records, 'quic:packet_received')
  expect(handed?.data).toEqual({
    quarter_stream_id: 1,
    raw: {payload_length: 3},
    context_id: 0,
    udp_payload_length: 2,
  })
  expect(sent?.data).toMatchObject({
    header: {packet_type: '1RTT', packet_number: 7},
    frames: [{frame_type: 'datagram', quarter_stream_id: 1, context_id: 0, udp_payload_length: 2, evidence: 3}],
  })
  expect(handed?.evidence).toBe(3)
  expect(received?.evidence).toBe(5)
  expect(read?.data).toMatchObject({context_id: 2, udp_payload_length: 1, packet_evidence: 5})
})

it('knows how control streams begin, requests, responses, capsules and ends', () => {
  const settings = hex('00 04 06 3301 0801 2101')
  const ending: Ending = {by: 'peer', how: 'finished', scope: 'tunnel', detail: 'the proxy ended it'}
  const {file} = record(
    connection,
    outer('sent', INITIAL),
    frames('received', 1n, concat(hex(`0a 03 0${settings.length}`), settings)),
    frames('sent', 1n, hex('0a 06 01 02')),
    tunnel('sent', {
      kind: 'request',
      request: {
        method: 'CONNECT',
        protocol: 'connect-udp',
        scheme: 'https',
        authority: 'proxy.example',
        path: '/x',
        headers: [['proxy-authorization', PASSWORD]],
      },
    }),
    tunnel('received', {kind: 'response', head: {status: 200, headers: [['set-cookie', PASSWORD]]}}),
    tunnel('received', {kind: 'capsule', offset: 0, type: 0x2fn, length: 5n}),
    tunnel('received', {kind: 'ended', ending}),
  )
  const {records} = readQlog(file)
  expect(named(records, 'http3:stream_type_set').map(({data}) => data)).toEqual([
    {initiator: 'remote', stream_id: 3, stream_type: 'control'},
    {initiator: 'local', stream_id: 6, stream_type: 'qpack_encode'},
  ])
  const [first, response] = named(records, 'http3:frame_parsed')
  expect(first?.data['frame']).toEqual({
    frame_type: 'settings',
    settings: [
      {name: 'settings_h3_datagram', value: 1},
      {name: 'settings_enable_connect_protocol', value: 1},
      {name: 'reserved', name_bytes: 0x21, value: 1},
    ],
  })
  expect(named(records, 'http3:frame_created')[0]?.data).toMatchObject({
    stream_id: 4,
    frame: {frame_type: 'headers', headers: [{name: ':method', value: 'CONNECT'}, {name: ':protocol'}, {}, {}, {}, {}]},
  })
  expect(response?.data).toMatchObject({stream_id: 4, frame: {headers: [{name: ':status', value: '200'}, {}]}})
  expect(named(records, 'http:capsule_parsed')[0]?.data).toMatchObject({
    capsule: {capsule_type: 'unknown', capsule_type_value: 0x2f, raw: {payload_length: 5}},
  })
  expect(named(records, 'loglevel:info')[0]?.data).toEqual({message: 'stream 4: the proxy ended it'})
})

it('never holds what opens doors: tokens, credentials, data', () => {
  const {file} = record(
    connection,
    outer('sent', INITIAL),
    frames('received', 2n, hex(`18 01 00 04 0a0b0c0d ${RESET_TOKEN} 07 02 d00d`)),
    frames('sent', 3n, concat(hex('08 00'), ascii('swordfish'))),
  )
  const text = readFileSync(file, 'latin1')
  expect(text).toContain('0a0b0c0d')
  for (const secret of [RESET_TOKEN, 'd00d', 'swordfish', Buffer.from('swordfish').toString('hex')]) {
    expect(text).not.toContain(secret)
  }
})

it('tells of frames that make no sense where they begin', () => {
  const {file} = record(connection, outer('sent', INITIAL), frames('received', 2n, hex('01 07 00')))
  const [, packet] = readQlog(file).records.slice(2)
  expect(packet?.data['frames']).toEqual([
    {frame_type: 'ping'},
    {frame_type: 'unknown', frame_type_bytes: 7, raw: {length: 2}, malformed: 'the token is empty (at octet 1)'},
  ])
})

it('names a connection that never sent anything by its number', async () => {
  const {recorder} = record(connection)
  await recorder.end()
  expect(readdirSync(directory)).toEqual(['connection-1_client.sqlog'])
})

it('says at once that it cannot write there', () => {
  const open = (path: string) => new QlogSink({directory: path, wallAt: () => new Date(0), redact: value => value})
  expect(() => open('/dev/null/qlog')).toThrow(expect.objectContaining({code: 'ENOTDIR'}) as Error)
  if (process.getuid?.() === 0) return
  chmodSync(directory, 0o500)
  expect(() => open(directory)).toThrow(expect.objectContaining({code: 'EACCES'}) as Error)
  chmodSync(directory, 0o700)
})

it('tells at the end what could not be written', async () => {
  const {recorder} = record(connection)
  rmSync(directory, {recursive: true})
  expect(await recorder.end()).toEqual([expect.objectContaining({code: 'ENOENT'})])
  directory = mkdtempSync(join(tmpdir(), 'masque-qlog-'))
})

it('has nothing of a connection over TCP, and says so once', async () => {
  let told = 0
  const sink = new QlogSink({
    directory,
    wallAt: () => new Date(0),
    redact: value => value,
    onNothing: () => told++,
  })
  const recorder = new Recorder([sink])
  const where = {local: '192.0.2.9:1', remote: '192.0.2.1:443', overTcp: true} as const
  for (const connection of [1, 2]) recorder.record(1n, {kind: 'connection', connection, ...where})
  recorder.record(2n, {
    kind: 'stream',
    connection: 1,
    direction: 'sent',
    offset: 0,
    what: 'bytes',
    bytes: new Uint8Array(1),
  })
  expect(await recorder.end()).toEqual([])
  expect([told, readdirSync(directory)]).toEqual([1, []])
})
