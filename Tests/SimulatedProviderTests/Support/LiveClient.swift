import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix

@testable import SimulatedProvider

/// One connection to a provider that keeps what it gets, whatever state the answer is in.
final class LiveClient: Sendable {
    /// What came over a connection so far.
    struct Received: Sendable {
        var status: Int?
        var headers = HTTPHeaders()
        var body = ByteBuffer()
        var segments = 0
        var isComplete = false
        var isClosed = false
        var hasError = false

        var text: String { String(buffer: body) }
    }

    private let channel: any Channel
    private let collector: Collector

    /// Connects and sends one request.
    init(
        _ address: SocketAddress,
        _ target: String,
        _ body: JSONValue?,
        method: HTTPMethod = .POST,
        headers: [(String, String)] = []
    ) async throws {
        let collector = Collector()
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(CollectingHandler(collector))
                }
            }
            .connect(to: address)
            .get()
        self.collector = collector
        var fields = HTTPHeaders([("host", "localhost"), ("anthropic-version", "2023-06-01")])
        if !target.hasPrefix("/v1/messages") { fields.remove(name: "anthropic-version") }
        let bytes = body?.bytes ?? []
        fields.add(name: "content-length", value: String(bytes.count))
        fields.add(contentsOf: headers)
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: fields)
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: bytes))), promise: nil)
        try await channel.writeAndFlush(HTTPClientRequestPart.end(nil))
    }

    /// Waits until what came satisfies the condition, or until nothing more can come.
    func wait(until isEnough: @escaping @Sendable (Received) -> Bool) async -> Received {
        await collector.wait { isEnough($0) || $0.isClosed }
    }

    /// Waits for the whole answer, or for the connection's end.
    func finished() async -> Received { await wait { $0.isComplete } }

    func close() async throws { try await channel.close().get() }
}
