/** A saved run says what was seen, in order, and no secret; what stands in it can be read back with checks. */
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {EvidenceFile} from '../../src/lib/evidence/file.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {SavedRunSink} from '../../src/lib/evidence/saved-run.js'
import {savedLine, type SavedLine} from '../../src/lib/report/saved-run.js'
import {proxyCertificate, World} from '../probe/world.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'masque-saved-'))
})
afterAll(async () => {
  await rm(folder, {recursive: true})
})

const tool = {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const

async function savedProbe(name: string): Promise<{lines: SavedLine[]; text: string}> {
  const world = new World(await proxyCertificate())
  world.proxy({
    http: {
      success: () => ({
        status: 200,
        headers: [
          ['set-cookie', 'their-secret'],
          ['x-note', 'open'],
        ],
      }),
    },
  })
  world.responder()
  const path = join(folder, name)
  const startedAt = world.clock.wall().toISOString()
  const begin = {kind: 'run-begin', schema: 1, tool, command: 'probe udp', seed: 3, startedAt} as const
  const sink = new SavedRunSink(await EvidenceFile.open(path), begin, world.clock.nowNs())
  const evidence = new Recorder([sink])
  const {document} = await world.probe({
    count: 2,
    evidence,
    headers: [
      ['proxy-authorization', 'Basic our-secret'],
      ['x-trace', 'open'],
    ],
  })
  for (const event of world.events) evidence.record(world.clock.nowNs(), {kind: 'run', event})
  evidence.record(world.clock.nowNs(), {kind: 'document', document})
  expect(await evidence.end()).toEqual([])
  const text = await readFile(path, 'utf8')
  const lines = text.trimEnd().split('\n')
  return {lines: lines.map(line => savedLine.parse(JSON.parse(line))), text}
}

describe('a saved run', () => {
  it('begins with what was run, ends with what came of it, and counts the events between', async () => {
    const {lines} = await savedProbe('whole.jsonl')
    const [begin, ...events] = lines
    expect(begin).toMatchObject({kind: 'run-begin', schema: 1, command: 'probe udp', seed: 3})
    const numbers = events.map(event => ('number' in event ? event.number : 0))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect(events.at(-1)).toMatchObject({kind: 'document', document: {verdict: 'met'}})
    expect(events[0]).toMatchObject({kind: 'connection', connection: 1, remote: '192.0.2.1:443'})
  })

  it('tells what crossed the tunnel: head, length and digest of a payload, and where it was to go', async () => {
    const {lines} = await savedProbe('crossed.jsonl')
    const crossed = lines.flatMap(line => (line.kind === 'tunnel' ? [line] : []))
    expect(crossed.map(({direction, what}) => `${direction} ${what.kind}`).slice(0, 3)).toEqual([
      'sent request',
      'received response',
      'sent datagram',
    ])
    expect(new Set(crossed.map(({target}) => target))).toEqual(new Set(['203.0.113.7:4433']))
    const datagrams = crossed.flatMap(({what}) => (what.kind === 'datagram' ? [what] : []))
    // The greeting and two datagrams, each with an answer.
    expect(datagrams.length).toBeGreaterThanOrEqual(6)
    for (const {headHex, lengthBytes, sha256Hex, notSent} of datagrams) {
      expect(headHex).toMatch(/^00([0-9a-f]{2})+$/)
      expect(headHex.length).toBe(2 * Math.min(24, lengthBytes))
      expect(sha256Hex).toMatch(/^[0-9a-f]{64}$/)
      expect(notSent).toBeUndefined()
    }
    expect(crossed.at(-1)?.what.kind).toBe('ended')
  })

  it('holds no credentials, in whatever direction they went', async () => {
    const {text} = await savedProbe('secrets.jsonl')
    expect(text).toContain('["proxy-authorization","[secret]"]')
    expect(text).toContain('["set-cookie","[secret]"]')
    expect(text).toContain('["x-trace","open"]')
    expect(text).toContain('["x-note","open"]')
    expect(text).not.toMatch(/our-secret|their-secret/)
  })
})

describe('a file of evidence', () => {
  it('has everything at once, and keeps what was there when it is appended to', async () => {
    const path = join(folder, 'log')
    await writeFile(path, 'before\n')
    const file = await EvidenceFile.open(path, {append: true})
    file.write(Buffer.from('after\n'))
    expect(await readFile(path, 'utf8')).toBe('before\nafter\n')
    await file.end()
  })

  it('tells at the end what could not be written, and where', async () => {
    const file = await EvidenceFile.open('/dev/full')
    file.write(Buffer.from('lost'))
    file.write(Buffer.from('lost too'))
    await expect(file.end()).rejects.toMatchObject({code: 'ENOSPC', path: '/dev/full'})
  })
})
