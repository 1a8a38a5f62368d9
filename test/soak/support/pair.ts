/** A client and a proxy, each a process, and a target that sends everything back. */
import {createSocket, type Socket} from 'node:dgram'
import {once} from 'node:events'
import {Peer} from './peer.js'
import type {Course, Point, Sample} from './sample.js'

export interface Pair extends AsyncDisposable {
  readonly client: Peer
  readonly proxy: Peer
  /** What the client needs to know. */
  readonly aim: {readonly proxy: unknown; readonly target: string}
}

export async function startPair(): Promise<Pair> {
  const echo = createSocket('udp4')
  const flood = new Flood(echo)
  echo.on('message', (bytes, {port, address}) => {
    if (bytes.toString('latin1') === 'flood') flood.towards(port, address)
    else echo.send(bytes, port, address)
  })
  echo.bind(0, '127.0.0.1')
  await once(echo, 'listening')
  const [client, proxy] = [new Peer('client'), new Peer('proxy')]
  return {
    client,
    proxy,
    aim: {proxy: await proxy.ask('where'), target: `127.0.0.1:${echo.address().port}`},
    async [Symbol.asyncDispose]() {
      flood.stop()
      await Promise.all([client[Symbol.asyncDispose](), proxy[Symbol.asyncDispose]()])
      echo.close()
    },
  }
}

/** Some ten thousand datagrams a second to whoever asked for it. */
class Flood {
  readonly #payload = new Uint8Array(1000)
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly socket: Socket) {}

  towards(port: number, address: string): void {
    this.stop()
    this.#timer = setInterval(() => {
      for (let index = 0; index < 50; index++) this.socket.send(this.#payload, port, address)
    }, 5)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

/** Goes `steps` steps of `size` and looks at the processes after each. */
export async function courses(
  peers: readonly Peer[],
  {steps, size}: {readonly steps: number; readonly size: number},
  step: () => Promise<unknown>,
): Promise<Course[]> {
  const samples: Sample[][] = []
  for (let done = 1; done <= steps; done++) {
    await step()
    samples.push(await Promise.all(peers.map(peer => peer.sample())))
  }
  return peers.map(({name}, index) => {
    const points: Point[] = samples.map((of, step) => ({at: (step + 1) * size, sample: of[index]!}))
    return {who: name, points}
  })
}
