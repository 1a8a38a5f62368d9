// Command proxy is a CONNECT-IP proxy on connect-ip-go's library as it was in 2025, whose settings are left alone. It
// serves what ../connect-ip-go serves.
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
	"github.com/quic-go/quic-go/http3"
	"github.com/yosida95/uritemplate/v3"

	"masque.test/peers/connect-ip-go-0.1/network"
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
		TLSConfig:       http3.ConfigureTLSConfig(&tls.Config{Certificates: []tls.Certificate{identity}}),
	}
	log.Fatal(server.ListenAndServe())
}

func serve(w http.ResponseWriter, r *http.Request, template *uritemplate.Template, setup network.Setup) {
	request, err := connectip.ParseRequest(r, template)
	if err != nil {
		status := http.StatusBadRequest
		if wrong := new(connectip.RequestParseError); errors.As(err, &wrong) {
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
	if err := introduce(r.Context(), conn, prefixes, setup.Routes); err != nil {
		log.Print(err)
		return
	}
	carry(conn, prefixes, setup)
}

func introduce(ctx context.Context, conn *connectip.Conn, prefixes []netip.Prefix, ranges []network.Range) error {
	if err := conn.AssignAddresses(ctx, prefixes); err != nil {
		return err
	}
	routes := make([]connectip.IPRoute, 0, len(ranges))
	for _, r := range ranges {
		routes = append(routes, connectip.IPRoute{StartIP: r.Start, EndIP: r.End, IPProtocol: r.Protocol})
	}
	return conn.AdvertiseRoute(ctx, routes)
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
		if err != nil {
			log.Print(err)
			return
		}
		receive(buffer[:n])
	}
}
