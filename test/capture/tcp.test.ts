/** Captures of runs over TCP as Wireshark sees them: TLS decrypted with what they hold, HTTP/2 and HTTP/1.1 inside. */
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {Recorded} from './support/recorded.js'
import {tshark} from './support/tshark.js'

/** Severities of Wireshark: comment, chat and note are below. */
const WARNING = 0x600000

async function values(file: string, field: string, filter = ''): Promise<string[]> {
  const {packets} = await tshark(file, [field], filter)
  return packets.flatMap(packet => packet[field] ?? [])
}

describe.each(['2', '1.1'])('a capture of a run over HTTP/%s', http => {
  let run: Recorded
  beforeAll(async () => {
    run = await Recorded.run('self', '--http', http)
  })
  afterAll(async () => {
    await run[Symbol.asyncDispose]()
  })

  it('is read without a complaint, checksums and all', async () => {
    const trouble = `_ws.malformed || _ws.expert.severity >= ${WARNING} || tcp.checksum.status != 1 || ip.checksum.status != 1`
    expect(await tshark(run.pcap, ['frame.number', '_ws.expert.message'], trouble)).toEqual({
      code: 0,
      stderr: '',
      packets: [],
    })
    expect((await values(run.pcap, 'tcp.seq')).length).toBeGreaterThan(10)
  })

  it('holds what the saved run cites, octet for octet', async () => {
    const {packets} = await tshark(run.pcap, ['frame.comment', 'tcp.len'], 'tcp.len > 0')
    const kept = run.lines.flatMap(line =>
      line.kind === 'stream' && line.what === 'bytes' ? [[line.number, line.offset, line.lengthBytes]] : [],
    )
    const shown = packets.map(packet => {
      const [, number, offset] = /^masque event (\d+): at offset (\d+)/.exec(packet['frame.comment']?.[0] ?? '') ?? []
      return [Number(number), Number(offset), Number(packet['tcp.len']?.[0])]
    })
    expect(kept.length).toBeGreaterThan(10)
    expect(shown).toEqual(kept)
  })

  it('is decrypted with the secrets in it', async () => {
    if (http === '2') {
      // ENABLE_CONNECT_PROTOCOL, and the request that needs it.
      expect(await values(run.pcap, 'http2.settings.id')).toContain('8')
      const pairs = await tshark(
        run.pcap,
        ['http2.header.name', 'http2.header.value'],
        'http2.header.name == ":protocol"',
      )
      expect(pairs.packets[0]?.['http2.header.value']).toContain('connect-udp')
    } else {
      expect(await values(run.pcap, 'http.request.method')).toContain('GET')
      expect(await values(run.pcap, 'http.response.code')).toContain('101')
      expect((await values(run.pcap, 'http.upgrade')).map(value => value.toLowerCase())).toContain('connect-udp')
    }
    expect(await values(run.pcap, 'tls.alert_message', 'tls.alert_message.desc == 0')).not.toEqual([])
  })
})

describe('a capture of IP tunnels over HTTP/2', () => {
  let run: Recorded
  beforeAll(async () => {
    run = await Recorded.runIp('self', '--http', '2', '--sessions', '1', '--no-sizes', '--no-reconnect')
  })
  afterAll(async () => {
    await run[Symbol.asyncDispose]()
  })

  it('is read without a complaint, and decrypted', async () => {
    const trouble = `_ws.malformed || _ws.expert.severity >= ${WARNING} || tcp.checksum.status == 0 || ip.checksum.status == 0`
    expect(await values(run.pcap, 'frame.number', trouble)).toEqual([])
    expect(await values(run.pcap, 'http2.header.value', 'http2.header.name == ":protocol"')).toContain('connect-ip')
  })

  it('holds the packets inside as they are, so that questions and answers find each other', async () => {
    const inside = 'frame.interface_name == "inner-ip"'
    expect(await values(run.pcap, 'frame.number', inside)).toHaveLength(run.datagrams.size)
    const answered = await values(run.pcap, 'icmp.resp_to', `${inside} && icmp.type == 0`)
    expect(answered.length).toBeGreaterThan(3)
    expect(await values(run.pcap, 'icmpv6.echo.sequence_number', `${inside} && icmpv6.type == 129`)).not.toEqual([])
  })
})
