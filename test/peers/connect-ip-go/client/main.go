// Command client opens a CONNECT-IP tunnel with connect-ip-go's library, says what it was assigned and which routes it
// got, and sends ICMP or UDP echoes. One JSON object a line on standard output; exit code 1 if anything is missing.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"sync/atomic"
	"time"

	"github.com/quic-go/connect-ip-go"
	"github.com/quic-go/quic-go/http3"
	"github.com/yosida95/uritemplate/v3"

	"masque.test/peers/connect-ip-go/network"
)

type options struct {
	template, ca, target, request string
	port, count, size             int
	timeout                       time.Duration
}

type line map[string]any

func main() {
	var o options
	flag.StringVar(&o.template, "template", "", "URI template of the proxy, without variables")
	flag.StringVar(&o.ca, "ca", "", "authority to trust (PEM)")
	flag.StringVar(&o.target, "target", "", "address to ask; none: only look at addresses and routes")
	flag.IntVar(&o.port, "udp", 0, "echo UDP at this port; 0: ICMP echo")
	flag.IntVar(&o.count, "count", 5, "echoes to ask for")
	flag.IntVar(&o.size, "size", 56, "octets of data in each")
	flag.StringVar(&o.request, "request", "", "prefix to ask for with ADDRESS_REQUEST")
	flag.DurationVar(&o.timeout, "timeout", 10*time.Second, "for everything")
	flag.Parse()

	time.AfterFunc(o.timeout, func() {
		end(fmt.Errorf("not done within %s: addresses, routes or answers that are needed did not come", o.timeout))
	})
	end(run(o))
}

var sent, received atomic.Int64

// Says how it went, once, and ends the program.
func end(err error) {
	result := line{"event": "result", "sent": sent.Load(), "received": received.Load()}
	if err != nil {
		result["error"] = err.Error()
	}
	say(result)
	if err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

func run(o options) error {
	ctx := context.Background()
	conn, err := dial(ctx, o)
	if err != nil {
		return err
	}
	defer conn.Close()
	if o.request != "" {
		prefix, err := netip.ParsePrefix(o.request)
		if err != nil {
			return err
		}
		if _, err := conn.RequestAddresses([]netip.Prefix{prefix}); err != nil {
			return err
		}
	}
	var target netip.Addr
	if o.target != "" {
		if target, err = netip.ParseAddr(o.target); err != nil {
			return err
		}
	}
	wanted := needs(o, target)
	assigned, err := addresses(ctx, conn, wanted)
	if err != nil {
		return err
	}
	if err := routes(ctx, conn, wanted); err != nil {
		return err
	}
	if o.target == "" {
		return nil
	}
	for _, address := range assigned {
		if address.Is4() == target.Is4() {
			return echoes(conn, o, address, target)
		}
	}
	return fmt.Errorf("no address to ask %s from", target)
}

// need is what has to be there before anything is said of it: a proxy may give the families one after the other, and may
// know later than of one that its path carries the other.
type need struct {
	v4, v6, answer bool
}

func needs(o options, target netip.Addr) need {
	isAnswer := o.request != ""
	if target.IsValid() {
		return need{v4: target.Is4(), v6: target.Is6(), answer: isAnswer}
	}
	return need{v4: !isAnswer, v6: !isAnswer, answer: isAnswer}
}

// meets tells whether there is an address of every family that is needed.
func (n need) meets(addresses []netip.Addr) bool {
	for _, address := range addresses {
		n.v4 = n.v4 && !address.Is4()
		n.v6 = n.v6 && !address.Is6()
	}
	return !n.v4 && !n.v6
}

func dial(ctx context.Context, o options) (*connectip.Conn, error) {
	pem, err := os.ReadFile(o.ca)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("no certificate in %s", o.ca)
	}
	template, err := uritemplate.New(o.template)
	if err != nil {
		return nil, err
	}
	request, err := connectip.NewRequest(ctx, template)
	if err != nil {
		return nil, err
	}
	transport := connectip.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, NextProtos: []string{http3.NextProtoH3}}}
	conn, answer, err := transport.Dial(request)
	if answer != nil {
		say(line{"event": "response", "status": answer.StatusCode, "headers": http.Header(answer.Header)})
	}
	return conn, err
}

