/** `serve responder`: a cooperating target on an address of this host. */
import type {Platform} from '../probe/options.js'
import {ResponderKey} from '../responder/message.js'
import {Responder} from '../responder/responder.js'
import {CliError} from './errors.js'
import {readText} from './reach-flags.js'
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
  const given =
    run.keyFile === undefined ? process.env['MASQUE_RESPONDER_KEY'] : await readText('key-file', run.keyFile)
  const key = given === undefined ? ResponderKey.random() : readKey(given)
  await using responder = opening(listen, () => new Responder({net, clock, key, local: listen}))
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

function readKey(text: string): ResponderKey {
  try {
    return ResponderKey.parse(text)
  } catch (error) {
    if (error instanceof RangeError)
      throw new CliError(`the responder key: ${error.message}`, {code: 'bad-responder-key'})
    throw error
  }
}
