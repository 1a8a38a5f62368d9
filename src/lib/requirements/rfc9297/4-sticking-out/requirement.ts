import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/4/sticking-out',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'What SETTINGS_H3_DATAGRAM tells a prober',
  asks: 'The setting shows anybody who connects that the server takes HTTP Datagrams. The document therefore advises every implementation with support to send it always, so that it says nothing about use.',
  why: 'Where only proxies send it, the setting is a cheap filter for anyone who scans for proxies.',
  sends:
    'Connects without credentials and records whether the setting is there, as a part of the report on what a prober sees.',
  counts: {
    info: 'whether a prober sees the setting, set against ordinary servers of the same software',
    inconclusive: 'no HTTP/3 connection',
  },
  hint: 'Compare with the default of the same server software without a proxy: the setting should be the same in both.',
  pitfalls: ['The setting is no proof of a proxy: WebTransport servers and many default builds send it as well.'],
  see: ['RFC 9297 section 2.1.1'],
})
