#!/bin/sh
# Echoes every byte as it comes. $1: folder to say in that it is ready.
stty raw -echo
: > "$1/$$"
printf 'echo-is-ready\r\n'
exec cat