// addresses waits until there are those that are needed, and with a request until it is answered. Each assignment takes
// the place of the one before: the last one is told.
func addresses(ctx context.Context, conn *connectip.Conn, wanted need) ([]netip.Addr, error) {
	for {
		assignment, err := conn.ReceiveAddressAssignment(ctx)
		if err != nil {
			return nil, err
		}
		var usable []netip.Addr
		answered := !wanted.answer
		for _, assigned := range assignment {
			answered = answered || assigned.RequestID != 0
			if !assigned.Rejected() {
				usable = append(usable, assigned.IPPrefix.Addr())
			}
		}
		if !answered || !wanted.meets(usable) {
			continue
		}
		for _, assigned := range assignment {
			say(line{
				"event": "assigned", "request": assigned.RequestID, "prefix": assigned.IPPrefix, "rejected": assigned.Rejected(),
			})
		}
		return usable, nil
	}
}

// routes waits until some lead to the families that are needed: those of one that came later are in a later list.
func routes(ctx context.Context, conn *connectip.Conn, wanted need) error {
	for {
		advertised, err := conn.Routes(ctx)
		if err != nil {
			return err
		}
		starts := make([]netip.Addr, 0, len(advertised))
		for _, route := range advertised {
			starts = append(starts, route.StartIP)
		}
		if wanted.meets(starts) {
			say(line{"event": "routes", "routes": describe(advertised)})
			return nil
		}
	}
}

func describe(routes []connectip.IPRoute) []string {
	words := make([]string, 0, len(routes))
	for _, r := range routes {
		words = append(words, fmt.Sprintf("%s-%s@%d", r.StartIP, r.EndIP, r.IPProtocol))
	}
	return words
}

func echoes(conn *connectip.Conn, o options, from, to netip.Addr) error {
	buffer := make([]byte, 65536)
	for number := range o.count {
		data := make([]byte, o.size)
		rand.Read(data)
		packet, answer := question(o, from, to, uint16(number), data)
		if _, err := conn.WritePacket(packet.Append(nil)); err != nil {
			return fmt.Errorf("sending: %w", err)
		}
		sent.Add(1)
		for answered := false; !answered; {
			n, err := conn.ReadPacket(buffer)
			if err != nil {
				return fmt.Errorf("receiving: %w", err)
			}
			p, ok := network.Parse(buffer[:n])
			if !ok || !p.Sealed() {
				return errors.New("what came back is no packet with a right checksum")
			}
			answered = p.Source == to && bytes.Equal(p.Payload[:4], answer) && bytes.Equal(p.Payload[8:], data)
			if !answered {
				say(line{"event": "other", "from": p.Source, "protocol": p.Protocol, "begins": fmt.Sprintf("%x", p.Payload[:4])})
			}
		}
		received.Add(1)
		say(line{"event": "echo", "bytes": o.size})
	}
	return nil
}

const sourcePort = 40007

// question is the packet to send, and what the payload of its answer begins with: ports, or type, code and checksum.
func question(o options, from, to netip.Addr, number uint16, data []byte) (network.Packet, []byte) {
	payload := append(make([]byte, 8), data...)
	p := network.Packet{Source: from, Destination: to, HopLimit: 64, Payload: payload}
	if o.port != 0 {
		p.Protocol = network.ProtocolUDP
		binary.BigEndian.PutUint16(payload, sourcePort)
		binary.BigEndian.PutUint16(payload[2:], uint16(o.port))
		binary.BigEndian.PutUint16(payload[4:], uint16(len(payload)))
		return p.Seal(6), []byte{byte(o.port >> 8), byte(o.port), sourcePort >> 8, sourcePort & 0xff}
	}
	kind, reply := byte(8), byte(0)
	p.Protocol = network.ProtocolICMP
	if to.Is6() {
		kind, reply, p.Protocol = 128, 129, network.ProtocolICMPv6
	}
	binary.BigEndian.PutUint16(payload[6:], number)
	answer := network.Packet{Source: to, Destination: from, Protocol: p.Protocol, Payload: bytes.Clone(payload)}
	answer.Payload[0] = reply
	payload[0] = kind
	return p.Seal(2), answer.Seal(2).Payload[:4]
}

func say(what line) {
	if err := json.NewEncoder(os.Stdout).Encode(what); err != nil {
		os.Exit(1)
	}
}
