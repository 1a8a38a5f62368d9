/** What the lab needs of this host. A lab that cannot be built is an error: a skipped test would look like a passed one. */
import {execFileSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

export const program = fileURLToPath(new URL('../../../bin/run.js', import.meta.url))
const built = new URL('../../../dist/main.js', import.meta.url)

/** @throws Error that says what is missing and how to get it */
export function requireLab(): void {
  if (process.platform !== 'linux') throw new Error('the lab is made of network namespaces: it runs on Linux only')
  if (process.getuid?.() !== 0) {
    throw new Error('the lab makes network namespaces and must run as root: sudo npm run test:lab')
  }
  requireTool('ip', ['-V'], 'apt-get install iproute2')
  requireTool('nft', ['-v'], 'apt-get install nftables')
  requireTool('tcpdump', ['--version'], 'apt-get install tcpdump')
  if (!existsSync(built)) throw new Error('the lab runs the compiled program, and there is none: npm run build')
}

function requireTool(name: string, question: readonly string[], remedy: string): void {
  try {
    execFileSync(name, question, {stdio: 'ignore'})
  } catch {
    throw new Error(`the lab needs '${name}': ${remedy}`)
  }
}
