// Fuzzes a part of the engine: native/fuzz, by cargo-fuzz (libFuzzer, with the address sanitizer).
import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {targetFolder} from '../../../scripts/cargo.mjs'
import {readCorpus} from './corpus.mjs'

const NATIVE = fileURLToPath(new URL('../../../native/', import.meta.url))
const FLAGS = ['-print_final_stats=1', '-timeout=10', '-rss_limit_mb=1024', '-max_len=4096']

export const names = ['address', 'calls', 'control', 'events', 'packed', 'parameters', 'plaintext'].map(
  name => `engine-${name}`,
)

/** As that of typescript.mjs. */
export async function fuzz(name, {seconds, seed}) {
  const folder = mkdtempSync(join(tmpdir(), 'masque-fuzz-'))
  try {
    const [found, kept, artifacts] = ['found', 'kept', 'artifacts'].map(part => join(folder, part))
    for (const made of [found, kept, artifacts]) mkdirSync(made)
    for (const input of readCorpus(name)) writeFileSync(join(found, hash(input)), input)
    const limits = [...FLAGS, `-seed=${seed % 2 ** 32}`, `-max_total_time=${seconds}`, `-artifact_prefix=${artifacts}/`]
    const {code, output} = await cargoFuzz(name, [found], limits)
    if (code === 0) await cargoFuzz(name, [kept, found], ['-merge=1', ...FLAGS])
    const [artifact] = files(artifacts)
    return {
      executions: number(output, /number_of_executed_units: (\d+)/),
      coverage: number(output, /.*cov: (\d+)/s),
      corpus: files(kept),
      ...(code !== 0 && {finding: {input: artifact ?? new Uint8Array(0), error: output.slice(-4000)}}),
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** A release of Rust does, though the sanitizers are not released: hence the variable. */
function cargoFuzz(name, folders, flags) {
  const args = ['fuzz', 'run', '--fuzz-dir', 'fuzz', '-O', '--target-dir', `${targetFolder()}-fuzz`, name, ...folders]
  const env = {...process.env, RUSTC_BOOTSTRAP: '1'}
  return new Promise((resolve, reject) => {
    const child = spawn('cargo', [...args, '--', ...flags], {cwd: NATIVE, env, stdio: ['ignore', 'pipe', 'pipe']})
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output = (output + text).slice(-200_000)
      })
    }
    child.on('error', reject)
    child.on('exit', code => {
      if (/no such command: `fuzz`/.test(output)) reject(new Error('cargo-fuzz is missing: cargo install cargo-fuzz'))
      else resolve({code: code ?? 1, output})
    })
  })
}

function files(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder).map(name => new Uint8Array(readFileSync(join(folder, name))))
}

function number(text, pattern) {
  return Number(pattern.exec(text)?.[1] ?? 0)
}

function hash(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}
