/** Reads qlog files as a tool would: JSON text sequences (RFC 7464), and what the drafts demand of each record. */
import {readFileSync} from 'node:fs'
import {expect} from 'vitest'

export interface QlogRecord {
  readonly time: number
  readonly name: string
  readonly evidence: number
  readonly data: Record<string, unknown>
}

interface QlogHeader {
  readonly trace: {readonly common_fields: {readonly group_id: string}}
}

const NAMES: ReadonlySet<string> = new Set([
  'quic:connection_started',
  'quic:packet_sent',
  'quic:packet_received',
  'quic:udp_datagrams_sent',
  'quic:udp_datagrams_received',
  'http3:stream_type_set',
  'http3:frame_created',
  'http3:frame_parsed',
  'http3:datagram_created',
  'http3:datagram_parsed',
  'http:capsule_created',
  'http:capsule_parsed',
  'loglevel:info',
])

/** Members without a question mark in the drafts' CDDL. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'quic:connection_started': ['local', 'remote'],
  'quic:packet_sent': ['header'],
  'quic:packet_received': ['header'],
  'http3:stream_type_set': ['stream_id', 'stream_type'],
  'http3:frame_created': ['stream_id', 'frame'],
  'http3:frame_parsed': ['stream_id', 'frame'],
  'http3:datagram_created': ['quarter_stream_id'],
  'http3:datagram_parsed': ['quarter_stream_id'],
  'http:capsule_created': ['stream_id', 'capsule'],
  'http:capsule_parsed': ['stream_id', 'capsule'],
}

export function readQlog(path: string): {header: QlogHeader; records: QlogRecord[]} {
  const text = readFileSync(path, 'utf8')
  expect(text.startsWith('\u001e')).toBe(true)
  expect(text.endsWith('\n')).toBe(true)
  const values = text
    .slice(1)
    .split('\u001e')
    .map(record => JSON.parse(record) as unknown)
  const [header, ...records] = values as [QlogHeader, ...QlogRecord[]]
  expect(header).toMatchObject({
    file_schema: 'urn:ietf:params:qlog:file:sequential',
    serialization_format: 'application/qlog+json-seq',
    trace: {vantage_point: {type: 'client'}, common_fields: {time_format: 'relative_to_epoch'}},
  })
  for (const {time, name, evidence, data} of records) {
    expect([typeof time, typeof evidence, NAMES.has(name) ? '' : name]).toEqual(['number', 'number', ''])
    for (const member of REQUIRED[name] ?? []) expect(data).toHaveProperty(member)
    if (name.startsWith('quic:packet_')) expect(data['header']).toHaveProperty('packet_type')
    for (const frame of (data['frames'] ?? []) as unknown[]) expect(frame).toHaveProperty('frame_type')
  }
  return {header, records}
}
