import {describe, expect, it} from 'vitest'
import {reproduceLine} from '../../src/lib/cli/reproduce.js'

const about = {id: 'rfc9298/3.1/df-bit', http: '3', seed: 7} as const

describe('the line that looks again', () => {
  it('keeps the way to the proxy, and nothing that chose, wrote or is a secret', () => {
    const argv = [
      'localhost:4443',
      '--pin',
      'abc=',
      '--only',
      'rfc9297',
      '--save=x.jsonl',
      '-k',
      '-u',
      'me:secret',
      '-H',
      'A: b',
    ]
    expect(reproduceLine('localhost:4443', argv, about)).toBe(
      'masque check localhost:4443 --pin abc= -k --only rfc9298/3.1/df-bit --http 3 --seed 7 --pcap case.pcapng',
    )
  })

  it('is quoted for a shell', () => {
    expect(reproduceLine("https://p/{?target_host,target_port}'", ['--sni=a b', '--cacert'], about)).toMatch(
      String.raw`check 'https://p/{?target_host,target_port}'\''' '--sni=a b' --only`,
    )
  })
})
