/**
 * The whole suite against real peers, several times over, each time with a new process of the peer: whether verdicts are
 * the same, what fails and warns, and what stays undecided and why. Usage: scripts/check-peers.mjs FOLDER [--times N]
 * [--class NAME]... [PEER]...; the documents and saved runs are kept in FOLDER, a summary is printed.
 */
import {spawn} from 'node:child_process'
import {randomInt} from 'node:crypto'
import {createSocket} from 'node:dgram'
import {once} from 'node:events'
import {mkdirSync, mkdtempSync, openSync, readFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** What there is behind each, for those with IP tunnels. */
const network = ['--ip-target', '198.51.100.10', '--ip-target', '2001:db8:1::10', '--ip-responder', '198.51.100.10']
const peers = {
  'masque-go': [],
  envoy: [],
  'connect-ip-go': network,
  'connect-ip-go-0.1': network,
  'masquerade-proxy': [],
  'masquerade-proxy+draft-settings': ['--dialect', 'draft-settings'],
}

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {times: {type: 'string', default: '3'}, class: {type: 'string', multiple: true, default: ['safe']}},
})
const [folder, ...names] = positionals
if (folder === undefined) throw new Error('usage: check-peers.mjs FOLDER [--times N] [--class NAME]... [PEER]...')
mkdirSync(folder, {recursive: true})
const identity = mkdtempSync(join(tmpdir(), 'masque-check-peers-'))
await ended(spawn(process.execPath, [join(root, 'test/peers/certificate.mjs'), identity], {stdio: 'inherit'}))

for (const name of names.length > 0 ? names : Object.keys(peers)) {
  const runs = []
  for (let time = 1; time <= Number(values.times); time++) runs.push(await run(name, time))
  summarise(name, runs)
}

async function run(name, time) {
  const port = await freePort()
  const at = join(folder, `${name}-${values.class.join('+')}-${time}`)
  const [cert, key, ca] = ['cert.pem', 'key.pem', 'ca.pem'].map(file => join(identity, file))
  const peer = spawn(
    join(root, 'test/peers', name.split('+')[0], 'start'),
    ['--listen', `127.0.0.1:${port}`, '--cert', cert, '--key', key],
    {stdio: ['ignore', 'pipe', openSync(`${at}.peer.log`, 'w')]},
  )
  const gone = ended(peer)
  await Promise.race([printed(peer, 'ready'), gone])
  const began = performance.now()
  const check = spawn(
    process.execPath,
    [
      ...[
        join(root, 'bin/run.js'),
        'check',
        `localhost:${port}`,
        '-4',
        '--cacert',
        ca,
        '--class',
        values.class.join(','),
      ],
      ...['--json', '--save', `${at}.jsonl`, ...peers[name]],
    ],
    {stdio: ['ignore', openSync(`${at}.json`, 'w'), openSync(`${at}.log`, 'w')]},
  )
  const exit = await ended(check)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const died = peer.exitCode !== null || peer.signalCode !== null
  peer.kill()
  await gone
  process.stdout.write(`${name} ${time}: exit ${exit}, ${seconds} s${died ? ', THE PEER DIED' : ''}\n`)
  return JSON.parse(readFileSync(`${at}.json`, 'utf8')).results
}

function summarise(name, runs) {
  const all = new Map()
  for (const [index, results] of runs.entries()) {
    for (const result of results) {
      const key = `${result.id} h${result.http}`
      const seen = all.get(key) ?? []
      seen[index] = result
      all.set(key, seen)
    }
  }
  for (const results of runs) {
    const count = {}
    for (const {label} of results) count[label] = (count[label] ?? 0) + 1
    process.stdout.write(
      `  ${Object.entries(count)
        .map(([label, many]) => `${label} ${many}`)
        .join(', ')}\n`,
    )
  }
  for (const [key, seen] of all) {
    const labels = new Set(seen.map(result => result?.label))
    if (labels.size > 1) process.stdout.write(`  DIFFERS ${key}: ${seen.map(told).join(' | ')}\n`)
    else if (['fail', 'warn', 'error', 'inconclusive'].includes(seen[0].label)) {
      process.stdout.write(`  ${seen[0].label} ${key}: ${seen[0].because}\n`)
    }
  }
}

function told(result) {
  return result ? `${result.label}: ${result.because}` : 'not there'
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => resolve(code))
  })
}

async function printed(child, text) {
  let heard = ''
  for await (const chunk of child.stdout) {
    heard += chunk
    if (heard.includes(text)) return
  }
}

/** Of UDP and of TCP, and from below the range that systems hand out by themselves. */
async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const [tcp, udp] = [createServer().listen(port, '127.0.0.1'), createSocket('udp4').bind(port, '127.0.0.1')]
    const free = await Promise.allSettled([once(tcp, 'listening'), once(udp, 'listening')])
    tcp.close()
    udp.close()
    if (free.every(({status}) => status === 'fulfilled')) return port
  }
}
