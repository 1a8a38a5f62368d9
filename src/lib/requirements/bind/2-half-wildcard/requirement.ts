import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/2/half-wildcard',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A request with only one of target_host and target_port set to * is refused',
  asks: 'A request in which just one of the two variables is * is malformed. The recipient must answer with an error and should use status 400.',
  why: "Such a request has no meaning: a proxy that accepts it leaves the client with a tunnel that has half a target, and a bug in the client's template expansion stays hidden.",
  sends:
    'A request for *,* as control, then one for * with port 443 and one for a real host with port *, each with Connect-UDP-Bind: ?1 and the asterisk sent as %2A.',
  counts: {
    pass: 'an error response, 400 at best, or a stream error on HTTP/2 and HTTP/3',
    fail: '2xx or 101 with connect-udp-bind: ?1, from a proxy that has shown its support in the control',
    warn: 'an error response with a status other than 400',
    info: '2xx or 101 without the field: the proxy does not implement the extension and took * for an ordinary name',
    inconclusive: 'the control request for *,* got no answer, or the request could not be sent',
  },
  hint: 'Look for a wildcard check that tests host and port one by one, or only the host.',
  pitfalls: [
    'Without Connect-UDP-Bind in the request, or with a literal asterisk, a different rule is tested.',
    'HTTP/2 and HTTP/3 stacks may answer a malformed request with a stream error, which is as good as a 400.',
  ],
  see: ['RFC 9114 section 4.1.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
