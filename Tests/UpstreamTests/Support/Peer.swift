import NIOCore
import NIOPosix

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
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread = ByteBuffer()

    init(
        number: Int,
        channel: any Channel,
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.number = number
        self.channel = channel
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Reads one request with its `content-length`; `nil` if the client closed instead.
    func request() async throws -> Request? {
        var end: Int?
        while end == nil {
            let bytes = Array(unread.readableBytesView)
            end = bytes.indices.dropFirst(3).first { bytes[$0 - 3...$0].elementsEqual("\r\n\r\n".utf8) }.map { $0 + 1 }
            if end == nil {
                guard try await more() else { return nil }
            }
        }
        let head = unread.readString(length: end ?? 0) ?? ""
        let length =
            head.split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
            .flatMap { Int($0.dropFirst(16)) } ?? 0
        while unread.readableBytes < length {
            guard try await more() else { return nil }
        }
        return Request(head: head, body: unread.readSlice(length: length) ?? ByteBuffer())
    }

    func write(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    func write(_ bytes: ByteBuffer) async throws {
        try await outbound.write(bytes)
    }

    /// Returns once the client has closed the connection, in whatever manner.
    func untilClosed() async {
        do {
            while try await more() {}
        } catch {
            // A reset is a way to close as well.
            return
        }
    }

    /// Closes with RST instead of FIN.
    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }

    private func more() async throws -> Bool {
        guard let bytes = try await inbound.next(isolation: #isolation) else { return false }
        unread.writeImmutableBuffer(bytes)
        return true
    }
}
