/** action.yml, done as a runner does it, with a masque that finds what each test says: what comes out, and what fails. */
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {action, runCheck, runDecide, type Ran, type Stub} from './steps.js'

const home = mkdtempSync(join(tmpdir(), 'masque-action-'))
afterAll(() => {
  rmSync(home, {recursive: true})
})
const place = (): string => mkdtempSync(join(home, 'case-'))

const COUNTS = {pass: 0, fail: 0, warn: 0, info: 0, inconclusive: 0, notApplicable: 0, waived: 0, error: 0}

interface Finding {
  readonly id: string
  readonly label: string
  readonly because?: string
  readonly http?: string
  readonly baseline?: string
  readonly scored?: false
}

function report(exitCode: number, verdict: string, results: readonly Finding[], more: object = {}): object {
  const summary: Record<string, number> = {...COUNTS}
  for (const {label, scored} of results) if (scored !== false) summary[label] = (summary[label] ?? 0) + 1
  const proxy = {template: 'https://proxy.example/', authority: 'proxy.example', addresses: []}
  return {schema: 1, proxy, results, summary, verdict, exitCode, facts: {}, warnings: [], ...more}
}

const pass: Finding = {id: 'a', label: 'pass'}
const fail: Finding = {id: 'b', label: 'fail', http: '3', because: 'it was sent on'}
const open: Finding = {id: 'c', label: 'inconclusive', because: 'lost'}

/** Each way a run can end, what it is called, and whether the step fails: by default, and with each of the inputs turned. */
const ENDINGS: readonly (readonly [
  name: string,
  stub: Stub,
  outcome: string,
  verdict: string,
  exitCode: number,
  fails: {readonly byDefault: boolean; readonly withoutError: boolean; readonly withInconclusive: boolean},
])[] = [
  ['met', {exit: 0, report: report(0, 'met', [pass])}, 'good', 'met', 0, never()],
  ['violated', {exit: 1, report: report(1, 'violated', [pass, fail])}, 'violated', 'violated', 1, always()],
  ['violated, softened', {exit: 0, report: report(0, 'violated', [pass, fail])}, 'good', 'violated', 0, never()],
  ['wrong usage', {exit: 2}, 'error', 'broken', 2, onError()],
  [
    'undecided',
    {exit: 3, report: report(3, 'inconclusive', [pass, open])},
    'inconclusive',
    'inconclusive',
    3,
    onOpen(),
  ],
  ['unreachable', {exit: 3, report: report(3, 'inconclusive', [open])}, 'error', 'inconclusive', 3, onError()],
  ['nothing tested', {exit: 3, report: report(3, 'inconclusive', [])}, 'error', 'inconclusive', 3, onError()],
  ['nothing, said to be good', {exit: 0, report: report(0, 'met', [])}, 'error', 'met', 0, onError()],
  ['good, without a report', {exit: 0}, 'error', 'broken', 0, onError()],
  ['good, with another report', {exit: 0, report: report(1, 'violated', [fail])}, 'error', 'broken', 0, onError()],
  ['no report at all', {exit: 0, report: 'garbled'}, 'error', 'broken', 0, onError()],
  ['broken', {exit: 70, report: report(70, 'broken', [pass])}, 'error', 'broken', 70, onError()],
  ['interrupted', {exit: 130, report: report(130, 'interrupted', [pass])}, 'error', 'interrupted', 130, onError()],
  ['killed', {signal: 'SIGKILL'}, 'error', 'broken', 70, onError()],
]

function never() {
  return {byDefault: false, withoutError: false, withInconclusive: false}
}

function always() {
  return {byDefault: true, withoutError: true, withInconclusive: true}
}

function onError() {
  return {byDefault: true, withoutError: false, withInconclusive: true}
}

function onOpen() {
  return {byDefault: false, withoutError: false, withInconclusive: true}
}

