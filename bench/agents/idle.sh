#!/bin/sh
# Shows a prompt and waits for ever. $1: folder to say in that it is ready.
printf 'idle-is-ready> '
: > "$1/$$"
exec cat
