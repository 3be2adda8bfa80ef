import NIOCore

/// A bare connection: what is sent and read is bytes.
final class RawConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let channel: any Channel
    private var received = ""

    init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        channel: any Channel
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
        self.channel = channel
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    /// Reads until what has come holds a text.
    /// - Returns: everything that has come so far.
    func read(until text: String) async throws -> String {
        while !received.contains(text), let bytes = try await inbound.next() { received += String(buffer: bytes) }
        return received
    }

    /// Reads until the peer closes; a reset counts as that.
    func rest() async throws -> String {
        do {
            while let bytes = try await inbound.next() { received += String(buffer: bytes) }
        } catch is IOError {}
        return received
    }

    /// Forgets what has been read so far.
    func forget() { received = "" }

    func close() async throws { try await channel.close() }
}