describe.each(ENDINGS)('a run that ends %s', (name, stub, outcome, verdict, exitCode, expected) => {
  const folder = place()
  let ran: Ran
  beforeAll(async () => {
    ran = await runCheck({folder, inputs: {proxy: 'proxy.example'}}, stub)
  })

  it('says so, and does not fail yet', () => {
    expect(ran.failed).toBe(false)
    expect(ran.outputs).toMatchObject({outcome, verdict, 'exit-code': String(exitCode)})
    expect(ran.outputs['reason']).not.toBe('')
  })

  it('writes every output that is promised', () => {
    const promised = Object.values(action.outputs).flatMap(
      ({value}) => /steps\.check\.outputs\.([\w-]+)/.exec(value)?.[1] ?? [],
    )
    const always = promised.filter(each => !each.startsWith('report-'))
    expect(Object.keys(ran.outputs)).toEqual(expect.arrayContaining(always))
  })

  it.each([
    [true, true, false, expected.byDefault],
    [true, true, true, expected.withInconclusive],
    [true, false, false, expected.withoutError],
    [true, false, true, expected.withoutError || (name === 'undecided' && expected.withInconclusive)],
    [false, true, true, false],
    [false, true, false, false],
    [false, false, true, false],
    [false, false, false, false],
  ])('with fail %s, on error %s, on inconclusive %s: fails %s', async (fails, onErrors, onInconclusive, failed) => {
    const inputs = {
      fail: String(fails),
      'fail-on-error': String(onErrors),
      'fail-on-inconclusive': String(onInconclusive),
    }
    const decided = await runDecide({folder, inputs}, ran)
    expect(decided.failed).toBe(failed)
    expect(decided.log.includes('::error title=masque check::')).toBe(failed)
    expect(decided.summary).toContain(`${outcome}\n`)
  })
})

describe('a step that never came to its end', () => {
  it.each([
    ['true', true],
    ['false', false],
    ['False', false],
    ['', true],
    ['perhaps', true],
  ])('with fail %j: fails %s', async (value, failed) => {
    const folder = place()
    await runCheck({folder, inputs: {}}, {})
    expect((await runDecide({folder, inputs: {fail: value}}, {outputs: {}})).failed).toBe(failed)
  })

  it('with a mistake in another input still never fails against fail: false', async () => {
    const folder = place()
    await runCheck({folder, inputs: {}}, {})
    const inputs = {fail: 'false', 'fail-on-error': 'perhaps', summary: 'no'}
    expect((await runDecide({folder, inputs}, {outputs: {}})).failed).toBe(false)
  })
})

describe('inputs', () => {
  const check = async (inputs: Readonly<Record<string, string>>, stub: Stub = {}): Promise<Ran> =>
    runCheck({folder: place(), inputs: {proxy: 'proxy.example', ...inputs}}, stub)

  it('become words, whatever is in them', async () => {
    const odd = '$(touch owned) `touch owned`; touch owned "\' \\ ${{ x }}'
    const {calls} = await check({
      proxy: odd,
      http: '3 1.1',
      only: 'rfc9298/3.1, rfc9484',
      waivers: odd,
      args: JSON.stringify(['--cacert', odd, '']),
    })
    expect(calls).toEqual([
      [
        ...['check', odd, '--http=3', '--http=1.1', '--only=rfc9298/3.1', '--only=rfc9484'],
        ...['json=masque-report/masque.json', 'html=masque-report/masque.html', 'junit=masque-report/masque.xml'].map(
          each => `--report=${each}`,
        ),
        ...[`--waivers=${odd}`, '--fail-on=must', '--cacert', odd, ''],
      ],
    ])
  })

  it.each([
    [{proxy: ''}, 'proxy: which one?'],
    [{profile: 'office'}, 'proxy and profile are the same'],
    [{proxy: '--help'}, "proxy: '--help' is a flag"],
    [{args: '--insecure'}, 'args: this is no JSON'],
    [{args: '{"a": 1}'}, 'args: write a JSON list of words'],
    [{args: '[1]'}, 'args: write a JSON list of words'],
    [{command: './proxy --listen'}, 'command: this is no JSON'],
    [{formats: 'xml'}, "formats: 'xml' is none of json, html"],
    [{pcap: 'sometimes'}, "pcap: 'sometimes' is none of never"],
    [{'ready-timeout': 'soon'}, "ready-timeout: 'soon' is no number of seconds"],
    [{annotations: 'no'}, "annotations: 'no' is neither true nor false"],
    [{executable: '', version: 'latest'}, "version: 'latest' is no version"],
    [{executable: '', version: '^1.0.0'}, "version: '^1.0.0' is no version"],
    [{executable: '', version: 'git+https://example.com/x'}, 'is no version'],
  ])('that are wrong are told before anything runs: %j', async (inputs, message) => {
    const {outputs, calls, log} = await check(inputs)
    expect(outputs).toMatchObject({outcome: 'error', 'exit-code': '2'})
    expect(outputs['reason']).toContain(message)
    expect(log).toContain('::error title=masque check::')
    expect(calls).toEqual([])
  })

  it('a program that is not there is our trouble, and told', async () => {
    const {outputs, failed} = await check({executable: '/nowhere/masque'})
    expect(failed).toBe(false)
    expect(outputs).toMatchObject({outcome: 'error', verdict: 'broken', 'exit-code': '70'})
    expect(outputs['reason']).toContain('/nowhere/masque')
  })

  it('each has its place in a step, and none is part of a command', () => {
    const used = new Set(JSON.stringify(action.runs).match(/(?<=inputs\.)[\w-]+/g))
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort())
    for (const {run = ''} of action.runs.steps) expect(run).not.toContain('${{')
    for (const {uses = `x@${'0'.repeat(40)}`} of action.runs.steps) expect(uses).toMatch(/@[0-9a-f]{40}$/)
  })

  it('have the names of flags', () => {
    for (const step of action.runs.steps.filter(({run}) => run !== undefined)) {
      const inputs = Object.entries(step.env ?? {}).filter(([name]) => name.startsWith('INPUT_'))
      for (const [name, value] of inputs) {
        expect(value).toBe(`\${{ inputs.${name.slice(6).toLowerCase().replaceAll('_', '-')} }}`)
      }
    }
  })
})

