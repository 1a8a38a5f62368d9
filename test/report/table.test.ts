/** The table for people: nothing a peer says can move the cursor, and nothing that matters is cut. */
import {stripVTControlCharacters} from 'node:util'
import {beforeAll, describe, expect, it} from 'vitest'
import type {ResultDocument} from '../../src/lib/report/document.js'
import type {ReportTarget} from '../../src/lib/report/reporter.js'
import type {RunEvent} from '../../src/lib/report/run-event.js'
import {table} from '../../src/lib/report/table/table.js'
import {makeStyle} from '../../src/lib/style/style.js'
import type {TestCertificate} from '../support/certificate.js'
import {proxyCertificate, World} from '../probe/world.js'

const EVIL = '\u001b[2J\u009b1mevil'

function render(document: ResultDocument, events: readonly RunEvent[], more: Partial<ReportTarget> = {}): string {
  const chunks: string[] = []
  const style = makeStyle({isTerminal: more.isLive ?? false, env: {LANG: 'C.UTF-8', TERM: 'xterm'}, noColor: false})
  const target: ReportTarget = {
    write: text => chunks.push(text),
    isLive: false,
    columns: 80,
    style,
    verbosity: 0,
    ...more,
  }
  const reporter = table(target)
  for (const event of events) reporter.event?.(event)
  reporter.finish(document)
  return chunks.join('')
}

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

async function hostile(): Promise<{document: ResultDocument; events: readonly RunEvent[]}> {
  const world = new World(identity)
  world.proxy({
    http: {
      admit: () => ({
        status: 401,
        headers: [
          ['www-authenticate', EVIL],
          ['proxy-status', `p; error=dns_error; details="x"`],
          ['x', EVIL],
        ],
      }),
    },
  })
  const {document} = await world.probe({wire: true})
  return {document, events: world.events}
}

describe('the table', () => {
  it('obeys nobody: what a peer sent is escaped, live and at the end, at every verbosity', async () => {
    const {document, events} = await hostile()
    for (const verbosity of [0, 1, 2] as const) {
      for (const isLive of [true, false]) {
        const plain = stripVTControlCharacters(render(document, events, {isLive, verbosity}).replaceAll('\n', ''))
        expect(plain).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }
    }
    expect(render(document, events, {verbosity: 1})).toContain('\\x1b[2J\\x9b1mevil')
  })

  it('fits the terminal, and says the same live as at the end', async () => {
    const world = new World(identity)
    world.proxy()
    world.responder()
    const {document} = await world.probe({count: 3})
    for (const columns of [80, 120]) {
      const live = stripVTControlCharacters(render(document, world.events, {isLive: true, columns}))
      const piped = render(document, world.events, {columns})
      for (const line of live.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
      const without = live.split('\n').filter(line => !line.startsWith('    reply '))
      expect(without).toEqual(piped.split('\n'))
    }
  })

  it('gives the verdict only, when that is asked for', async () => {
    const {document, events} = await hostile()
    expect(render(document, events, {verbosity: -1, columns: 200}).trim().split('\n')).toHaveLength(1)
  })
})
