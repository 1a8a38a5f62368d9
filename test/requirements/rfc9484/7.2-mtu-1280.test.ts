import probe from '../../../src/lib/requirements/rfc9484/7.2-mtu-1280/probe.js'
import {judges, LOST} from '../support/judging.js'

const good = {hasIpv6: true, ourMtu: 1280, small: true, full: true, up: null, smallAfter: false, ending: null}
const lost = {...good, full: false, smallAfter: true}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo of 1200'],
  ['passes', good, 'pass', 'of 1280 octets came back'],
  ['no IPv6', {...good, hasIpv6: false}, 'inconclusive', 'no IPv6'],
  ['our own limit', {...lost, ourMtu: 1279}, 'inconclusive', 'of 1279 octets at most'],
  ['small ones do not pass', {...lost, small: false}, 'inconclusive', 'no echo of 1200'],
  ['small ones stopped', {...lost, smallAfter: false}, 'inconclusive', 'fell silent'],
  ['ended', {...lost, ending: LOST}, 'inconclusive', 'it timed out'],
  ['lost somewhere', lost, 'fail', '12 of 1280 octets were lost'],
  ['lost on the way up', {...lost, up: false}, 'fail', 'were lost on the way up'],
  ['lost on the way down', {...lost, up: true}, 'fail', 'on the way to the client'],
])
