/** Captures as Wireshark sees them: whole, decrypted with what they hold, and nothing in them to complain about. */
import {createHash} from 'node:crypto'
import {readFile, writeFile} from 'node:fs/promises'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import * as pcapng from '../../src/lib/wire/pcapng.js'
import {concat} from '../../src/lib/wire/bytes.js'
import {serve} from '../interop/support/cli.js'
import {Recorded} from './support/recorded.js'
import {tshark} from './support/tshark.js'

/** Severities of Wireshark: comment, chat and note are below. */
const WARNING = 0x600000
const GOOD = '1'
/** HTTP/3 frames and QUIC frames, as numbers. */
const [HEADERS, SETTINGS] = [1, 4]
const [CONNECTION_CLOSE, DATAGRAM] = [0x1d, 0x31]

function complaints(file: string): ReturnType<typeof tshark> {
  const trouble = `_ws.malformed || _ws.expert.severity >= ${WARNING} || ip.checksum.status != ${GOOD} || udp.checksum.status != ${GOOD}`
  return tshark(file, ['frame.number', '_ws.expert.message', 'ip.checksum.status', 'udp.checksum.status'], trouble)
}

async function seen(file: string, field: string): Promise<Set<number>> {
  const {packets} = await tshark(file, [field])
  return new Set(packets.flatMap(packet => (packet[field] ?? []).map(Number)))
}

describe('a capture of a run', () => {
  let run: Recorded
  beforeAll(async () => {
    run = await Recorded.run('self', '--http', '3')
  })
  afterAll(async () => {
    await run[Symbol.asyncDispose]()
  })

  it('is read without a complaint, checksums and all', async () => {
    expect(await complaints(run.pcap)).toEqual({code: 0, stderr: '', packets: []})
    const all = await tshark(run.pcap, ['udp.checksum.status', 'ip.checksum.status'])
    expect(all.packets.length).toBeGreaterThan(20)
    expect(new Set(all.packets.flatMap(packet => Object.values(packet).flat()))).toEqual(new Set([GOOD]))
  })

  it('is decrypted with the secrets in it: HTTP/3 settings and headers, QUIC datagrams, the goodbye', async () => {
    const http = await seen(run.pcap, 'http3.frame_type')
    expect([http.has(SETTINGS), http.has(HEADERS)]).toEqual([true, true])
    const quic = await seen(run.pcap, 'quic.frame_type')
    expect([quic.has(DATAGRAM), quic.has(CONNECTION_CLOSE)]).toEqual([true, true])
    const settings = await seen(run.pcap, 'http3.settings.id')
    // ENABLE_CONNECT_PROTOCOL and H3_DATAGRAM.
    expect([settings.has(0x08), settings.has(0x33)]).toEqual([true, true])
  })

  it('without the secrets shows nothing of the kind', async () => {
    const kept = [...pcapng.blocks(await readFile(run.pcap))].filter(({type}) => type !== pcapng.BLOCK.SECRETS)
    const stripped = run.file('stripped.pcapng')
    await writeFile(stripped, concat(...kept.map(({bytes}) => bytes)))
    expect(await seen(stripped, 'http3.frame_type')).toEqual(new Set())
    expect((await seen(stripped, 'quic.frame_type')).has(DATAGRAM)).toBe(false)
  })

  it('shows inside what the saved run cites, payload for payload', async () => {
    const fields = ['frame.comment', 'udp.payload', 'udp.srcport', 'ip.src']
    const {packets} = await tshark(run.pcap, fields, 'frame.interface_name == "inner"')
    const {datagrams} = run
    // The greeting and five datagrams, each with an answer.
    expect(packets.length).toBeGreaterThanOrEqual(12)
    expect(packets.length).toBe(datagrams.size)
    for (const packet of packets) {
      const [comment = '', payload = '', source] = [
        packet['frame.comment']?.[0],
        packet['udp.payload']?.[0],
        packet['ip.src']?.[0],
      ]
      expect(comment).toMatch(
        /^masque event \d+: tunnel \d+, context 0, by (frame|capsule at offset \d+ of the data stream)$/,
      )
      const cited = datagrams.get(Number(/\d+/.exec(comment)?.[0]))
      const crossed = Buffer.concat([Uint8Array.of(0), Buffer.from(payload, 'hex')])
      expect(createHash('sha256').update(crossed).digest('hex')).toBe(cited?.sha256Hex)
      expect(source).toBe(cited?.direction === 'sent' ? '192.0.2.1' : '127.0.0.1')
    }
  })

  it('cites events of the saved run outside, too', async () => {
    const {packets} = await tshark(run.pcap, ['frame.comment', 'udp.length'], 'frame.interface_name == "outer"')
    const kept = new Map(run.lines.flatMap(line => (line.kind === 'outer' ? [[line.number, line.lengthBytes]] : [])))
    const shown = packets.map(packet => [
      Number(/^masque event (\d+)$/.exec(packet['frame.comment']?.[0] ?? '')?.[1]),
      Number(packet['udp.length']?.[0]) - 8,
    ])
    expect(shown).toEqual([...kept])
  })

  it('that was cut within a block is read up to there', async () => {
    const file = await readFile(run.pcap)
    const all = await tshark(run.pcap, ['frame.number'])
    const cut = run.file('cut.pcapng')
    await writeFile(cut, file.subarray(0, file.length - 10))
    const read = await tshark(cut, ['frame.number'])
    expect(read.packets.length).toBe(all.packets.length - 1)
    expect(read.stderr).toContain('cut short')
    expect((await seen(cut, 'http3.frame_type')).has(SETTINGS)).toBe(true)
  })
})

it('a capture by IPv6 and with capsules is as good', async () => {
  await using proxy = serve('proxy', '--listen', '[::1]:0', '--allow-target', '::1')
  const [, template = ''] = await proxy.printed(/^template +(\S+)$/m)
  const [, pin = ''] = await proxy.printed(/^pin +(\S+)$/m)
  await using run = await Recorded.run(template, '--http', '3', '--pin', pin, '--datagrams', 'capsules')
  expect(await complaints(run.pcap)).toEqual({code: 0, stderr: '', packets: []})
  expect((await seen(run.pcap, 'http3.frame_type')).has(SETTINGS)).toBe(true)
  const inner = await tshark(run.pcap, ['ipv6.src', 'frame.comment'], 'frame.interface_name == "inner"')
  expect(inner.packets.length).toBe(run.datagrams.size)
  expect(inner.packets[0]?.['ipv6.src']).toEqual(['2001:db8::1'])
  expect(inner.packets[0]?.['frame.comment']?.[0]).toMatch(/by capsule at offset 0 of the data stream$/)
})
