/** `serve responder`: a cooperating target on an address of this host. */
import type {Platform} from '../reach/options.js'
import {ResponderKey} from '../responder/message.js'
import {Responder} from '../responder/responder.js'
import {readResponderKey} from './responder-key.js'
import {announce, checkListen, opening, untilInterrupted} from './serve.js'

export interface ServeResponderRun {
  readonly platform: Platform
  readonly signal: AbortSignal
  readonly listen: string
  readonly keyFile?: string
  readonly json: boolean
}

/** The exit code. @throws CliError */
export async function runServeResponder(run: ServeResponderRun): Promise<number> {
  const {net, clock} = run.platform
  const listen = checkListen(run.listen)
  const given = await readResponderKey('key-file', run.keyFile)
  const key = given ?? ResponderKey.random()
  await using responder = await opening(listen, () => new Responder({net, clock, key, local: listen}))
  // A key of the user's own is a secret and not repeated.
  const shown = given === undefined ? {key: key.toString()} : {}
  announce(
    {
      json: {listening: responder.address, ...shown},
      lines: [
        `responder on ${responder.address}`,
        ...(given === undefined ? [`key  ${key.toString()}`] : []),
        `try  MASQUE_RESPONDER_KEY=KEY masque probe udp PROXY --responder ${responder.address}`,
      ],
    },
    run.json,
  )
  await untilInterrupted(run.signal)
  return 0
}
