/** The key a responder and who asks it share: from a file, or from the environment. */
import {ResponderKey} from '../responder/message.js'
import {CliError} from './errors.js'
import {readText} from './read-text.js'

/** @param flag the one that names the file. undefined: there is none. @throws CliError */
export async function readResponderKey(flag: string, file: string | undefined): Promise<ResponderKey | undefined> {
  const text = file === undefined ? process.env['MASQUE_RESPONDER_KEY'] : await readText(flag, file)
  if (text === undefined) return undefined
  try {
    return ResponderKey.parse(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new CliError(`the responder key: ${error.message}`, {
      code: 'bad-responder-key',
      next: 'the key that masque serve responder prints, without anything else',
    })
  }
}
