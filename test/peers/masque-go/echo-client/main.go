// Command echo-client opens a CONNECT-UDP tunnel with masque-go's client library, sends datagrams to an echoing
// target and counts what comes back. One JSON object a line on standard output; exit code 1 if anything is missing.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/quic-go/masque-go"
	"github.com/quic-go/quic-go/http3"
	"github.com/yosida95/uritemplate/v3"
)

type options struct {
	template, ca, target string
	count, size          int
	timeout, resend      time.Duration
}

type response struct {
	Event   string      `json:"event"`
	Status  int         `json:"status"`
	Headers http.Header `json:"headers"`
}

type echo struct {
	Event string `json:"event"`
	Bytes int    `json:"bytes"`
}

type result struct {
	Event    string `json:"event"`
	Sent     int64  `json:"sent"`
	Received int64  `json:"received"`
	Error    string `json:"error,omitempty"`
}

func main() {
	var o options
	flag.StringVar(&o.template, "template", "", "URI template of the proxy")
	flag.StringVar(&o.ca, "ca", "", "authority to trust (PEM)")
	flag.StringVar(&o.target, "target", "", "HOST:PORT of the echoing target")
	flag.IntVar(&o.count, "count", 5, "datagrams to send")
	flag.IntVar(&o.size, "size", 1000, "their size in octets")
	flag.DurationVar(&o.timeout, "timeout", 10*time.Second, "for everything")
	flag.DurationVar(&o.resend, "resend", 0, "send again what was not answered for so long; 0: never")
	flag.Parse()

	// The library ignores its context once the request is out, so time is kept here.
	time.AfterFunc(o.timeout, func() {
		end(fmt.Errorf("not done within %s", o.timeout))
	})
	end(run(o))
}

// What was done so far, also when time runs out in the midst of it.
var sent, received atomic.Int64

// Says how it went, once, and ends the program.
func end(err error) {
	line := result{Event: "result", Sent: sent.Load(), Received: received.Load()}
	if err != nil {
		line.Error = err.Error()
	}
	say(line)
	if err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

func run(o options) error {
	conn, err := dial(o)
	if err != nil {
		return err
	}
	defer conn.Close()
	// One at a time: more than 32 outstanding overrun a queue of the library.
	var previous []byte
	for range o.count {
		payload := make([]byte, o.size)
		for rand.Read(payload); bytes.Equal(payload, previous); {
			rand.Read(payload)
		}
		if err := exchange(conn, payload, previous, o.resend); err != nil {
			return err
		}
		received.Add(1)
		say(echo{Event: "echo", Bytes: o.size})
		previous = payload
	}
	return nil
}

// Sends payload until it comes back. Late copies of the previous one are let go.
func exchange(conn *masque.Conn, payload, previous []byte, resend time.Duration) error {
	buffer := make([]byte, 2048)
	for {
		if _, err := conn.WriteTo(payload, nil); err != nil {
			return fmt.Errorf("sending: %w", err)
		}
		sent.Add(1)
		if resend > 0 {
			if err := conn.SetReadDeadline(time.Now().Add(resend)); err != nil {
				return err
			}
		}
		n, err := read(conn, buffer, previous)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
		case err != nil:
			return fmt.Errorf("receiving: %w", err)
		case !bytes.Equal(buffer[:n], payload):
			return errors.New("what came back is not what was sent")
		default:
			return nil
		}
	}
}

func read(conn *masque.Conn, buffer, previous []byte) (int, error) {
	for {
		n, _, err := conn.ReadFrom(buffer)
		if err != nil || !bytes.Equal(buffer[:n], previous) {
			return n, err
		}
	}
}

func dial(o options) (*masque.Conn, error) {
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
	request, err := masque.NewRequest(context.Background(), template, o.target)
	if err != nil {
		return nil, err
	}
	transport := masque.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, NextProtos: []string{http3.NextProtoH3}}}
	conn, answer, err := transport.Dial(request)
	if answer != nil {
		say(response{Event: "response", Status: answer.StatusCode, Headers: answer.Header})
	}
	return conn, err
}

func say(line any) {
	if err := json.NewEncoder(os.Stdout).Encode(line); err != nil {
		os.Exit(1)
	}
}
