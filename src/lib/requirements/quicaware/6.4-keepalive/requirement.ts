import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.4/keepalive',
  level: 'should',
  binds: 'client',
  over: ['3'],
  runClass: 'slow',
  needs: ['mock-origin'],
  title: 'A client keeps the outer connection alive while it only forwards',
  asks: 'While only forwarded packets flow, a client should send an ack-eliciting packet on the outer connection before the idle timeout.',
  why: 'A proxy that does not count forwarded packets closes the outer connection as idle, and with it every mapping: downloads stop without warning.',
  sends:
    'A scripted proxy announces a short max_idle_timeout and accepts forwarding; inner traffic then flows forwarded only, and the proxy watches the outer connection for ack-eliciting packets.',
  counts: {
    pass: 'a PING or other ack-eliciting packet arrives before the timeout',
    warn: 'the outer connection idles out',
    inconclusive: 'the client never forwards, or other traffic keeps the outer connection busy',
    notApplicable: 'the client does not ask for forwarding',
  },
  hint: 'Look whether the keepalive timer is reset by forwarded packets, which do not belong to the outer connection.',
  pitfalls: [],
  see: ['RFC 9000 section 10.1.2', 'RFC 9000 section 10.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