describe('what was found', () => {
  it('is told by outputs, files and annotations, of which there are ten at most', async () => {
    const many = Array.from({length: 14}, (_, index) => ({...fail, id: `rfc9298/5/x${index}`, because: 'a\n::b,%'}))
    const known: Finding = {...fail, id: 'known', baseline: 'known'}
    const young: Finding = {...fail, id: 'young', scored: false}
    const folder = place()
    const stub = {exit: 1, report: report(1, 'violated', [pass, ...many, known, young, open])}
    const {outputs, log} = await runCheck({folder, inputs: {proxy: 'x'}}, stub)
    expect(outputs).toMatchObject({pass: '1', fail: '15', inconclusive: '1', 'new-violations': '14'})
    const annotations = log.split('\n').filter(line => line.startsWith('::error'))
    expect(annotations).toHaveLength(10)
    expect(annotations[0]).toBe('::error title=rfc9298/5/x0 over HTTP/3::a%0A::b,%25')
    expect(annotations[9]).toContain('and 5 more violations')
    expect(existsSync(outputs['report-json']!) && existsSync(outputs['report-html']!)).toBe(true)
    expect(outputs['output-dir']).toBe(join(folder, 'work', 'masque-report'))
  })

  it('and what a peer wrote is no command of the runner', async () => {
    const stub = {exit: 0, report: report(0, 'met', [pass]), noisy: '::set-output name=x::y\n::error::z'}
    const {log} = await runCheck({folder: place(), inputs: {proxy: 'x'}}, stub)
    const [, token] = /^::stop-commands::(.+)$/m.exec(log) ?? []
    const lines = log.split('\n')
    expect(lines.indexOf('::error::z')).toBeGreaterThan(lines.indexOf(`::stop-commands::${token!}`))
    expect(lines.indexOf('::error::z')).toBeLessThan(lines.indexOf(`::${token!}::`))
  })

  it('is not what an earlier run left', async () => {
    const folder = place()
    await runCheck({folder, inputs: {proxy: 'x'}}, {exit: 0, report: report(0, 'met', [pass])})
    const {outputs} = await runCheck({folder, inputs: {proxy: 'x'}}, {exit: 0})
    expect(outputs).toMatchObject({outcome: 'error', 'report-json': ''})
  })

  it.each([
    ['never', 1, false],
    ['on-failure', 1, true],
    ['on-failure', 0, false],
    ['always', 0, true],
  ])('pcap %s after exit %i: kept %s, and said', async (pcap, exit, kept) => {
    const folder = place()
    const found = report(exit, exit === 1 ? 'violated' : 'met', exit === 1 ? [fail] : [pass])
    const {log} = await runCheck({folder, inputs: {proxy: 'x', pcap}}, {exit, report: found})
    expect(existsSync(join(folder, 'work', 'masque-report', 'masque.pcapng'))).toBe(kept)
    expect(log.includes('can decrypt')).toBe(kept)
  })
})

