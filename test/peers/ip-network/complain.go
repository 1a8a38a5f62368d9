package network

// complaint is an ICMP error: its type and code for each family (RFC 792, RFC 4443).
type complaint struct {
	type4, code4, type6, code6 byte
	// Said by the host itself, not by the router before it.
	byHost bool
}

var (
	hostUnreachable     = complaint{type4: 3, code4: 1, type6: 1, code6: 3}
	protocolUnreachable = complaint{type4: 3, code4: 2, type6: 4, code6: 1, byHost: true}
	portUnreachable     = complaint{type4: 3, code4: 3, type6: 1, code6: 4, byHost: true}
	timeExceeded        = complaint{type4: 11, code4: 0, type6: 3, code6: 0}
)

// The invoking packet is quoted up to what every link carries: RFC 1812 section 4.3.2.3, RFC 4443 section 2.4.
const (
	quoted4 = 576 - 20 - 8
	quoted6 = 1280 - 40 - 8
)

func (h *Hosts) complain(about Packet, invoking []byte, what complaint) {
	if isError(about) {
		return
	}
	protocol, head, limit := byte(ProtocolICMP), []byte{what.type4, what.code4}, quoted4
	if about.Source.Is6() {
		protocol, head, limit = ProtocolICMPv6, []byte{what.type6, what.code6}, quoted6
	}
	payload := append(append(head, 0, 0, 0, 0, 0, 0), invoking[:min(len(invoking), limit)]...)
	source := about.Destination
	for _, router := range h.Routers {
		if !what.byHost && router.Is4() == source.Is4() {
			source = router
		}
	}
	h.send(Packet{source, about.Source, protocol, hopLimit, payload}.Seal(2))
}

// Errors are not complained about, lest complaints go on for ever.
func isError(p Packet) bool {
	if len(p.Payload) == 0 {
		return false
	}
	kind := p.Payload[0]
	return p.Protocol == ProtocolICMPv6 && kind < 128 || p.Protocol == ProtocolICMP && kind != 0 && kind != 8
}
