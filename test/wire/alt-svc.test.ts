import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import * as altSvc from '../../src/lib/wire/alt-svc.js'

const one = (text: string) => altSvc.read([text])

describe('Alt-Svc', () => {
  it('RFC 7838 section 3: examples', () => {
    expect(one('h2=":8000"')).toEqual([{protocol: 'h2', host: '', port: 8000, maxAge: undefined}])
    expect(one('h2="new.example.org:80"')).toMatchObject([{host: 'new.example.org', port: 80}])
    expect(one('w%3Dx%3Ay#z=":443"; ma=60')).toMatchObject([{protocol: 'w=x:y#z', maxAge: 60}])
    expect(one('h2="alt.example.com:8000", h2=":443"; ma=2592000; persist=1')).toMatchObject([
      {host: 'alt.example.com', port: 8000},
      {host: '', port: 443, maxAge: 2_592_000},
    ])
    expect(one('clear')).toEqual([])
  })

  it('several fields are one list, and an IPv6 literal has brackets', () => {
    expect(altSvc.read(['h3=":443"', 'h3="[2001:db8::1]:8443"'])).toMatchObject([
      {port: 443},
      {host: '[2001:db8::1]', port: 8443},
    ])
  })

  it.each(['', 'h3', 'h3=443', 'h3=":0"', 'h3=":65536"', 'h3="a b:1"', 'h3="x@y:1"', 'h%zz=":1"', 'h3=":443'])(
    'leaves out what it cannot read: %j',
    text => {
      expect(one(text)).toEqual([])
    },
  )

  it('never fails, and keeps what is good beside what is not', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(() => one(text)).not.toThrow()
        expect(altSvc.read([text.replaceAll('clear', ''), 'h3=":443"']).at(-1)).toMatchObject({
          protocol: 'h3',
          port: 443,
        })
      }),
      {examples: [['"'], ['\\'], [',,,']]},
    )
  })

  it('takes no longer for an answer that is made to take long', () => {
    expect(one(`h3="${'\\"'.repeat(20_000)}`)).toEqual([])
    expect(one('h3=":1"' + ';a=b'.repeat(20_000) + ' "')).toEqual([])
  })
})

describe('Alt-Svc at its edges', () => {
  it.each([
    [['h3=":1"'], [1]],
    [['h3=":65535"'], [65535]],
    [['h3=":443", clear'], []],
    [['h3=":443"', ' clear '], []],
    [['h3=":443";ma=5', 'x'], [443]],
    [['', ' ,h3=":443"'], [443]],
    [['h3=":443"; x="a,b", h2=":80"'], [443, 80]],
    [['h3=":443"; x="a\\",b", h2=":80"'], [443, 80]],
  ])('%j', (lines, ports) => {
    expect(altSvc.read(lines).map(({port}) => port)).toEqual(ports)
  })

  it('ages are numbers, in quotes or not, before other parameters or not', () => {
    const ages = ['; ma="7"', ';ma=7; persist=1', '; persist=1;ma=7 ', '; ma=7x', '; ma="7" ;x=1']
    expect(ages.map(age => one(`h3=":443"${age}`)[0]?.maxAge)).toEqual([7, 7, 7, undefined, 7])
  })

  it('no more are kept than anybody needs', () => {
    expect(one(Array<string>(40).fill('h3=":443"').join(','))).toHaveLength(32)
  })
})
