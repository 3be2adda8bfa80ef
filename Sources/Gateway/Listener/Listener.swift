import NIOCore
import NIOPosix
import Settings

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The listening socket.
struct Listener: Sendable {
    let channel: any Channel
    private let source: ListenerSource
    private let admission: ConnectionCount

    /// Connections that wait to be accepted.
    private static let backlog: Int32 = 4096
    /// Behind this pause, whoever had begun to connect is there: a round trip around half the world.
    private static let quietTime = TimeAmount.milliseconds(200)
    /// Shorter than the second after which the first packet of a connection is sent again (RFC 6298 §2).
    private static let longestWait = TimeAmount.milliseconds(800)

    /// Starts listening.
    /// - Parameters:
    ///   - initialize: sets a new connection up, on its own event loop.
    static func start(
        _ source: ListenerSource,
        host: String,
        port: Int,
        on group: any EventLoopGroup,
        admission: ConnectionCount,
        initialize: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws -> Listener {
        var bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: backlog)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // Beyond this a client that does not read makes its writer wait.
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024))
            .childChannelInitializer(initialize)
        let channel: any Channel
        switch source {
        case .address(let sharesPort):
            bootstrap = bootstrap.serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            if sharesPort {
                let option = ChannelOptions.Types.SocketOption(level: .socket, name: .init(rawValue: SO_REUSEPORT))
                bootstrap = bootstrap.serverChannelOption(option, value: 1)
            }
            channel = try await bootstrap.bind(host: host, port: port).get()
        case .descriptor(let descriptor):
            channel = try await bootstrap.withBoundSocket(descriptor).get()
            // Adopting the socket has set the backlog to a default of 128.
            _ = listen(descriptor, backlog)
        }
        return Listener(channel: channel, source: source, admission: admission)
    }

    /// Stops listening. Everybody who has been accepted is on their event loop then; and where another process listens on the
    /// same port, nobody is turned away.
    ///
    /// The system gives each connection to one of the processes with its first packet, and resets those that are given to a
    /// socket that closes. So the socket first ignores new first packets (their senders try again after a second, and reach
    /// the other process), then takes everybody whom it has been given, and closes when nobody comes any more. Where the
    /// system hands its connections over by itself, none of this is needed.
    /// - Parameter loops: the event loops of the connections.
    func close(_ loops: [any EventLoop]) async {
        if case .address(sharesPort: true) = source, await !Self.systemHandsOver() {
            await ignoreNewConnections()
            let end = NIODeadline.now() + Self.longestWait
            var seen = -1
            while admission.total != seen, .now() < end {
                seen = admission.total
                await pause(Self.quietTime)
            }
        }
        // Each of these fails only where the socket or the loop is closed already.
        try? await channel.setOption(.autoRead, value: false).get()
        // An accepted connection goes from the listener's loop to its own, back, and to its own again; closing the listener
        // on the way would close it.
        for loop in loops + [channel.eventLoop] + loops { try? await loop.submit {}.get() }
        try? await channel.close().get()
    }

    /// Whether connections of a closing socket go to another one on the same port: `net.ipv4.tcp_migrate_req`, for IPv6 as
    /// well (Linux, `Documentation/networking/ip-sysctl.rst`).
    private static func systemHandsOver() async -> Bool {
        let setting = try? await NIOThreadPool.singleton.runIfActive {
            try FileReader.live.read("/proc/sys/net/ipv4/tcp_migrate_req", 16)
        }
        return setting?.first == UInt8(ascii: "1")
    }

    private func pause(_ time: TimeAmount) async {
        // It fails only where the loop is gone, and the socket with it.
        try? await channel.eventLoop.scheduleTask(in: time) {}.futureResult.get()
    }

    private func ignoreNewConnections() async {
        #if os(Linux)
        guard let provider = channel as? any SocketOptionProvider else { return }
        let filter = PacketFilter.ignoringFirstPackets
        // Without the filter a few connections may be reset, which is no reason not to stop.
        try? await filter.withProgram { program in
            provider.unsafeSetSocketOption(
                level: SocketOptionLevel(SOL_SOCKET),
                name: SocketOptionName(SO_ATTACH_FILTER),
                value: program
            )
        }
        #endif
    }
}
