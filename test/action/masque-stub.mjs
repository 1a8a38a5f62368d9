#!/usr/bin/env node
// A masque that finds what it is told to: for tests of action.yml. STUB is a file of JSON: how `check` ends, which document its report
// holds, and after how many questions `probe udp` is answered.
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs'

const words = process.argv.slice(2)
const {
  exit = 0,
  signal,
  report,
  noisy = '',
  ready = 0,
  usage = false,
} = JSON.parse(readFileSync(process.env.STUB, 'utf8'))
appendFileSync(process.env.STUB_LOG, `${JSON.stringify(words)}\n`)
if (words[0] === 'probe') {
  const asked = readFileSync(process.env.STUB_LOG, 'utf8')
    .split('\n')
    .filter(line => line.startsWith('["probe"')).length
  const outcome = asked > ready ? 'ok' : 'failed'
  process.stdout.write(JSON.stringify({roads: [{http: '2', attempts: [{phase: 'tcp', outcome}]}]}))
  process.exitCode = usage ? 2 : 3
} else {
  process.stdout.write(`${noisy}\n`)
  for (const word of words.filter(each => each.startsWith('--report='))) {
    const [, format, path] = /^--report=(\w+)=(.*)$/.exec(word)
    if (report !== undefined) writeFileSync(path, format === 'json' ? JSON.stringify(report) : format)
  }
  for (const word of words.filter(each => each.startsWith('--pcap='))) writeFileSync(word.slice(7), 'keys')
  if (signal) process.kill(process.pid, signal)
  process.exitCode = exit
}
