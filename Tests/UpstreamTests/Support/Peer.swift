import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The server's side of one connection, as a test's script sees it.
final class Peer {
    struct Request {
        var head: String
        var body: ByteBuffer
    }

    /// Which connection of its server this is, from 0.
    let number: Int
    let channel: any Channel
    private let inbound: AsyncStream<ByteBuffer>
    private var unread = ByteBuffer()

    init(number: Int, channel: any Channel, inbound: AsyncStream<ByteBuffer>) {
        self.number = number
        self.channel = channel
        self.inbound = inbound
    }

    /// Reads one request with its `content-length`; `nil` if the client closed instead.
    func request() async -> Request? {
        var end: Int?
        while end == nil {
            let bytes = Array(unread.readableBytesView)
            end = bytes.indices.dropFirst(3).first { bytes[$0 - 3...$0].elementsEqual("\r\n\r\n".utf8) }.map { $0 + 1 }
            if end == nil {
                guard await more() else { return nil }
            }
        }
        let head = unread.readString(length: end ?? 0) ?? ""
        let length =
            head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
            .flatMap { Int($0.dropFirst(16)) } ?? 0
        while unread.readableBytes < length {
            guard await more() else { return nil }
        }
        return Request(head: head, body: unread.readSlice(length: length) ?? ByteBuffer())
    }

    func write(_ text: String) async throws {
        try await write(ByteBuffer(string: text))
    }

    /// Returns once the operating system has taken the bytes.
    func write(_ bytes: ByteBuffer) async throws {
        try await channel.writeAndFlush(bytes)
    }

    /// Returns once the client has closed the connection, in whatever manner.
    func untilClosed() async {
        while await more() {}
    }

    /// Carries everything that has not been read yet, and everything that comes, to another connection.
    func forward(to target: any Channel) async throws {
        repeat {
            if let bytes = unread.readSlice(length: unread.readableBytes), bytes.readableBytes > 0 {
                try await target.writeAndFlush(bytes)
            }
        } while await more()
    }

    /// Closes with RST instead of FIN.
    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        let channel = channel
        try await channel.eventLoop.submit {
            // Below TLS, if there is any, so that it cannot say goodbye.
            let operations = channel.pipeline.syncOperations
            if let context = try? operations.context(handlerType: NIOSSLServerHandler.self) {
                context.close(promise: nil)
            } else {
                channel.close(promise: nil)
            }
        }.get()
    }

    private func more() async -> Bool {
        for await bytes in inbound {
            unread.writeImmutableBuffer(bytes)
            return true
        }
        return false
    }
}

/// Puts what arrives on a channel into a stream, which ends with the connection.
final class StreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let continuation: AsyncStream<ByteBuffer>.Continuation

    init(_ continuation: AsyncStream<ByteBuffer>.Continuation) {
        self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        continuation.yield(unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) {
        continuation.finish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
