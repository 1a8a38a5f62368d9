/**
 * Answers that open no tunnel, to their very end: head, and the field section behind the content, which libraries drop.
 * Raw, so that nobody on our side hides it.
 */
import type {HeaderList} from '../http/transport.js'
import type {RawHttp1} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import {WireError} from '../wire/error.js'
import {H2, H3} from '../wire/error-codes.js'
import {ChunkReader, listed} from '../wire/h1-framing.js'
import {writeRequest} from '../wire/h1-head.js'
import {goodFields, goodHead, udpWish, type TunnelWish} from './malformed-requests.js'
import {openStreams, type RawStreams} from './raw-asking.js'

export interface WholeAnswer {
  /** What was asked for, in words. */
  readonly asked: string
  readonly status: number
  readonly headers: HeaderList
  /** null: none came, and the answer is whole without them. */
  readonly trailers: HeaderList | null
}

type Wish = {readonly asked: string} & ({readonly tunnel: TunnelWish} | {readonly page: string})

const NO_SUCH_NAME = 'no-such-name.invalid'

function wishes(rig: Rig): readonly Wish[] {
  const {udp} = rig.place
  const wish = udpWish(rig)
  const to = (target_host: string, target_port: string): TunnelWish => ({
    ...wish,
    path: udp.expand({target_host, target_port}),
  })
  return [
    {asked: 'the page /', page: '/'},
    {asked: 'a page that does not exist', page: '/no-such-page-of-masque'},
    {asked: `a tunnel to ${NO_SUCH_NAME}`, tunnel: to(NO_SUCH_NAME, '9')},
    {asked: 'a tunnel to port 0', tunnel: to('192.0.2.1', '0')},
    {asked: 'a protocol that nobody knows', tunnel: {...wish, protocol: 'masque-test'}},
  ]
}

/** Those that came whole. @throws Obstacle */
export async function wholeAnswers(rig: Rig, signal: AbortSignal): Promise<readonly WholeAnswer[]> {
  const raw = rig.http === '1.1' ? undefined : await openStreams(rig, signal)
  const answers: WholeAnswer[] = []
  for (const wish of wishes(rig)) {
    const answer = raw ? await ofStream(rig, raw, wish, signal) : await ofHttp1(rig, wish, signal)
    if (answer) answers.push(answer)
  }
  return answers
}

async function ofStream(rig: Rig, raw: RawStreams, wish: Wish, signal: AbortSignal): Promise<WholeAnswer | undefined> {
  const isPage = 'page' in wish
  const fields = isPage ? pageFields(rig, wish.page) : goodFields(rig, wish.tunnel)
  const exchange = await raw.request(fields, signal, isPage)
  const answer = await exchange?.answer(rig.timeoutMs, signal)
  if (!exchange || answer?.kind !== 'response') return undefined
  const isTunnel = !isPage && answer.status < 300
  const over = isTunnel ? null : await exchange.over(rig.timeoutMs, signal)
  if (isTunnel) exchange.reset(rig.http === '2' ? H2.CANCEL : H3.REQUEST_CANCELLED)
  if (over?.how !== 'fin') return undefined
  return {asked: wish.asked, status: answer.status, headers: answer.headers, trailers: exchange.trailers() ?? null}
}

function pageFields({place}: Rig, path: string): HeaderList {
  return [
    [':method', 'GET'],
    [':scheme', place.scheme],
    [':authority', place.authority],
    [':path', path],
    ['te', 'trailers'],
    ...place.headers.map(([name, value]) => [name.toLowerCase(), value] as const),
  ]
}

async function ofHttp1(rig: Rig, wish: Wish, signal: AbortSignal): Promise<WholeAnswer | undefined> {
  await using raw = await rig.rawHttp1(signal)
  await raw.write(writeRequest('page' in wish ? pageHead(rig, wish.page) : goodHead(rig, wish.tunnel)))
  const head = await finalHead(rig, raw, signal)
  if (!head || head.status === 101) return undefined
  const {headers} = head
  // Only chunks have anything behind them; whether other content is whole changes nothing.
  if (!listed(headers, 'transfer-encoding').includes('chunked')) return {asked: wish.asked, ...head, trailers: null}
  await rig.until(() => trailersIn(raw.content()) !== undefined || raw.ending() !== null, rig.timeoutMs, signal)
  const trailers = trailersIn(raw.content())
  if (!trailers) return undefined
  return {asked: wish.asked, ...head, trailers: trailers.length > 0 ? trailers : null}
}

function pageHead({place}: Rig, target: string): Parameters<typeof writeRequest>[0] {
  const fields = [['Host', place.authority], ['TE', 'trailers'], ['Connection', 'TE'], ...place.headers] as const
  return {method: 'GET', target, fields}
}

async function finalHead(
  rig: Rig,
  raw: RawHttp1,
  signal: AbortSignal,
): Promise<{readonly status: number; readonly headers: HeaderList} | undefined> {
  for (;;) {
    const head = await raw.head(rig.timeoutMs, signal)
    const status = head?.status ?? null
    if (!head || status === null) return undefined
    if (status === 101 || status >= 200) return {status, headers: head.headers}
  }
}

/** undefined: the last chunk is not there, or cannot be read. */
function trailersIn(content: Uint8Array): HeaderList | undefined {
  const chunks = new ChunkReader()
  try {
    chunks.push(content)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return undefined
  }
  if (!chunks.done) return undefined
  return chunks.trailers.map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, Math.max(0, colon)), line.slice(colon + 1).trim()] as const
  })
}
