#!/bin/sh
# Starts a process of its own session, as agent CLIs do for their servers, and waits for ever. $1: folder to say in that it is ready.
setsid sleep 3600 &
: > "$1/$$"
exec cat
