import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A bare connection: what is sent and read is bytes.
final class RawConnection: Sendable {
    private let channel: any Channel
    private let inbox: Inbox

    /// Connects to a port of the loopback interface.
    /// - Parameter tls: the client's side of TLS, for a listener that wants it.
    static func open(_ group: any EventLoopGroup, port: Int, tls: NIOSSLContext? = nil) async throws -> RawConnection {
        let inbox = Inbox()
        let channel = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: "localhost")
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(InboxHandler(inbox))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .get()
        return RawConnection(channel, inbox)
    }

    private init(_ channel: any Channel, _ inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// Waits until what has come holds a text, or the peer closes.
    /// - Returns: everything that has come so far.
    func read(until text: String) async -> String { await inbox.wait(for: text) }

    /// Waits until the peer closes.
    /// - Returns: everything that has come.
    func rest() async -> String { await inbox.wait(for: nil) }

    /// Whether the peer has closed.
    var isClosed: Bool { inbox.isClosed }

    /// Forgets what has been read so far.
    func forget() { inbox.forget() }

    /// Stops or starts taking bytes off the socket.
    func setReading(_ isReading: Bool) async throws { try await channel.setOption(.autoRead, value: isReading).get() }

    func close() async throws { try await channel.close() }
}

/// What has come over a connection, and who waits for it.
private final class Inbox: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isClosed = false
        /// What is waited for; `nil` for the end.
        var waiter: (text: String?, continuation: CheckedContinuation<String, Never>)?
    }

    private let state = Mutex(State())

    func append(_ buffer: ByteBuffer) {
        change { $0.bytes += buffer.readableBytesView }
    }

    func close() { change { $0.isClosed = true } }

    func forget() { state.withLock { $0.bytes = [] } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func wait(for text: String?) async -> String {
        await withCheckedContinuation { continuation in
            change { $0.waiter = (text, continuation) }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let ready = state.withLock { state -> (CheckedContinuation<String, Never>, String)? in
            body(&state)
            // Huge answers are waited for to their end, without looking at every piece.
            guard let waiter = state.waiter, state.isClosed || waiter.text != nil else { return nil }
            let text = String(decoding: state.bytes, as: UTF8.self)
            guard state.isClosed || waiter.text.map({ text.contains($0) }) == true else { return nil }
            state.waiter = nil
            return (waiter.continuation, text)
        }
        ready.map { $0.resume(returning: $1) }
    }
}

private final class InboxHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let inbox: Inbox

    init(_ inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { inbox.append(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) { inbox.close() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
