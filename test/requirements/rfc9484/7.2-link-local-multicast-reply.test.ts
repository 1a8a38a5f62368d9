import probe from '../../../src/lib/requirements/rfc9484/7.2-link-local-multicast-reply/probe.js'
import {judges} from '../support/judging.js'

const good = {
  control: true,
  small: true,
  large: true,
  fromLinkLocal: false,
  answeredBy: ['2001:db8:1::1 with hop limit 64'],
}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo crossed'],
  ['no IPv6', {...good, control: null}, 'inconclusive', 'no address of IPv6'],
  [
    'answered',
    good,
    'pass',
    'the assigned address, 2001:db8:1::1 with hop limit 64 answered; 1280 octets: answered as well',
  ],
  ['answered, while the target is silent', {...good, control: false}, 'pass', 'answered'],
  ['not in full size', {...good, large: false}, 'pass', 'not answered, which is a matter of the MTU'],
  ['too large to ask', {...good, large: null}, 'pass', 'not tried'],
  ['to a link-local address', {...good, small: false, fromLinkLocal: true}, 'pass', 'a link-local address only'],
  ['by two', {...good, answeredBy: ['fe80::1', 'fe80::2']}, 'pass', 'fe80::1 and fe80::2'],
  ['by a group', {...good, answeredBy: ['fe80::1', 'ff02::1']}, 'fail', 'it came from ff02::1'],
  ['not answered', {...good, small: false, answeredBy: []}, 'fail', 'none to 14 echo requests to ff02::1'],
  ['nothing crossed', {...good, control: false, small: false}, 'inconclusive', 'no echo crossed'],
])
