#!/bin/sh
# Prints the file $2 for each line typed, then a marker that no line of it contains. $1: folder to say in that it is ready.
stty -echo
: > "$1/$$"
printf 'flood-is-ready\n'
while read -r _; do
  cat "$2"
  printf 'FLOODISOVER\n'
done
