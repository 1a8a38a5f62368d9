/** What is missing is asked for on a terminal, and is an error on a pipe: nobody is there to answer. */
import {createInterface} from 'node:readline/promises'
import {escape} from '../style/escape.js'
import {CliError} from './errors.js'

export interface Offer {
  readonly name: string
  readonly proxy: string
}

/** @throws CliError on a pipe, or when nothing is answered */
export async function askForProxy(profiles: readonly Offer[]): Promise<string> {
  const missing = new CliError('PROXY is missing', {
    code: 'no-proxy',
    next: `a URI template, host[:port], ${profiles.length > 0 ? `a profile (${profiles.map(({name}) => name).join(', ')}), ` : ''}or the word self for the embedded proxy`,
  })
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw missing
  for (const {name, proxy} of profiles) process.stderr.write(`  ${escape(name)}  ${escape(proxy)}\n`)
  const names = profiles.map(({name}) => name)
  const terminal = createInterface({
    input: process.stdin,
    output: process.stderr,
    completer: (line: string): [string[], string] => [names.filter(name => name.startsWith(line)), line],
  })
  try {
    const choice = profiles.length > 0 ? 'a profile, ' : ''
    const answer = await terminal.question(`PROXY (${choice}URI template, host[:port], or self): `)
    if (answer.trim() === '') throw missing
    return answer.trim()
  } finally {
    terminal.close()
  }
}
