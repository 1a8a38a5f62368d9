/** A run full of marks, written in every way there is with --redact: none of them comes out anywhere. */
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {redactorFor} from '../../src/lib/cli/redact.js'
import {EvidenceFile} from '../../src/lib/evidence/file.js'
import {QlogSink} from '../../src/lib/evidence/qlog/sink.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {SavedRunSink} from '../../src/lib/evidence/saved-run.js'
import type {Redact} from '../../src/lib/redact/redactor.js'
import {resultDocument, type ResultDocument} from '../../src/lib/report/document.js'
import {FORMAT_NAMES} from '../../src/lib/report/format-names.js'
import {FORMATS} from '../../src/lib/report/formats.js'
import type {RunEvent} from '../../src/lib/report/run-event.js'
import {savedLine} from '../../src/lib/report/saved-run.js'
import {udpFacts} from '../../src/lib/report/udp-facts.js'
import {makeStyle} from '../../src/lib/style/style.js'
import {parseProxyAddress} from '../../src/lib/tunnel/proxy-address.js'
import {proxyCertificate, World} from '../probe/world.js'
import {makeCertificate} from '../support/certificate.js'

const IPS = {proxy: '10.77.66.1', client: '10.77.66.2', responder: '10.77.66.3'}
const HOST = 'vaulthost'
const TOKEN = 'c3dvcmRmaXNoOnN3b3JkZmlzaA'
const MARKS = /10\.77\.66|vault|swordfish|c3dvcmRmaXNo|customer-4711/i
const headers = [
  ['proxy-authorization', `Bearer ${TOKEN}`],
  ['x-customer', 'vault-id'],
] as const

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'masque-redact-'))
})
afterEach(() => {
  rmSync(folder, {recursive: true})
})

/** The proxy shows everything it can get hold of, the credentials it was given above all. */
async function markedRun(status: 200 | 403) {
  const world = new World(await makeCertificate({names: [HOST, 'gw.vault.corp'], addresses: [IPS.proxy]}), {ips: IPS})
  const answer = {
    status,
    headers: [
      ['set-cookie', 'id=swordfish'],
      ['x-echo', TOKEN],
      ['via', '1.1 gw7.vault.corp (10.77.66.9)'],
      ['location', 'https://joe:swordfish@login.vault.corp/customer-4711/'],
      ['proxy-status', `${HOST}; error=http_request_error; details="no to 10.77.66.3 for customer-4711.vault.corp"`],
    ] as const,
  }
  world.proxy({http: status === 200 ? {success: () => answer} : {admit: () => answer}})
  world.responder()
  const template = `https://${HOST}/.well-known/masque/udp/{target_host}/{target_port}/`
  const reach = world.reach({
    resolve: new Map([[`${HOST}:443`, IPS.proxy]]),
    trust: {trust: 'anything', rootsPem: ''},
  })
  const proxy = parseProxyAddress(template)
  const redact = redactorFor({redact: true}, {proxy, reach, headers, aim: world.responderAim})
  const tool = {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const
  const startedAt = world.clock.wall().toISOString()
  const begin = {kind: 'run-begin', schema: 1, tool, command: 'probe udp', seed: 3, startedAt} as const
  const saved = join(folder, 'run.jsonl')
  const sinks = [
    new SavedRunSink(await EvidenceFile.open(saved), begin, world.clock.nowNs(), redact),
    new QlogSink({directory: join(folder, 'qlog'), wallAt: () => new Date(0), redact}),
  ]
  const evidence = new Recorder(sinks)
  const {document} = await world.probe({proxy: template, reach, headers, count: 3, wire: true, evidence})
  for (const event of world.events) evidence.record(world.clock.nowNs(), {kind: 'run', event})
  evidence.record(world.clock.nowNs(), {kind: 'document', document})
  expect(await evidence.end()).toEqual([])
  return {document, events: world.events, redact, saved}
}

async function render(
  format: (typeof FORMAT_NAMES)[number],
  document: ResultDocument,
  events: readonly RunEvent[],
  redact: Redact,
) {
  const chunks: string[] = []
  const style = makeStyle({isTerminal: false, env: {LANG: 'C.UTF-8'}, noColor: true})
  const write = (text: string) => void chunks.push(text)
  const make = await FORMATS[format]()
  const reporter = make({write, isLive: false, columns: 400, style, verbosity: 2})
  for (const event of events) reporter.event?.(redact(event))
  reporter.finish(redact(document))
  return chunks.join('')
}

it.each([200, 403] as const)('nothing marked, when the proxy answers %d', async status => {
  const {document, events, redact, saved} = await markedRun(status)
  // The marks are there to be found, without --redact.
  expect(document.roads[0]?.response?.status).toBe(status)
  expect(await render('jsonl', document, events, value => value)).toContain(TOKEN)

  for (const format of FORMAT_NAMES) expect(await render(format, document, events, redact)).not.toMatch(MARKS)

  const text = readFileSync(saved, 'utf8')
  expect(text).not.toMatch(MARKS)
  const lines = text.trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(10)
  for (const line of lines) savedLine.parse(JSON.parse(line))

  const [qlog] = readdirSync(join(folder, 'qlog'))
  const records = readFileSync(join(folder, 'qlog', qlog!), 'utf8')
  expect(records).toContain('http3:frame_created')
  expect(records).not.toMatch(MARKS)
})

it('stays a result document: readable, with the same verdict and who spoke with whom', async () => {
  const {document, redact} = await markedRun(200)
  const redacted = resultDocument.parse(redact(document))
  expect(redacted).toMatchObject({verdict: document.verdict, exitCode: document.exitCode, summary: document.summary})
  const facts = udpFacts.parse(redacted.facts)
  expect(facts.answers).toEqual(udpFacts.parse(document.facts).answers)
  expect(redacted.proxy.template).toMatch(
    /^https:\/\/name-\d+\.example\/\.well-known\/masque\/udp\/\{target_host\}\/\{target_port\}\/$/,
  )
  expect(facts.road).toBe(redacted.roads[0]?.address)
  expect(facts.target).toBe(redacted.responder?.address)
  expect(redacted.proxy.addresses).toEqual([facts.road?.replace(/:443$/, '')])
})

it('is no way to write what cannot be redacted', async () => {
  const world = new World(await proxyCertificate())
  const told = {proxy: parseProxyAddress(world.template), reach: world.reach(), headers: [], aim: world.responderAim}
  for (const name of ['pcap', 'keylog']) {
    expect(() => redactorFor({redact: true, [name]: 'file'}, told)).toThrow(`--${name} holds what --redact leaves out`)
  }
})
