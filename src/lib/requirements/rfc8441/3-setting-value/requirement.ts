import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8441/3/setting-value',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'The extended CONNECT setting is 0 or 1 and never goes back to 0',
  asks: 'The value of SETTINGS_ENABLE_CONNECT_PROTOCOL (0x08) must be 0 or 1. Having sent 1, a sender must not send 0 later.',
  why: 'Clients that check the value close the connection on anything above 1. A setting that falls back to 0 strands requests that are already under way.',
  sends:
    'Opens a connection, reads the SETTINGS frame, and over HTTP/2 keeps watching for further SETTINGS frames while the connection lives.',
  counts: {
    pass: 'the value is 0 or 1 and is not lowered afterwards',
    fail: 'a value above 1, or 0 after 1 has been sent',
    inconclusive: 'no SETTINGS frame arrived before the connection ended',
    notApplicable: 'the server does not send the setting, and so offers no extended CONNECT',
  },
  hint: 'Look for a SETTINGS writer that reuses the slot of another setting, or that sends the list of defaults again on reload.',
  pitfalls: ['HTTP/3 has a single SETTINGS frame per connection, so a change from 1 to 0 can show only over HTTP/2.'],
  see: ['RFC 9220 section 3'],
})
