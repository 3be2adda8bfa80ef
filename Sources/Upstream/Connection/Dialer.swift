import NIOCore
import NIOPosix

/// Opens the TCP connections of one event loop.
///
/// A name is resolved for each of them. When that fails, or takes longer than a resolver in good health needs, the
/// addresses at which the server was reached before stand in (RFC 8767).
///
/// `@unchecked Sendable`: only touched on its event loop.
final class Dialer: @unchecked Sendable {
    /// The client response timer that RFC 8767 §5 recommends.
    static let recommendedStaleDelay = TimeAmount.milliseconds(1800)

    let loop: any EventLoop
    private let resolver: (any Resolver & Sendable)?
    private let staleDelay: TimeAmount
    private var known = KnownAddresses()

    /// - Parameters:
    ///   - resolver: Looks up host names, `nil` for the system's way.
    ///   - staleDelay: How long a connection may be without result before known addresses are tried as well.
    init(
        loop: any EventLoop,
        resolver: (any Resolver & Sendable)?,
        staleDelay: TimeAmount = Dialer.recommendedStaleDelay
    ) {
        self.loop = loop
        self.resolver = resolver
        self.staleDelay = staleDelay
    }

    /// Opens a connection to whichever address of a server answers first.
    /// - Parameters:
    ///   - patience: How long that may take.
    ///   - completion: Called once, on the loop.
    func dial(
        _ server: UpstreamOrigin,
        patience: TimeAmount,
        completion: @escaping (Result<any Channel, any Error>) -> Void
    ) {
        let bootstrap = bootstrap(patience: patience)
        if server.isAddress, let address = try? SocketAddress(ipAddress: server.host, port: server.port) {
            bootstrap.connect(to: address).hop(to: loop).assumeIsolated().whenComplete(completion)
            return
        }
        let dial = Dial(loop: loop, completion: completion)
        let addresses = known.addresses(of: server, now: .now())
        if !addresses.isEmpty {
            dial.standBy(after: min(staleDelay, .nanoseconds(patience.nanoseconds / 2))) {
                self.bootstrap(patience: patience)
                    .resolver(KnownAddressResolver(addresses: addresses, loop: self.loop))
                    .connect(host: server.host, port: server.port)
            }
        }
        dial.run(bootstrap.resolver(resolver).connect(host: server.host, port: server.port))
    }

    /// Takes note that a connection that was dialled is in order.
    func reached(_ server: UpstreamOrigin, over channel: any Channel) {
        guard !server.isAddress, let address = channel.remoteAddress else { return }
        known.reached(server, at: address, now: .now())
    }

    private func bootstrap(patience: TimeAmount) -> ClientBootstrap {
        ClientBootstrap(group: loop)
            .connectTimeout(patience)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.autoRead, value: false)
            // A read that does not fill its buffer has emptied the socket; back-pressure is decided after each.
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 32 * 1024)
            )
    }
}