describe('the summary', () => {
  const summary = async (found: object, exit: number): Promise<string> => {
    const folder = place()
    const ran = await runCheck({folder, inputs: {proxy: 'x'}}, {exit, report: found})
    return (await runDecide({folder, inputs: {}}, ran)).summary
  }

  it('says what matters first, and links the reports', async () => {
    const facts = {baseline: {stale: ['gone 3']}, waivers: {stale: [], expired: ['over']}}
    const known = {...fail, id: 'old', baseline: 'known'}
    const text = await summary(report(1, 'violated', [pass, fail, known, open], {facts, warnings: ['note']}), 1)
    const order = [
      '❌',
      '[Reports](https://example.com/artifact)',
      'New violations',
      'Stale or over',
      'gone 3',
      '- over',
      'Undecided',
      'Known (1)',
      'Counts',
    ]
    const places = order.map(each => text.indexOf(each))
    expect(places.every((at, index) => at > (places[index - 1] ?? -1))).toBe(true)
  })

  it('holds what a peer wrote as text', async () => {
    const because = '<img src=x> [a](https://www.evil.example) | `b` \n## @all ![](x)'
    const text = await summary(report(1, 'violated', [{...fail, because}]), 1)
    expect(text).not.toMatch(/<img|\]\(https:\/\/www|`|@|!\[|\n## b/)
    const row = text.split('\n').find(line => line.startsWith('| b'))
    expect(row?.split('|')).toHaveLength(6)
  })

  it('is never larger than the runner takes', async () => {
    const many = Array.from({length: 900}, (_, index) => ({...fail, id: `x${index}`, because: '<'.repeat(2000)}))
    const open900 = many.map(each => ({...each, label: 'inconclusive'}))
    const text = await summary(
      report(1, 'violated', [...many, ...open900, ...many.map(each => ({...each, label: 'warn'}))]),
      1,
    )
    expect(Buffer.byteLength(text)).toBeLessThan(900 * 1024 + 100)
    expect(text).toContain('New violations')
    expect(text).toContain('The rest is in the reports.')
  })

  it('is left out if nobody wants it', async () => {
    const folder = place()
    const ran = await runCheck({folder, inputs: {proxy: 'x'}}, {exit: 0, report: report(0, 'met', [pass])})
    expect((await runDecide({folder, inputs: {summary: 'false'}}, ran)).summary).toBe('')
  })
})

describe('a proxy that the step starts', () => {
  const good = {exit: 0, report: report(0, 'met', [pass])}
  // It says who it is, and who its child is; both live until they are stopped.
  const PROXY = `
    const {spawn} = require('node:child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {stdio: 'ignore'})
    require('node:fs').writeFileSync('pids', process.pid + ' ' + child.pid)
    console.log('listening')
    setInterval(() => {}, 1e6)`
  const start = (script: string): string => JSON.stringify([process.execPath, '-e', script])
  const lives = (pid: number): boolean => {
    try {
      // A zombie has been stopped: it only waits to be seen.
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    } catch {
      return false
    }
  }

  it('is waited for until it answers twice alike, and stopped with all it started', async () => {
    const folder = place()
    const inputs = {proxy: 'x', command: start(PROXY)}
    const {outputs, calls} = await runCheck({folder, inputs}, {...good, ready: 2})
    expect(outputs['outcome']).toBe('good')
    expect(calls.map(([word]) => word)).toEqual(['probe', 'probe', 'probe', 'probe', 'check'])
    const pids = readFileSync(join(folder, 'work', 'pids'), 'utf8')
      .split(' ')
      .map(Number)
    expect(pids).toHaveLength(2)
    expect(pids.filter(lives)).toEqual([])
    expect(readFileSync(join(folder, 'work', 'masque-report', 'proxy.log'), 'utf8')).toBe('listening\n')
  })

  it('is waited for over the version that was named', async () => {
    const inputs = {proxy: 'x', command: start(PROXY), http: '2'}
    const {calls} = await runCheck({folder: place(), inputs}, good)
    expect(calls.map(([word]) => word)).toEqual(['probe', 'check'])
  })

  it.each([
    ['console.log("no port"); process.exit(4)', '30', 'the proxy ended with 4 before it answered:\nno port'],
    ['setInterval(() => {}, 1e6)', '0.2', 'the proxy did not answer within 0.2 s'],
  ])('and never answers is undecided, and nothing is checked: %s', async (script, seconds, reason) => {
    const inputs = {proxy: 'x', command: start(script), 'ready-timeout': seconds}
    const folder = place()
    const ran = await runCheck({folder, inputs}, {...good, ready: 1e6})
    expect(ran.outputs).toMatchObject({outcome: 'error', verdict: 'inconclusive', 'exit-code': '3'})
    expect(ran.outputs['reason']).toContain(reason)
    expect(ran.calls.filter(([word]) => word === 'check')).toEqual([])
    expect((await runDecide({folder, inputs: {}}, ran)).failed).toBe(true)
  })

  it('and cannot be asked is a mistake in the inputs', async () => {
    const inputs = {proxy: 'x', command: start(PROXY)}
    const {outputs, calls} = await runCheck({folder: place(), inputs}, {...good, usage: true})
    expect(outputs).toMatchObject({outcome: 'error', 'exit-code': '2'})
    expect(calls[1]).toContain('--payload=hex:00')
  })

  it('and is no program is told', async () => {
    const inputs = {proxy: 'x', command: '["/nowhere/proxy"]'}
    const {outputs} = await runCheck({folder: place(), inputs}, good)
    expect(outputs['reason']).toContain('could not be started')
  })
})
