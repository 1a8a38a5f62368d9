/** Saved runs read back: whole, cut anywhere, of other origin; and what a killed one still tells. */
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {replay, strongest} from '../../src/lib/cli/report-runs.js'
import {openSavedRun} from '../../src/lib/cli/saved-runs.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {EvidenceFile} from '../../src/lib/evidence/file.js'
import {SavedRunSink} from '../../src/lib/evidence/saved-run.js'
import {json} from '../../src/lib/report/json.js'
import {resultDocument, type ResultDocument} from '../../src/lib/report/document.js'
import type {RunEvent} from '../../src/lib/report/run-event.js'
import {severalResults} from '../../src/lib/report/several.js'
import {udpFacts} from '../../src/lib/report/udp-facts.js'
import {makeStyle} from '../../src/lib/style/style.js'
import {readFile} from 'node:fs/promises'
import {proxyCertificate, World, type Changes} from '../probe/world.js'

const tool = {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const
const never = new AbortController().signal

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'masque-saved-'))
})
afterEach(async () => {
  await rm(folder, {recursive: true})
})

async function save(
  changes: Changes = {},
): Promise<{path: string; lines: string[]; document: ResultDocument; events: RunEvent[]}> {
  const world = new World(await proxyCertificate())
  world.proxy(changes)
  world.responder()
  const path = join(folder, 'run.jsonl')
  const startedAt = world.clock.wall().toISOString()
  const begin = {kind: 'run-begin', schema: 1, tool, command: 'probe udp', seed: 3, startedAt} as const
  const evidence = new Recorder([new SavedRunSink(await EvidenceFile.open(path), begin, world.clock.nowNs())])
  const {document} = await world.probe({count: 3, evidence, wire: true})
  for (const event of world.events) {
    if (event.event !== 'wire') evidence.record(world.clock.nowNs(), {kind: 'run', event})
  }
  evidence.record(world.clock.nowNs(), {kind: 'document', document})
  await evidence.end()
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  return {path, lines, document, events: world.events}
}

async function replayed(path: string, wire = false): Promise<{document: ResultDocument; events: RunEvent[]}> {
  const events: RunEvent[] = []
  const document = await replay(path, wire, never, event => void events.push(event))
  return {document: resultDocument.parse(document), events}
}

