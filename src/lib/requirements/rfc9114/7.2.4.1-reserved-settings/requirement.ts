import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9114/7.2.4.1/reserved-settings',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'destructive',
  needs: [],
  title: 'Unknown settings are ignored, HTTP/2-only settings end the connection',
  asks: 'Settings that exist only in HTTP/2 (0x00, 0x02 to 0x05) must not be sent, and on receipt must end the connection with H3_SETTINGS_ERROR. Unknown and GREASE ones must be ignored; an endpoint should send one.',
  why: 'A proxy that stumbles over GREASE fails with exactly those clients that follow the text, and blocks every new setting that MASQUE extensions will need.',
  sends:
    "Reads the proxy's SETTINGS; opens a connection whose SETTINGS hold GREASE (0x21 and 0x40) and a request after it; opens fresh connections that send setting 0x02.",
  counts: {
    pass: 'GREASE is ignored, and 0x02 closes the connection with H3_SETTINGS_ERROR (0x109)',
    fail: 'GREASE breaks the connection, the proxy sends a reserved identifier, or it acknowledges 0x02 and serves requests on at least 3 connections',
    warn: '0x02 closes the connection with another code, or the proxy sends no GREASE setting',
    inconclusive: 'a connection with plain SETTINGS fails as well, or 0x02 may not have arrived',
  },
  hint: 'Look for a settings parser shared with HTTP/2, or one that returns an error in its default branch.',
  pitfalls: [
    'A connection that stays open counts only if our SETTINGS were acknowledged and a later request was served.',
  ],
  see: ['RFC 9114 section 11.2.2'],
})
