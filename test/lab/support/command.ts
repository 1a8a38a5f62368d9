/** Short commands of the system: `ip`, `nft`. What they complain about is in the error. */
import {execa} from 'execa'

export async function command(name: string, words: readonly string[], input = ''): Promise<string> {
  const {stdout} = await execa(name, words, {input})
  return stdout
}
