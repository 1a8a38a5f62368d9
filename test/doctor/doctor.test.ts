/** The examination as a whole: what decides the exit code, checks that hang, and a proxy in a world of its own. */
import {describe, expect, it} from 'vitest'
import type {Check} from '../../src/lib/report/doctor-document.js'
import {summarise, examine} from '../../src/lib/doctor/doctor.js'
import {visit} from '../../src/lib/doctor/visit.js'
import {isAtLeast, newest} from '../../src/lib/doctor/version.js'
import {checkLines, conclusion} from '../../src/lib/report/table/doctor.js'
import {makeStyle} from '../../src/lib/style/style.js'
import {parseTemplate} from '../../src/lib/tunnel/template.js'
import {PROXY, proxyCertificate, World} from '../probe/world.js'
import {context, host, MISSING_ENGINE} from './support.js'

const check = (changes: Partial<Check>): Check => ({
  id: 'engine',
  outcome: 'ok',
  needed: true,
  detail: 'here',
  meaning: null,
  next: null,
  facts: {},
  ...changes,
})

describe('the exit code', () => {
  it.each([
    [0, check({})],
    [0, check({outcome: 'warning'})],
    [3, check({outcome: 'missing'})],
    [3, check({outcome: 'failed'})],
    [0, check({outcome: 'missing', needed: false})],
    [0, check({outcome: 'failed', needed: false})],
  ])('is %i', (exitCode, one) => {
    expect(summarise([check({}), one]).exitCode).toBe(exitCode)
  })

  it('counts what there is', () => {
    const {summary} = summarise([check({}), check({outcome: 'failed'}), check({outcome: 'missing', needed: false})])
    expect(summary).toEqual({ok: 1, warning: 0, missing: 1, failed: 1})
  })
})

it('goes on without an engine, and says so at every check that needs one', async () => {
  const world = new World(await proxyCertificate())
  const told: string[] = []
  const checks = await examine(await context({engine: MISSING_ENGINE}), {
    clock: world.clock,
    toProxy: true,
    onCheck: ({id, outcome}) => told.push(`${id} ${outcome}`),
  })
  expect(told).toContain('engine failed')
  expect(told).toContain('loopback missing')
  expect(told).toContain('proxy-udp missing')
  expect(told).toContain('buffers ok')
  expect(summarise(checks).exitCode).toBe(3)
})

it('gives up on a check that hangs', async () => {
  const world = new World(await proxyCertificate())
  const hung = host({find: () => new Promise(() => undefined)})
  const checks = await world.clock.run(
    examine(await context({engine: MISSING_ENGINE, host: hung}), {
      clock: world.clock,
      toProxy: false,
      onCheck: () => undefined,
    }),
  )
  expect(checks.find(({id}) => id === 'capture')).toMatchObject({outcome: 'failed', detail: 'no answer within 10 s'})
  expect(checks.find(({id}) => id === 'completion')?.outcome).toBe('ok')
})

describe('the visit', () => {
  it('goes as far as SETTINGS, and opens no tunnel', async () => {
    const world = new World(await proxyCertificate())
    await using proxy = world.proxy()
    const options = {template: parseTemplate(world.template), reach: world.reach(), timeoutMs: 2000}
    const seen = await world.clock.run(visit(options, world.platform(), new AbortController().signal))
    expect(proxy.address).toBe(`${PROXY}:443`)
    expect(seen.phases.map(({phase, outcome}) => `${phase} ${outcome}`)).toEqual([
      'names ok',
      'udp ok',
      'quic ok',
      'certificate ok',
      'alpn ok',
      'settings ok',
    ])
    expect(seen.mtu).toBeGreaterThanOrEqual(1200)
    expect(seen.address).toBe(`${PROXY}:443`)
  })

  it('ends where nobody answers', async () => {
    const world = new World(await proxyCertificate())
    const options = {template: parseTemplate(world.template), reach: world.reach(), timeoutMs: 2000}
    const seen = await world.clock.run(visit(options, world.platform(), new AbortController().signal))
    expect(seen.phases.at(-1)).toMatchObject({phase: 'udp', outcome: 'failed'})
    expect(seen.mtu).toBeNull()
  })
})

describe('as text', () => {
  const look = {columns: 60, style: makeStyle({isTerminal: false, env: {LANG: 'C.UTF-8'}, noColor: true})}

  it('says what it means and what to do, within the width', () => {
    const lines = checkLines(
      check({outcome: 'failed', meaning: 'nothing that speaks QUIC works at all', next: 'did you mean this?'}),
      look,
    )
    expect(lines.join('\n')).toMatch(/^ {2}✗ engine {11}here\n/)
    expect(lines.at(-1)).toMatch(/this\?$/)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(60)
  })

  it('lets nothing through to the terminal that it may obey', () => {
    expect(checkLines(check({detail: 'a\u001b[31mb'}), look).join('')).toContain('\\x1b[31m')
  })

  it('does not call something a failure that only some commands need', () => {
    expect(checkLines(check({outcome: 'missing', needed: false}), look)[0]).toMatch(/^ {2}- /)
    expect(conclusion({checks: [check({outcome: 'missing', needed: false})], proxy: null}, look)[1]).toBe(
      'Everything that is needed is there.',
    )
    expect(conclusion({checks: [check({outcome: 'missing'})], proxy: null}, look).join(' ')).toContain(
      'not there: engine.',
    )
  })
})

it('compares versions by their numbers', () => {
  expect(isAtLeast('2.9', '2.28')).toBe(false)
  expect(isAtLeast('2.36', '2.28')).toBe(true)
  expect(isAtLeast('20.19.0', '20.19')).toBe(true)
  expect(newest(['2.9', '2.28', '2.17'])).toBe('2.28')
})
