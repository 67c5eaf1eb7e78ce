# Answers GET /kylin/api/admin/version, as a node whose web application is up.
use strict;
use warnings;
use IO::Socket;
my $server = IO::Socket::INET->new(LocalPort => $ARGV[0], Listen => 5, ReuseAddr => 1) or die "port $ARGV[0]: $!";
while (my $client = $server->accept) {
    my $line = <$client> // '';
    while (my $head = <$client>) { last if $head =~ /^\r?\n$/ }
    my $ok = $line =~ m{^GET /kylin/api/admin/version };
    my $body = $ok ? '{"code":"000","data":"3.1.3.0"}' : '';
    printf $client "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", $ok ? '200 OK' : '404 Not Found', length $body, $body;
    close $client;
}
