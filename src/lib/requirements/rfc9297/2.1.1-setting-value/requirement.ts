import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1.1/setting-value',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'destructive',
  needs: [],
  title: 'SETTINGS_H3_DATAGRAM is 0 or 1, and any other value closes the connection',
  asks: 'An endpoint must send SETTINGS_H3_DATAGRAM (0x33) with 0 or 1 only, and must close the connection with H3_SETTINGS_ERROR (0x109) if it receives any other value.',
  why: "A proxy that sends another value loses every client that checks. One that takes any value for 'on' may start datagrams towards a peer that meant something else.",
  sends:
    "Reads the value in the proxy's SETTINGS; then, on fresh connections, sends the setting with value 2 and tries a request at least 3 round trips after it is acknowledged.",
  counts: {
    pass: 'the proxy sends 0 or 1, and closes with 0x109 upon our 2',
    fail: 'the proxy sends a value above 1, or, sending the setting itself, goes on serving requests after our 2 was acknowledged, on at least 3 connections',
    warn: 'the connection is closed with another code',
    inconclusive: 'the proxy does not send 0x33 and may not implement it, or our SETTINGS were not acknowledged',
  },
  hint: 'Look for a settings parser that tests for zero against non-zero and has no case for values above 1.',
  pitfalls: ['A peer that does not know the setting rightly ignores it, whatever its value.'],
  see: ['RFC 9114 section 7.2.4'],
})
