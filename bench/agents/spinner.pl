#!/usr/bin/perl
# What a working agent CLI looks like: 15 times a second it prints a line above its spinner line and redraws that. $1: folder to say in that it is ready.
use strict;
use warnings;
$| = 1;
open(my $ready, '>', "$ARGV[0]/$$") or die;
my @marks = qw(- \ | /);
print "spinner-is-ready\r\n";
for (my $n = 1;; $n++) {
    my $line = sprintf "\e[2m%5d\e[m read src/module-%d.ts (%d lines)", $n, $n * 7 % 1000, $n * 13 % 397;
    my $spinner = sprintf "\e[36m%s\e[m working (%d s, %d tokens, esc to interrupt)", $marks[$n % 4], $n / 15, $n * 17;
    print "\r\e[K$line\r\n$spinner";
    select(undef, undef, undef, 1 / 15);
}
