import NIOCore

/// Says now and then that a stream is still there while guardrails hold its text back, so that neither the caller nor a proxy
/// in between gives it up.
///
/// `@unchecked Sendable`: all state is only touched on the connection's event loop, where the timer and the pipeline's task run.
final class StreamKeepAlive: @unchecked Sendable {
    /// So often it is looked whether something has been said, so that no silence is longer than twice that. Proxies and SDKs
    /// give up after 30 seconds and more.
    static let pause = TimeAmount.seconds(5)

    private let exchange: Exchange
    private let bytes: ByteBuffer
    private var timer: RepeatedTask?
    /// Whether something has been said since the timer ran.
    private var isNoted = true

    /// Begins with it.
    init(_ exchange: Exchange, _ framing: Route.StreamFraming, every pause: TimeAmount = StreamKeepAlive.pause) {
        self.exchange = exchange
        bytes = ByteBuffer(staticString: Self.text(framing))
        timer = exchange.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { [weak self] _ in
            self?.tick()
        }
    }

    /// A comment, which every reader of server-sent events passes over (HTML Standard §9.2.6), and a blank between the elements
    /// of an array (RFC 8259 §2).
    private static func text(_ framing: Route.StreamFraming) -> StaticString {
        switch framing {
        case .events: ": keep-alive\n\n"
        case .jsonArray: "\n"
        }
    }

    /// Something has been said.
    func note() { isNoted = true }

    /// The stream is over.
    func stop() {
        timer?.cancel()
        timer = nil
    }

    private func tick() {
        if !isNoted { exchange.pushIfRead(bytes) }
        isNoted = false
    }
}
