/** What a site tells everybody: pages that list what is there, asked for by plain GET, without credentials. */
import {toLatin1} from '../wire/bytes.js'
import type {HeaderList} from '../http/transport.js'
import type {Rig} from '../spec/rig.js'
import {openStreams} from './raw-asking.js'

export interface PageSeen {
  readonly path: string
  /** null: no answer came. */
  readonly status: number | null
  /** Lines of fields, and the content, as they came; bounded. */
  readonly fields: readonly string[]
  readonly content: string
}

const MAX_CONTENT = 65_536

/** On a connection of their own. @throws Obstacle */
export async function publicPages(
  rig: Rig,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly PageSeen[]> {
  return rig.http === '1.1' ? pagesOfH1(rig, paths, signal) : pagesOfStreams(rig, paths, signal)
}

async function pagesOfStreams(rig: Rig, paths: readonly string[], signal: AbortSignal): Promise<readonly PageSeen[]> {
  const raw = await openStreams(rig, signal)
  const {scheme, authority} = rig.place
  const pages: PageSeen[] = []
  for (const path of paths) {
    const fields: HeaderList = [
      [':method', 'GET'],
      [':scheme', scheme],
      [':authority', authority],
      [':path', path],
    ]
    const exchange = await raw.request(fields, signal, true)
    const answer = await exchange?.answer(rig.timeoutMs, signal)
    await exchange?.over(rig.patienceMs, signal)
    const head = answer?.kind === 'response' ? answer : undefined
    pages.push(pageOf(path, head?.status ?? null, head?.headers ?? [], exchange?.content() ?? new Uint8Array(0)))
  }
  return pages
}

async function pagesOfH1(rig: Rig, paths: readonly string[], signal: AbortSignal): Promise<readonly PageSeen[]> {
  const pages: PageSeen[] = []
  for (const path of paths) {
    await using raw = await rig.rawHttp1(signal)
    await raw.write(`GET ${path} HTTP/1.1\r\nHost: ${rig.place.authority}\r\nConnection: close\r\n\r\n`)
    const head = await raw.head(rig.timeoutMs, signal)
    await raw.ended(rig.patienceMs, signal)
    pages.push(pageOf(path, head?.status ?? null, head?.headers ?? [], raw.content()))
  }
  return pages
}

function pageOf(path: string, status: number | null, headers: HeaderList, content: Uint8Array): PageSeen {
  const fields = headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`)
  return {path, status, fields, content: toLatin1(content.subarray(0, MAX_CONTENT))}
}
