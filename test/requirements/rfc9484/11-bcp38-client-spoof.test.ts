import probe from '../../../src/lib/requirements/rfc9484/11-bcp38-client-spoof/probe.js'
import {judges, LOST, RESET} from '../support/judging.js'

const held = {source: '10.11.12.13', arrived: false}
const passed = {source: '203.0.113.77', arrived: true}
const v4 = {family: 4, source: '192.0.2.9', egress: '192.0.2.9', control: true, forged: [held]} as const
const v6 = {...v4, family: 6, source: '2001:db8::9', egress: '2001:db8::9', forged: [{...held, source: '::1'}]} as const
const of = (...families: (typeof v4 | typeof v6 | object)[]) => ({families, ending: null}) as typeof probe.silence

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no address was assigned'],
  ['none arrived', of(v4, v6), 'pass', 'none from 10.11.12.13, ::1 arrived'],
  ['one arrived', of(v4, {...v6, forged: [held, passed]}), 'fail', 'of IPv6 from 203.0.113.77 reached'],
  ['where it comes from is not known', of({...v4, egress: null, forged: [passed]}), 'fail', 'reached the responder'],
  [
    'one arrived, translated',
    of({...v4, egress: '198.51.100.1', forged: [passed]}),
    'concern',
    '192.0.2.9 to 198.51.100.1',
  ],
  [
    'one arrived without control',
    of({...v4, control: false, forged: [passed]}),
    'inconclusive',
    'packets of IPv4 did not arrive',
  ],
  ['no control in one family', of(v4, {...v6, control: false}), 'inconclusive', 'packets of IPv6'],
  [
    'not told',
    of({...v4, forged: [held, {...held, source: '0.0.0.0', arrived: null}]}),
    'inconclusive',
    'from 0.0.0.0 arrived',
  ],
  ['ended', {...of(v4), ending: RESET}, 'concern', 'instead of dropping them: the proxy reset'],
  ['ended after one arrived', {...of({...v4, forged: [passed]}), ending: RESET}, 'fail', 'reached'],
  ['lost', {...of({...v4, control: false}), ending: LOST}, 'inconclusive', 'did not arrive'],
])
