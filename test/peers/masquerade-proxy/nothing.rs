//! Cargo fetches for packages only, and a package must have something to build: this, which nobody builds.
