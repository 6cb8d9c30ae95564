# Sets up what it needs, then builds, tests, demonstrates, measures. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

SWIFT ?= swift
PREFIX ?= /usr/local
RELEASE := $(SWIFT) build -c release
ifeq ($(shell uname -s),Linux)
RELEASE += --static-swift-stdlib
endif

.PHONY: help setup setup-test build install test lint demo bench bench-fleet scan soak fuzz tsan test-libssh2-1.11 generate clean

help: ## Lists the targets.
	@grep -E '^[a-z0-9.-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## Installs what building and the demo need.
	@scripts/setup build demo

setup-test: ## Installs what the tests need as well.
	@scripts/setup build demo test

build: ## Builds the release executables.
	@scripts/setup build
	$(RELEASE) --product levels-ssh
	$(RELEASE) --product levels-lab

install: build ## Installs executable, manual pages and completions under PREFIX.
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5
	install -d $(DESTDIR)$(PREFIX)/share/man/man7
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -d $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $$($(RELEASE) --show-bin-path)/levels-ssh $(DESTDIR)$(PREFIX)/bin/
	install -m 644 man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 man/*.5 $(DESTDIR)$(PREFIX)/share/man/man5/
	install -m 644 man/*.7 $(DESTDIR)$(PREFIX)/share/man/man7/
	install -m 644 completions/levels-ssh.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/levels-ssh
	install -m 644 completions/_levels-ssh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_levels-ssh
	install -m 644 completions/levels-ssh.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/levels-ssh.fish

# A compiler that stumbled builds what is left at the second try; a mistake fails both, and ends the log with its message.
test: setup-test ## Runs every test.
	$(SWIFT) build --build-tests || { echo 'make: building again' >&2; $(SWIFT) build --build-tests; }
	@SWIFT="$(SWIFT)" scripts/test

test-libssh2-1.11: setup-test ## Runs the tests of SSH and tunnels with Debian 13's libssh2, on Debian 12 too.
	$(SWIFT) build --build-tests
	library=$$(scripts/libssh2-1.11 .build-libssh2-1.11); \
	LD_LIBRARY_PATH=$$library LEVELS_EXPECT_LIBSSH2=1.11.1 SWIFT="$(SWIFT)" scripts/test SSHTests TunnelTests

lint: ## Checks the format of every Swift file.
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Fuzz/Package.swift Fuzz/Sources

demo: setup ## A query through the double tunnel, on a lab that is started and taken down.
	$(SWIFT) build --product levels-ssh
	$(SWIFT) build --product levels-lab
	@scripts/demo $$($(SWIFT) build --show-bin-path)

bench: setup ## Measures levels-ssh beside ssh, ansible and parallel-ssh (from PyPI), and how long an outage lasts. WAN=path: over a long link too, as root.
	$(RELEASE) --product levels-ssh
	$(RELEASE) --product levels-lab
	@tools=$$(scripts/crowd-tools .build-crowd); \
	$$($(RELEASE) --show-bin-path)/levels-lab bench --crowd-tools "$$tools" $(if $(WAN),--wan $(WAN))

bench-fleet: setup ## Measures plan and apply beside Ansible (from PyPI), as root: 200 hosts, then 1,000; about six minutes.
	$(RELEASE) --product levels-ssh
	$(RELEASE) --product levels-lab
	@ansible=$$(scripts/ansible .build-ansible); \
	$$($(RELEASE) --show-bin-path)/levels-lab bench-fleet --ansible "$$ansible"

scan: setup-test ## What Lynis and ssh-audit say of a bastion and a host before apply and after, as root; fails of what has no reason to stay.
	$(SWIFT) build --product levels-ssh
	$(SWIFT) build --product levels-lab
	@scripts/scan $$($(SWIFT) build --show-bin-path)

soak: setup-test ## The long tests: 256 MiB each way while servers rekey every MiB, 200 hosts, two minutes asleep, and the like.
	$(SWIFT) build --build-tests
	@SWIFT="$(SWIFT)" LEVELS_SOAK=1 scripts/test SSHTests TunnelTests LevelsLabTests ScriptTests

fuzz: setup-test ## The readers of foreign bytes: libFuzzer for FUZZ_SECONDS each, and the seeded generators of `make test` for longer.
	@SWIFT="$(SWIFT)" scripts/fuzz $(or $(FUZZ_SECONDS),120)
	$(SWIFT) build --build-tests
	LEVELS_FUZZ_ITERATIONS=$(or $(ITERATIONS),200000) $(SWIFT) test --skip-build --filter '[Ff]uzz|Spoilt'

tsan: setup-test ## The SSH and Tunnel tests under the thread sanitizer.
	$(SWIFT) build --build-tests --sanitize=thread --scratch-path .build-tsan
	TSAN_OPTIONS="suppressions=$(CURDIR)/scripts/tsan-suppressions" $(SWIFT) test --skip-build --no-parallel \
		--sanitize=thread --scratch-path .build-tsan --filter 'TunnelTests|SSHTests'

generate: ## Writes completions and subcommand pages anew. DATE=YYYY-MM-DD is the date on the pages.
	$(SWIFT) build --product levels-ssh
	@scripts/generate $$($(SWIFT) build --show-bin-path)/levels-ssh $(DATE)

clean: ## Removes what was built.
	rm -rf .build .build-tsan .build-fuzz .build-libssh2-1.11 .build-ansible .build-crowd
