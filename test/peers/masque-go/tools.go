//go:build tools

// Package tools names the programs of masque-go that install builds, so that go.mod and go.sum pin them.
package tools

import (
	_ "github.com/quic-go/masque-go/cmd/client"
	_ "github.com/quic-go/masque-go/cmd/proxy"
)
