// Command h3-server answers every request with one line over HTTP/3: the far end for masque-go's cmd/client, which
// fetches a URL through the tunnel. Prints `ready` when it listens.
package main

import (
	"crypto/tls"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/quic-go/quic-go/http3"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "ADDR:PORT; port 0 lets the system choose")
	cert := flag.String("cert", "", "certificate (PEM)")
	key := flag.String("key", "", "its key (PEM)")
	flag.Parse()

	identity, err := tls.LoadX509KeyPair(*cert, *key)
	if err != nil {
		log.Fatal(err)
	}
	socket, err := net.ListenPacket("udp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	server := http3.Server{
		TLSConfig: http3.ConfigureTLSConfig(&tls.Config{Certificates: []tls.Certificate{identity}}),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "%s from %s\n", r.URL.Path, r.RemoteAddr)
		}),
	}
	// The socket is open: from now on packets wait in it.
	fmt.Printf("ready %s\n", socket.LocalAddr())
	log.Fatal(server.Serve(socket))
}
