// Command proxy is a CONNECT-IP proxy on connect-ip-go's library as it is today: every client gets addresses and routes,
// and what it sends is answered in user space, or by the kernel behind a TUN device.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/quic-go/connect-ip-go"
	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
	"github.com/yosida95/uritemplate/v3"

	"masque.test/peers/connect-ip-go/network"
)

func main() {
	options := network.ParseOptions()
	setup, err := options.Set()
	if err != nil {
		log.Fatal(err)
	}
	template, err := uritemplate.New(options.Template)
	if err != nil {
		log.Fatal(err)
	}
	place, err := url.Parse(options.Template)
	if err != nil {
		log.Fatal(err)
	}
	identity, err := tls.LoadX509KeyPair(options.Cert, options.Key)
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc(place.Path, func(w http.ResponseWriter, r *http.Request) { serve(w, r, template, setup) })
	server := http3.Server{
		Addr:            options.Listen,
		Handler:         mux,
		EnableDatagrams: true,
		// A tunnel must carry packets of 1280 octets (RFC 9484 section 10.1): what the library's own client begins with.
		QUICConfig: &quic.Config{EnableDatagrams: true, InitialPacketSize: 1350},
		TLSConfig:  http3.ConfigureTLSConfig(&tls.Config{Certificates: []tls.Certificate{identity}}),
	}
	log.Fatal(server.ListenAndServe())
}

func serve(w http.ResponseWriter, r *http.Request, template *uritemplate.Template, setup network.Setup) {
	request, err := connectip.ParseProxyRequest(r, template)
	if err != nil {
		status := http.StatusBadRequest
		if wrong := new(connectip.ProxyRequestParseError); errors.As(err, &wrong) {
			status = wrong.HTTPStatus
		}
		http.Error(w, err.Error(), status)
		return
	}
	conn, err := (&connectip.Proxy{}).Proxy(w, request)
	if err != nil {
		log.Print(err)
		return
	}
	defer conn.Close()
	prefixes, release := setup.Pool.Take()
	defer release()
	if err := introduce(conn, prefixes, setup.Routes); err != nil {
		log.Print(err)
		return
	}
	go answerRequests(conn, prefixes)
	carry(conn, prefixes, setup)
}

func introduce(conn *connectip.Conn, prefixes []netip.Prefix, ranges []network.Range) error {
	if err := conn.AssignAddresses(prefixes); err != nil {
		return err
	}
	routes := make([]connectip.IPRoute, 0, len(ranges))
	for _, r := range ranges {
		routes = append(routes, connectip.IPRoute{StartIP: r.Start, EndIP: r.End, IPProtocol: r.Protocol})
	}
	return conn.AdvertiseRoute(routes)
}

// Every request is answered with what the client has anyway, if the family is right, and refused otherwise.
func answerRequests(conn *connectip.Conn, prefixes []netip.Prefix) {
	for {
		request, err := conn.ReceiveAddressRequest(context.Background())
		if err != nil {
			return
		}
		granted := make([]netip.Prefix, len(request.Prefixes))
		for i, wanted := range request.Prefixes {
			for _, prefix := range prefixes {
				if prefix.Addr().Is4() == wanted.Addr().Is4() {
					granted[i] = prefix
				}
			}
		}
		if err := request.Respond(granted, nil); err != nil {
			return
		}
	}
}

func carry(conn *connectip.Conn, prefixes []netip.Prefix, setup network.Setup) {
	receive, detach := setup.Attach(prefixes, func(packet []byte) {
		icmp, err := conn.WritePacket(packet)
		if err == nil {
			setup.ReturnError(icmp)
		}
	})
	defer detach()
	buffer := make([]byte, 65536)
	for {
		n, err := conn.ReadPacket(buffer)
		switch {
		case errors.Is(err, context.Canceled):
			return
		case err != nil:
			log.Print(err)
			return
		default:
			receive(buffer[:n])
		}
	}
}