const problemOf = async (text: string): Promise<unknown> => {
  const path = join(folder, 'other')
  await writeFile(path, text)
  return replay(path, false, never, () => undefined).then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('a saved run', () => {
  it('tells again what the probe told, and comes to the same', async () => {
    const {path, document, events} = await save()
    const again = await replayed(path)
    expect(again.document).toEqual(document)
    expect(again.events).toEqual(events.filter(({event}) => event !== 'wire'))
  })

  it('tells of the wire again, by the same numbers and in the same words', async () => {
    const {path, events} = await save()
    const ofWire = (list: RunEvent[]) =>
      list.filter(event => event.event === 'wire').map(({tMs, ...rest}) => [tMs >= 0, rest])
    const again = await replayed(path, true)
    expect(ofWire(again.events).length).toBeGreaterThan(5)
    expect(ofWire(again.events)).toEqual(ofWire(events))
  })

  it('may be cut at any octet of its last line', async () => {
    const {path, lines} = await save()
    const text = `${lines.slice(0, 3).join('\n')}\n`
    const last = lines[3] ?? ''
    for (let length = 0; length <= last.length; length += 7) {
      await writeFile(path, text + last.slice(0, length))
      expect((await replayed(path)).document.verdict).toBe('interrupted')
    }
  })

  it('may come in pieces of any size', async () => {
    const {lines} = await save()
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    const pieces = Array.from({length: Math.ceil(bytes.length / 11)}, (_, index) =>
      bytes.subarray(index * 11, index * 11 + 11),
    )
    const run = await openSavedRun('x', Readable.from(pieces))
    let count = 0
    for await (const event of run.events) count += event.number > 0 ? 1 : 0
    expect(count).toBe(lines.length - 1)
  })
})

describe('a killed run', () => {
  it('that had answers carried both ways; nothing is said of the rest', async () => {
    const {path, lines} = await save()
    const reply = lines.findIndex(line => line.includes('"event":"reply"'))
    await writeFile(path, `${lines.slice(0, reply + 1).join('\n')}\n`)
    const {document} = await replayed(path)
    expect(document).toMatchObject({verdict: 'interrupted', exitCode: 130, proxy: {addresses: ['192.0.2.1']}})
    expect(document.roads).toMatchObject([{address: '192.0.2.1:443', viability: 'carries-both-ways', blame: null}])
    expect(document.roads[0]?.attempts.map(({phase}) => phase)).toContain('response')
    expect(document.warnings[0]).toContain('ends before its result')
    const facts = udpFacts.parse(document.facts)
    expect(Object.values(facts.answers)).toEqual(['yes', 'yes', 'yes', 'yes'])
    expect(facts.remarks).toEqual(['1 answers had come when it ended'])
  })

  it('accuses nobody, wherever it was cut', async () => {
    const {path, lines} = await save()
    for (let count = 1; count < lines.length; count++) {
      await writeFile(path, `${lines.slice(0, count).join('\n')}\n`)
      const {document} = await replayed(path)
      const viability = document.roads[0]?.viability
      expect(document.verdict).toBe('interrupted')
      expect(viability === 'unreachable' || viability === 'refused').toBe(false)
    }
  })

  it('keeps the diagnosis it had', async () => {
    const {path, lines, document} = await save({http: {admit: () => ({status: 403, headers: []})}})
    await writeFile(path, `${lines.slice(0, -1).join('\n')}\n`)
    const again = await replayed(path)
    expect(again.document.roads[0]?.diagnosis).toEqual(document.roads[0]?.diagnosis)
    expect(again.document.roads[0]?.viability).toBe('unknown')
  })
})

describe('what is no saved run', () => {
  it.each([
    ['nothing', '', /is empty/],
    ['other text', 'hello\n', /:1 is not JSON/],
    ['a result', '{"schema":1,"tool":{}}\n', /:1 is not a line of a saved run/],
    ['another list of lines', '{"event":"proxy"}\n', /:1 is not a line of a saved run/],
  ])('%s', async (_, text, message) => {
    expect(await problemOf(text)).toMatchObject({
      name: 'CliError',
      exitCode: 2,
      message: expect.stringMatching(message) as string,
    })
  })

  it('a line in the middle that is none, two runs in one, a newer one: with the line', async () => {
    const {lines} = await save()
    const [begin = '', first = '', second = ''] = lines
    const message = async (...list: string[]) => ((await problemOf(`${list.join('\n')}\n`)) as Error).message
    expect(await message(begin, first, 'garbage', second)).toMatch(/:3 is not JSON$/)
    expect(await message(begin, first, begin)).toMatch(/:3 begins another run/)
    expect(await message(first)).toMatch(/:1 is not the beginning of a saved run$/)
    expect(await message(begin.replace('"schema":1', '"schema":2'))).toMatch(/:1 is of schema 2/)
    expect(await message(begin, first.replace('"number":', '"nr":'))).toMatch(/:2 is not a line of a saved run \(/)
  })

  it('a line without end: no more of it is held than a line of ours can have', async () => {
    const chunk = Buffer.alloc(1 << 20, 'a')
    let given = 0
    const endless = Readable.from(
      (function* () {
        for (; given < 100; given++) yield chunk
      })(),
    )
    await expect(openSavedRun('endless', endless)).rejects.toThrow(/endless:1 is longer than/)
    expect(given).toBeLessThan(60)
  })
})

it('several results are one document', async () => {
  const {document} = await save()
  const chunks: string[] = []
  const style = makeStyle({isTerminal: false, env: {}, noColor: true})
  const reporter = json({write: text => void chunks.push(text), isLive: false, columns: 100, style, verbosity: 0})
  for (const file of ['a', 'b']) {
    reporter.begin?.(file)
    reporter.finish(document)
  }
  expect(chunks).toEqual([])
  reporter.end?.(3)
  const several = severalResults.parse(JSON.parse(chunks.join('')))
  expect(several.runs.map(({file}) => file)).toEqual(['a', 'b'])
  expect(several.exitCode).toBe(3)
})

it('the strongest exit code is the true one', () => {
  expect(strongest([])).toBe(0)
  expect(strongest([0, 3, 0])).toBe(3)
  expect(strongest([3, 70])).toBe(70)
  expect(strongest([70, 1, 3])).toBe(1)
  expect(strongest([1, 130])).toBe(130)
})
