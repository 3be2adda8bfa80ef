import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server whose answers are written out byte by byte, for what no simulated fault does.
final class StubProvider: Sendable {
    /// What is done for a request, one step after the other.
    enum Step: Sendable {
        case send(String)
        case wait(TimeAmount)
        case close
    }

    /// A request, and which one it is.
    struct Request: Sendable {
        /// Counted from 0, over all connections.
        var index: Int
        /// Counted from 0, on its connection.
        var indexOnConnection: Int
        /// Everything that was sent.
        var text: String
    }

    /// Where it listens.
    let port: Int
    fileprivate let counter: Counter

    fileprivate init(port: Int, counter: Counter) {
        self.port = port
        self.counter = counter
    }

    /// The requests that have come.
    var requests: [Request] { counter.requests.withLock { $0 } }

    /// Runs a body beside a server.
    /// - Parameters:
    ///   - tls: the server's side of TLS, where it speaks that.
    ///   - answer: what is done for a request.
    static func with<Result: Sendable>(
        tls: NIOSSLContext? = nil,
        answer: @escaping @Sendable (Request) -> [Step],
        _ body: (StubProvider) async throws -> Result
    ) async throws -> Result {
        let counter = Counter()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(StubHandler(counter, answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let stub = StubProvider(port: channel.localAddress?.port ?? 0, counter: counter)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(stub)) } catch { result = .failure(error) }
        try await channel.close()
        return try result.get()
    }

    fileprivate final class Counter: Sendable {
        let requests = Mutex<[Request]>([])
    }
}

extension StubProvider.Step {
    /// A whole answer in JSON.
    static func json(_ body: String, status: String = "200 OK") -> Self {
        .send(
            "HTTP/1.1 \(status)\r\ncontent-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    /// The head of a stream.
    static let streamHead = Self.send(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    )

    /// Bytes of a stream.
    static func chunk(_ text: String) -> Self {
        .send(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
    }

    /// The end of a stream's bytes.
    static let lastChunk = Self.send("0\r\n\r\n")

    /// An event of an OpenAI stream.
    static func delta(_ delta: String, finish: String = "null") -> Self {
        let choice = #"{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}"#
        return chunk(
            #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[\#(choice)]}"#
                + "\n\n"
        )
    }

    /// The first events of an Anthropic stream, without any content.
    static let anthropicStart = chunk(
        #"""
        event: message_start
        data: {"type":"message_start","message":{"id":"i","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}


        """#
    )

    /// A piece of text of an Anthropic stream.
    static func anthropicDelta(_ text: String) -> Self {
        let delta = #"{"type":"text_delta","text":"\#(text)"}"#
        let data = #"{"type":"content_block_delta","index":0,"delta":\#(delta)}"#
        return chunk("event: content_block_delta\ndata: \(data)\n\n")
    }

    /// A whole OpenAI stream that says "Hello".
    static let openAIStream = [
        streamHead, .delta(#"{"role":"assistant","content":""}"#), .delta(#"{"content":"Hello"}"#),
        .delta("{}", finish: #""stop""#), .chunk("data: [DONE]\n\n"), lastChunk,
    ]

    /// A whole OpenAI answer that says "Hello".
    static let openAIAnswer = json(
        #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"#
            + #"{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"#
            + #""usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#
    )
}

private final class StubHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let counter: StubProvider.Counter
    private let answer: @Sendable (StubProvider.Request) -> [StubProvider.Step]
    private var bytes: [UInt8] = []
    private var count = 0

    init(
        _ counter: StubProvider.Counter,
        _ answer: @escaping @Sendable (StubProvider.Request) -> [StubProvider.Step]
    ) {
        self.counter = counter
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytesView
        // The gateway sends one request at a time, so that what is there belongs to one.
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return }
        let length = text[..<end.lowerBound].split(separator: "\r\n")
            .first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { $0.split(separator: ":").last.map(String.init) }
            .flatMap { Int($0.filter { $0 != " " }) }
        guard text[end.upperBound...].utf8.count >= length ?? 0 else { return }
        bytes = []
        let onConnection = count
        count += 1
        let request = counter.requests.withLock { requests in
            let request = StubProvider.Request(index: requests.count, indexOnConnection: onConnection, text: text)
            requests.append(request)
            return request
        }
        run(answer(request)[...], context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func run(_ steps: ArraySlice<StubProvider.Step>, _ context: ChannelHandlerContext) {
        guard let step = steps.first, context.channel.isActive else { return }
        switch step {
        case .send(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            run(steps.dropFirst(), context)
        case .wait(let time):
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: time) {
                let (handler, context) = bound.value
                handler.run(steps.dropFirst(), context)
            }
        case .close: context.close(promise: nil)
        }
    }
}
