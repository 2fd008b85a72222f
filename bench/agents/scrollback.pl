#!/usr/bin/perl
# Fills a scrollback: $2 wide, coloured lines, then waits for ever. $1: folder to say in that all is printed.
use strict;
use warnings;
$| = 1;
for my $n (1 .. $ARGV[1]) {
    my $text = join ' ', map { sprintf "\e[%dmword%d", 31 + ($n + $_) % 7, $n * $_ % 1000 } 1 .. 16;
    print "$text\e[m\r\n";
}
open(my $ready, '>', "$ARGV[0]/$$") or die;
close $ready;
sleep 1000 while 1;
